"""What checks look at."""

from dataclasses import dataclass
from datetime import date

from plon.lifetime.days import CustomerDays
from plon.lifetime.sales import RowCounts
from plon.lifetime.summary import Summary
from plon.lifetime.units import CADENCE_MONTHS

SMALL_SHARE = 0.01  # below it a thing is worth a word, not a worry


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the file had and what the owner told, beside the sales themselves.

    retention_cost_known: whether the value takes the cost of keeping a customer off.
    segments: of how many parts of the base the value is told.
    today: None leaves the age of the data unjudged.
    marginless: purchases without a margin, the first of them on marginless_since.
    """

    has_amount: bool = True
    has_margin: bool = False
    retention_cost_known: bool = False
    segments: int = 11
    duplicate_rows: int = 0
    anonymous_minor: int = 0
    cadence_months: int = CADENCE_MONTHS
    today: date | None = None
    marginless: int = 0
    marginless_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """All that checks look at."""

    rows: RowCounts
    summary: Summary
    days: CustomerDays
    known: Known


def by_share(share: float) -> str:
    """Return "watch" from one percent on."""
    return "watch" if share >= SMALL_SHARE else "info"
