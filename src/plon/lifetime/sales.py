"""Sales lines as the reader leaves them: clean, typed, counted, in an embedded DuckDB.

Tables of `Sales.connection` (made by `reading` or by `sources`, read by `days`):

lines: one row a good line, purchases and returns
  file_no INTEGER, line_no BIGINT   where it stood; (file_no, line_no) is unique
  customer VARCHAR                  never empty
  day DATE                          in the business time zone
  moment TIMESTAMP                  the local wall time where the file has one, else midnight
  amount_minor BIGINT               minor units; negative for a return; NULL without an amount
  margin_minor BIGINT               the same of the margin; NULL without one
  order_id, product, channel VARCHAR  NULL where the file has no such column or cell
  is_return BOOLEAN                 a return, refund, cancellation or correction
every: the same lines with quantity DECIMAL, currency VARCHAR, and extra_<name> VARCHAR for each of
  ReadOptions.extras; without those that drop_duplicates took away from `lines` it is the larger
rejected: file_no INTEGER, line_no BIGINT, column_name VARCHAR, value VARCHAR, reason VARCHAR
  reason is a code of REASONS
own: with ReadOptions.keeps_cells; file_no, line_no, cells VARCHAR[]: every cell of rejected rows
  and of returns as it was written, in the order of `Sales.headings`
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

REASONS = (
    "no_customer",
    "no_date",
    "date_unreadable",
    "date_too_early",  # before 1900
    "date_in_future",
    "after_as_of",
    "no_amount",
    "amount_unreadable",
    "amount_out_of_range",  # not finite, or too large for minor units
    "other_currency",
    "row_malformed",  # columns missing or too many, unbalanced quote
    "duplicate",  # only with drop_duplicates
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What was taken for what, why, and what came second. `role` is a code: "customer", …"""

    role: str  # encoding, separator, decimal, date_format, header, sheet, currency, a column's role
    value: str  # the heading, or the property
    evidence: str  # a code of wording: "heading", "content", "given", "only_candidate", "default"
    runner_up: str = ""
    samples: tuple[str, ...] = ()  # up to three cells, for a column


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """Rows of all files: read = used + returned + rejected, always."""

    read: int
    used: int
    returned: int
    rejected: int
    by_reason: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.read != self.used + self.returned + self.rejected:
            raise AssertionError(f"rows do not close: {self}")


def _none() -> int:
    return 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sales:
    """Sales lines in DuckDB (see the module's docstring), with what was read and guessed.

    purchases: Arrow tables of all good lines, where those lie in memory and none is a return:
    customer, moment (a day), amount_minor and, with has_margin, margin_minor; none is null.
    """

    connection: Any  # duckdb.DuckDBPyConnection
    files: tuple[str, ...]  # names without folders
    rows: RowCounts
    guesses: tuple[Guess, ...]
    first_day: date
    last_day: date  # of good lines
    as_of: date  # observation end: given, or last_day
    currency: str  # ISO 4217
    has_amount: bool
    has_margin: bool
    has_order: bool
    has_product: bool
    has_channel: bool
    has_time: bool
    anonymous_minor: int = 0  # turnover of lines without a customer, not attributable
    marginless: int = 0  # purchases without a margin, where those that have one are not enough
    marginless_since: date | None = None  # the first of them
    purchases: tuple[Any, ...] = ()
    repeats: Callable[[], int] = _none
    headings: tuple[str, ...] = ()  # of the first file, or the numbers of its columns

    @property
    def duplicate_rows(self) -> int:
        """Return how many lines repeat another exactly: kept, unless asked otherwise.

        Counted when first asked for; not by two threads at once.
        """
        return self.repeats()
