"""What the owner may say about a file instead of leaving it to the guess."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Overrides of the guesses; None leaves a thing to the guess.

    customer … currency_column: a heading, or a 1-based column number as text for a file without
      headings; "none" where the file has no such column (not of customer and date).
    unit_price: with the quantity it stands in for the amount.
    currency: ISO 4217 code; says what the amounts are in, or keeps only its lines where the file
      has a currency column.
    as_of: end of observation; later lines are set aside and counted.
    zone: IANA name; moments with an offset are told in it, moments without one are taken as it.
    date_format: "DD.MM.YYYY" or "%d.%m.%Y"; "excel-1900" or "excel-1904" for day numbers.
    encoding: a codec's name, for example "windows-1250".
    separator: one sign, or "tab", or "blank" for runs of blanks. decimal: "," or ".".
    sheet: a workbook's sheet by its name, or by its 1-based place among the visible ones.
    heading_row: 1-based number of the row, or line, with the headings; 0: there are none.
    extras: name -> heading or number of a further column, to be kept as text beside the lines.
    keeps_cells: keep every cell of rejected rows and of returns, in the table `own`.
    """

    customer: str | None = None
    date: str | None = None
    amount: str | None = None
    quantity: str | None = None
    order: str | None = None
    product: str | None = None
    channel: str | None = None
    margin: str | None = None
    unit_price: str | None = None
    document_type: str | None = None
    currency_column: str | None = None
    currency: str | None = None
    as_of: datetime.date | None = None
    zone: str = "Europe/Warsaw"
    date_format: str | None = None
    encoding: str | None = None
    separator: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    heading_row: int | None = None
    drop_duplicates: bool = False
    extras: Mapping[str, str] = field(default_factory=dict)
    keeps_cells: bool = False
