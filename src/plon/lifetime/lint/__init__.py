"""What the owner should know about the data before trusting the figures.

Every check looks at the evidence and says one thing or nothing; the sentences are in `words`.
"""

from collections.abc import Callable, Iterator

from plon.lifetime.analysis import Finding
from plon.lifetime.days import CustomerDays
from plon.lifetime.lint import calculation, history, lines
from plon.lifetime.lint.evidence import Evidence, Known
from plon.lifetime.sales import RowCounts
from plon.lifetime.summary import Summary

__all__ = ["CODES", "Known", "findings"]

LEVELS = ("bad", "watch", "info")
CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    lines.no_amounts,
    calculation.revenue_without_margin,
    calculation.retention_cost_ignored,
    calculation.averages_without_segments,
    calculation.data_outdated,
    calculation.amounts_missing,
    lines.duplicates,
    lines.anonymous_turnover,
    lines.returns_unmatched,
    history.one_customer_purchases,
    history.one_customer_revenue,
    history.left_truncated,
    history.less_than_a_year,
    history.spend_follows_frequency,
    lines.zero_values,
)
CODES = (
    "no_amounts",
    "revenue_without_margin",
    "retention_cost_ignored",
    "averages_without_segments",
    "data_outdated",
    "amounts_missing",
    "duplicates",
    "anonymous_turnover",
    "returns_unmatched",
    "one_customer_purchases",
    "one_customer_revenue",
    "left_truncated",
    "less_than_a_year",
    "spend_rises_with_frequency",
    "spend_falls_with_frequency",
    "zero_values",
)


def findings(
    *, rows: RowCounts, summary: Summary, days: CustomerDays, known: Known
) -> tuple[Finding, ...]:
    """Return what was found, worst first, then in the order of the checks."""
    evidence = Evidence(rows=rows, summary=summary, days=days, known=known)
    found = [finding for check in CHECKS for finding in check(evidence)]
    return tuple(sorted(found, key=lambda finding: LEVELS.index(finding.level)))
