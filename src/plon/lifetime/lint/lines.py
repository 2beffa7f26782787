"""Lines of the file that lie beside the rest: repeated, nobody's, free, without amounts."""

from collections.abc import Iterator

import numpy as np

from plon.lifetime.analysis import Finding
from plon.lifetime.lint.evidence import Evidence, by_share


def no_amounts(seen: Evidence) -> Iterator[Finding]:
    """Say that only counts and chances can be told."""
    if not seen.known.has_amount:
        yield Finding(code="no_amounts", level="watch")


def duplicates(seen: Evidence) -> Iterator[Finding]:
    """Lines that repeat another one in everything."""
    rows = seen.known.duplicate_rows
    if rows:
        share = rows / max(1, seen.rows.read)
        yield Finding(
            code="duplicates", level=by_share(share), facts={"rows": rows, "share": share}
        )


def anonymous_turnover(seen: Evidence) -> Iterator[Finding]:
    """Sales that belong to nobody."""
    amount = seen.known.anonymous_minor
    if amount > 0:
        share = amount / (amount + max(0, int(seen.summary.net_value_minor.sum())))
        facts = {"amount_minor": amount, "share": share}
        yield Finding(code="anonymous_turnover", level=by_share(share), facts=facts)


def returns_unmatched(seen: Evidence) -> Iterator[Finding]:
    """Returns that found no purchase to be taken from; also of those who kept nothing."""
    returned, gone = seen.summary.returned_minor, seen.days.gone_returned_minor
    customers = int(np.count_nonzero(returned)) + len(gone)
    if customers:
        amount, value = int(returned.sum()) + sum(gone), int(seen.summary.value_minor.sum())
        share = amount / max(1, amount + value)
        facts = {"amount_minor": amount, "share": share, "customers": customers}
        yield Finding(code="returns_unmatched", level=by_share(share), facts=facts)


def zero_values(seen: Evidence) -> Iterator[Finding]:
    """Days on which only free goods were taken."""
    many = int(np.count_nonzero(seen.days.value_minor == 0))
    if seen.known.has_amount and many:
        facts = {"days": many, "share": many / len(seen.days)}
        yield Finding(code="zero_values", level="info", facts=facts)
