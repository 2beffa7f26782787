"""Cohorts of some customers: of a channel, a place, a kept segment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.customers import queries as customers
from plon.lifetime.analysis import Analysis, Cohorts
from plon.lifetime.history.netting import customer_days
from plon.lifetime.segments.cohorts import cohort_table
from plon.orders import queries as orders
from plon.value import queries
from plon.value.queries.figures import known_channels
from plon.value.services.sales import sales_from

LOOKED_AT_MAX = 4_000  # customers whose orders are read while somebody waits
CHANCE = (1 << 62) - 1  # the bits of an id that are drawn by chance
FILTERS = ("channel", "city", "region", "segment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One filter: what may be chosen, and what is."""

    name: str
    options: tuple[tuple[str, str], ...]  # (value, word)
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeCohorts:
    """Cohorts of some customers: of how many they were made, and how many there are."""

    cohorts: Cohorts
    looked_at: int
    customers: int


def choices(asked: Mapping[str, str], segments: Sequence[queries.SegmentFacts]) -> list[Choice]:
    """Return the filters with what the firm's own records offer; what they do not is not chosen."""
    cities, regions = customers.known_places()
    offered = {
        "channel": tuple((name, name) for name in known_channels()),
        "city": tuple((name, name) for name in cities),
        "region": tuple((name, name) for name in regions),
        "segment": tuple((str(each.id), each.name) for each in segments),
    }
    return [
        Choice(
            name=name,
            options=offered[name],
            chosen=asked.get(name, "") if asked.get(name, "") in dict(offered[name]) else "",
        )
        for name in FILTERS
        if offered[name]
    ]


def some_cohorts(
    analysis: Analysis,
    chosen: Mapping[str, str],
    *,
    segments: Sequence[queries.SegmentFacts],
    zone: ZoneInfo,
    today: date,
) -> SomeCohorts:
    """Return the cohorts of customers for whom all that was chosen holds, of orders as they are.

    chosen: what choices() offers. Of more than LOOKED_AT_MAX, so many drawn by chance, the same
    each time. Without anybody, a table of no cohort. Raises SegmentUnreadable.
    """
    who = list(queries.who(_rule(chosen, segments), today=today))
    drawn = sorted(who, key=lambda one: one.int & CHANCE)[:LOOKED_AT_MAX]
    found = _cohorts(analysis, drawn, zone=zone)
    return SomeCohorts(cohorts=found, looked_at=len(drawn), customers=len(who))


def _cohorts(analysis: Analysis, drawn: Sequence[UUID], *, zone: ZoneInfo) -> Cohorts:
    sold = orders.sales_of(zone=zone, customers=drawn)
    sold = sold.sort_by([("order", "ascending"), ("date", "ascending")])
    sales = sales_from(sold, currency=analysis.currency, as_of=analysis.as_of)
    if sales is None:
        return _nothing(analysis.cohorts.period)
    try:
        days = customer_days(sales)
    finally:
        sales.connection.close()
    return cohort_table(days, until=analysis.as_of, period=analysis.cohorts.period)


def _nothing(period: str) -> Cohorts:
    return Cohorts(
        period=period, labels=(), sizes=(), active=(), revenue_minor=(), cumulative_minor=()
    )


def _rule(chosen: Mapping[str, str], segments: Sequence[queries.SegmentFacts]) -> queries.Rule:
    parts: list[Any] = [
        {"field": name, "op": "is", "value": value}
        for name, value in chosen.items()
        if name != "segment" and value
    ]
    kept = next((one for one in segments if str(one.id) == chosen.get("segment")), None)
    rule = queries.read_rule({"join": "all", "parts": parts})
    if kept is None:
        return rule
    return queries.Rule(is_any=False, parts=(*rule.parts, queries.rule_of(kept)))
