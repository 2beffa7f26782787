"""What the customers' history hides: a till among them, a late start, a missing season."""

from collections.abc import Iterator, Mapping

import numpy as np

from plon.lifetime.analysis import Finding
from plon.lifetime.lint import patterns
from plon.lifetime.lint.evidence import Evidence

YEAR_DAYS = 365


def one_customer_purchases(seen: Evidence) -> Iterator[Finding]:
    """A till, a reseller or a shared card that stands for many people."""
    place = patterns.dominating_customer(seen.summary)
    if place is not None:
        often = seen.summary.purchase_days
        facts: Mapping[str, float | str] = {
            "customer": str(seen.summary.customer[place]),
            "share": float(often[place] / often.sum()),
        }
        yield Finding(code="one_customer_purchases", level="bad", facts=facts)


def one_customer_revenue(seen: Evidence) -> Iterator[Finding]:
    """One customer brings so much that the average says little of the others."""
    value = np.maximum(seen.summary.net_value_minor, 0)
    place = patterns.dominating(value)
    if place is not None:
        facts: Mapping[str, float | str] = {
            "customer": str(seen.summary.customer[place]),
            "share": float(value[place] / value.sum()),
        }
        yield Finding(code="one_customer_revenue", level="watch", facts=facts)


def left_truncated(seen: Evidence) -> Iterator[Finding]:
    """The file starts in the middle of the firm's life: first seen is not first purchase."""
    started = patterns.starts_midway(seen.summary)
    if started is not None:
        first, usual = started
        facts = {"customers": first, "usual": usual}
        yield Finding(code="left_truncated", level="watch", facts=facts)


def less_than_a_year(seen: Evidence) -> Iterator[Finding]:
    """The season cannot be in the data."""
    if len(seen.summary):
        span = seen.summary.until_day - int(seen.summary.first_day.min()) + 1
        if span < YEAR_DAYS:
            yield Finding(code="less_than_a_year", level="info", facts={"days": span})


def spend_follows_frequency(seen: Evidence) -> Iterator[Finding]:
    """The model of spend takes purchases' number and size for unrelated; here they are not."""
    correlation = patterns.spend_correlation(*seen.summary.spend())
    if correlation is not None:
        code = "spend_rises_with_frequency" if correlation > 0 else "spend_falls_with_frequency"
        yield Finding(code=code, level="watch", facts={"correlation": correlation})
