"""The four errors of lifetime value that a file can show, each with its check."""

from collections.abc import Iterator
from datetime import date

from plon.lifetime.analysis import Finding
from plon.lifetime.lint.evidence import Evidence
from plon.lifetime.units import add_months

AMOUNTS_MISSING_SHARE = 0.05


def revenue_without_margin(seen: Evidence) -> Iterator[Finding]:
    """Error 1 of four: revenue is not profit."""
    if seen.known.has_amount and not seen.known.has_margin:
        since = seen.known.marginless_since
        facts: dict[str, float | int | str] = {}
        if since is not None:
            facts = {
                "sales": seen.known.marginless,
                "of_sales": seen.rows.used,
                "first_day": since.isoformat(),
            }
        yield Finding(code="revenue_without_margin", level="watch", facts=facts)


def retention_cost_ignored(seen: Evidence) -> Iterator[Finding]:
    """Error 2 of four: keeping a customer costs too."""
    if seen.known.has_amount and not seen.known.retention_cost_known:
        yield Finding(code="retention_cost_ignored", level="info")


def averages_without_segments(seen: Evidence) -> Iterator[Finding]:
    """Error 3 of four: one average hides who is worth what. One customer needs no parts."""
    if seen.known.has_amount and seen.known.segments < 2 <= len(seen.summary):
        yield Finding(code="averages_without_segments", level="watch")


def data_outdated(seen: Evidence) -> Iterator[Finding]:
    """Error 4 of four, first half: the last sale is older than the cadence."""
    today, days = seen.known.today, seen.days.day
    if today is None or len(days) == 0:
        return
    last = date.fromordinal(date(1970, 1, 1).toordinal() + int(days.max()))
    if add_months(last, seen.known.cadence_months) < today:
        # no count of days: the same sales give the same report tomorrow
        yield Finding(code="data_outdated", level="watch", facts={"last_day": last.isoformat()})


def amounts_missing(seen: Evidence) -> Iterator[Finding]:
    """Error 4 of four, second half: sales without a readable amount."""
    reasons = seen.rows.by_reason
    missing = reasons.get("no_amount", 0) + reasons.get("amount_unreadable", 0)
    share = missing / max(1, seen.rows.read)
    if seen.known.has_amount and share > AMOUNTS_MISSING_SHARE:
        yield Finding(code="amounts_missing", level="bad", facts={"rows": missing, "share": share})
