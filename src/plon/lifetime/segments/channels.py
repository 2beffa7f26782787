"""Which acquisition channels bring customers worth having, and what to do with each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from plon.lifetime.analysis import ChannelValue
from plon.lifetime.days import CustomerDays
from plon.lifetime.formulas.acquisition import value_to_cost
from plon.lifetime.formulas.bands import Band, band_of
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints

UNKNOWN = ""
ADVICE = {  # by band of LTV:CAC
    Band.LOSES: "cut",
    Band.BREAK_EVEN: "fix",
    Band.BELOW_STANDARD: "improve",
    Band.HEALTHY: "keep",
    Band.CAUTIOUS: "scale",
    Band.SCALE: "scale",
}


def rank_channels(
    days: CustomerDays, *, revenue_minor: Ints, value_12m_minor: Floats
) -> tuple[ChannelValue, ...]:
    """Return the channels of customers' first purchases, best lifetime value a customer first.

    revenue_minor, value_12m_minor: one a customer, in the order of `days`. Customers without a
    channel stand under the empty name. Nothing where the file has no channels.
    """
    if days.channel is None:
        return ()
    place = np.where(days.channel < 0, len(days.channels), days.channel)
    many = len(days.channels) + 1
    bought_days = np.bincount(days.index, minlength=len(days.customer))
    count = np.bincount(place, minlength=many)
    repeat = np.bincount(place, weights=bought_days > 1, minlength=many)
    revenue = np.bincount(place, weights=revenue_minor, minlength=many)
    value = np.bincount(place, weights=value_12m_minor, minlength=many)
    ranked = [
        ChannelValue(
            channel=name,
            customers=int(count[k]),
            revenue_minor=round(revenue[k]),
            value_12m_minor=float(value[k]),
            ltv_minor=float((revenue[k] + value[k]) / count[k]),
            repeat_share=float(repeat[k] / count[k]),
        )
        for k, name in enumerate((*days.channels, UNKNOWN))
        if count[k]
    ]
    return tuple(sorted(ranked, key=lambda each: (-each.ltv_minor, each.channel)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelAdvice:
    """What a channel's customers are worth against what they cost.

    ratio, band, advice: None where the cost is not known. advice: "cut", "fix", "improve",
    "keep" or "scale".
    """

    channel: ChannelValue
    cost_minor: int | None
    ratio: Decimal | None
    band: Band | None
    advice: str | None


def advise(
    channels: Sequence[ChannelValue], *, cost_minor: Mapping[str, int]
) -> tuple[ChannelAdvice, ...]:
    """Return channels by LTV:CAC, best first; those without a cost after them, by LTV.

    cost_minor: acquisition cost of one customer by channel, above zero.
    """
    advised = [_advised(each, cost_minor.get(each.channel)) for each in channels]
    known = [each for each in advised if each.ratio is not None]
    unknown = [each for each in advised if each.ratio is None]
    known.sort(key=lambda each: (-(each.ratio or 0), each.channel.channel))
    unknown.sort(key=lambda each: (-each.channel.ltv_minor, each.channel.channel))
    return (*known, *unknown)


def _advised(channel: ChannelValue, cost_minor: int | None) -> ChannelAdvice:
    if cost_minor is None:
        return ChannelAdvice(channel=channel, cost_minor=None, ratio=None, band=None, advice=None)
    ratio = value_to_cost(value=Decimal(channel.ltv_minor), cost=cost_minor)
    band = band_of(ratio)
    return ChannelAdvice(
        channel=channel, cost_minor=cost_minor, ratio=ratio, band=band, advice=ADVICE[band]
    )
