"""What the owner may say about a file instead of leaving it to the guess."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Overrides of the guesses; None leaves a thing to the guess.

    customer … margin: a heading, or a 1-based column number as text for a file without headings.
    currency: ISO 4217 code; says what the amounts are in, or keeps only its lines where the file
      has a currency column.
    as_of: end of observation; later lines are set aside and counted.
    zone: IANA name; moments with an offset are told in it, moments without one are taken as it.
    date_format: "DD.MM.YYYY" or "%d.%m.%Y"; "excel-1900" or "excel-1904" for day numbers.
    encoding: a codec's name, for example "windows-1250".
    """

    customer: str | None = None
    date: str | None = None
    amount: str | None = None
    quantity: str | None = None
    order: str | None = None
    product: str | None = None
    channel: str | None = None
    margin: str | None = None
    currency: str | None = None
    as_of: datetime.date | None = None
    zone: str = "Europe/Warsaw"
    date_format: str | None = None
    encoding: str | None = None
    drop_duplicates: bool = False
