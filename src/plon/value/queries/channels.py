"""What customers of each channel are worth against what winning them cost."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncMonth

from plon.lifetime.analysis import ChannelValue
from plon.lifetime.segments.channels import advise
from plon.value.models import ChannelCost, Figures
from plon.value.queries.segments import Worth, worth_by

COSTS_MAX = 240  # months of channels shown


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """What a channel cost in a month. month: its first day."""

    id: UUID
    channel: str
    month: date
    spent_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """A channel's customers. Money in minor units; None: not known.

    spent_minor, won: of the months whose cost was told. cost_minor: of winning one. band, advice:
    codes of plon.lifetime.
    """

    channel: str
    customers: int
    ltv_minor: int | None
    spent_minor: int | None
    won: int | None
    cost_minor: int | None
    ratio: Decimal | None
    band: str | None
    advice: str | None


def month_costs() -> list[MonthCost]:
    """Return what was told of costs, the newest month first."""
    rows = ChannelCost.objects.order_by("-month", "channel")
    names = tuple(MonthCost.__dataclass_fields__)
    return [MonthCost(**row) for row in rows.values(*names)[:COSTS_MAX]]


def every_cost() -> list[MonthCost]:
    """Return all that was told of costs, the newest month first."""
    names = tuple(MonthCost.__dataclass_fields__)
    rows = ChannelCost.objects.order_by("-month", "channel").values(*names)
    return [MonthCost(**row) for row in rows]


def channels(*, today: date) -> list[ChannelFacts]:
    """Return channels by LTV:CAC, best first; those whose cost is not known after them, by LTV."""
    _whole, parts = worth_by("channel", today=today)
    spent, won = _spent()
    costs = {
        name: round(spent[name] / won[name])
        for name in spent
        if won.get(name) and round(spent[name] / won[name]) > 0
    }
    worth = {part.name: part for part in parts}
    known = [_value(part) for part in parts if part.ltv_mean_minor is not None]
    advised = advise(known, cost_minor=costs)
    found = [
        ChannelFacts(
            channel=each.channel.channel,
            customers=each.channel.customers,
            ltv_minor=_whole_minor(worth[each.channel.channel]),
            spent_minor=spent.get(each.channel.channel),
            won=won.get(each.channel.channel, 0) if each.channel.channel in spent else None,
            cost_minor=each.cost_minor,
            ratio=each.ratio,
            band=each.band.value if each.band else None,
            advice=each.advice,
        )
        for each in advised
    ]
    return found + _without_value(parts, spent, won)


def _without_value(
    parts: Sequence[Worth], spent: Mapping[str, int], won: Mapping[str, int]
) -> list[ChannelFacts]:
    """Return channels whose customers have no value yet, and those that cost and brought nobody."""
    people = {part.name: part.customers for part in parts if part.ltv_mean_minor is None}
    unseen = sorted(spent.keys() - {part.name for part in parts})
    return [
        ChannelFacts(
            channel=name,
            customers=people.get(name, 0),
            ltv_minor=None,
            spent_minor=spent.get(name),
            won=won.get(name, 0) if name in spent else None,
            cost_minor=None,
            ratio=None,
            band=None,
            advice=None,
        )
        for name in [*people, *unseen]
    ]


def _value(part: Worth) -> ChannelValue:
    return ChannelValue(
        channel=part.name,
        customers=part.customers,
        revenue_minor=part.observed_minor or 0,
        value_12m_minor=float(part.value_12m_minor or 0),
        ltv_minor=part.ltv_mean_minor or 0.0,
        repeat_share=0.0,  # plays no part in advice
    )


def _whole_minor(part: Worth) -> int | None:
    return None if part.ltv_mean_minor is None else round(part.ltv_mean_minor)


def _spent() -> tuple[dict[str, int], dict[str, int]]:
    """Return what each channel cost, and who first bought by it in the same months."""
    told = list(ChannelCost.objects.values_list("channel", "month", "spent_minor"))
    spent: dict[str, int] = defaultdict(int)
    for channel, _month, minor in told:
        spent[channel] += minor
    if not told:
        return {}, {}
    months = {(channel, month) for channel, month, _minor in told}
    came = (
        Figures.objects.filter(channel__in=spent)
        .annotate(month=TruncMonth("first_date"))
        .values_list("channel", "month")
        .annotate(Count("id"))
        .order_by()
    )
    won: dict[str, int] = defaultdict(int)
    for channel, month, many in came:
        if (channel, month) in months:
            won[channel] += many
    return dict(spent), dict(won)
