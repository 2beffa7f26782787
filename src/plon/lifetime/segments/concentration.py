"""How much depends on few: the best customers, one channel, one group."""

from collections.abc import Mapping

import numpy as np

from plon.lifetime.analysis import Concentration
from plon.lifetime.purchases import Floats
from plon.lifetime.segments.tiers import half_up_percent
from plon.lifetime.summary import Ints

TOP_PERCENT = 20
SEGMENT_WARNING, SEGMENT_SEVERE = 0.5, 0.7  # of revenue or of value, one segment or channel
TOP_WARNING, TOP_SEVERE = 0.8, 0.9  # of revenue, the top fifth of customers
UNKNOWN = ""  # the segment of customers without one: counted, never warned of

Shares = tuple[tuple[str, float, str], ...]


def concentration(
    customer_minor: Ints | Floats,
    *,
    channels: Mapping[str, float],
    groups: Mapping[str, float],
    channels_by_value: Mapping[str, float] | None = None,
    groups_by_value: Mapping[str, float] | None = None,
) -> Concentration:
    """Return the shares of the top fifth, of channels and of groups, each with its level.

    channels, groups: revenue by name; the same _by_value: lifetime value by name, None where it is
    not known. Shares are of their own sum.
    """
    share = top_share(customer_minor)
    return Concentration(
        top_20_share=share,
        top_20_level=level(share, warning=TOP_WARNING, severe=TOP_SEVERE),
        channels=segment_shares(channels),
        groups=segment_shares(groups),
        channels_by_value=segment_shares(channels_by_value or {}),
        groups_by_value=segment_shares(groups_by_value or {}),
    )


def top_share(customer_minor: Ints | Floats, *, percent: int = TOP_PERCENT) -> float:
    """Return the share of all value held by the top percent of customers, at least one of them.

    By one partition: the rest stays unsorted. 0 where there is no value; debts count as nothing.
    """
    value = np.maximum(customer_minor, 0)
    everything = float(value.sum())
    if everything == 0:
        return 0.0
    many = max(1, half_up_percent(len(value), percent))
    top = np.partition(value, len(value) - many)[-many:]
    return min(1.0, float(top.sum()) / everything)


def segment_shares(segments: Mapping[str, float]) -> Shares:
    """Return (name, share, level), largest first, then by name; a loss counts as nothing."""
    gains = {name: max(0.0, value) for name, value in segments.items()}
    everything = sum(gains.values())
    if everything <= 0:
        return tuple((name, 0.0, "none") for name in sorted(segments))
    shares = sorted((-value / everything, name) for name, value in gains.items())
    return tuple((name, -share, segment_level(name, -share)) for share, name in shares)


def segment_level(name: str, share: float) -> str:
    """Return the level of one segment or channel."""
    if name == UNKNOWN:
        return "none"
    return level(share, warning=SEGMENT_WARNING, severe=SEGMENT_SEVERE)


def level(share: float, *, warning: float, severe: float) -> str:
    """Return "severe" from that share on, "warning" above that one, else "none"."""
    if share >= severe:
        return "severe"
    return "warning" if share > warning else "none"
