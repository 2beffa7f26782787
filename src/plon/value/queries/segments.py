"""Segments: who belongs, how many, what they are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from plon.core.errors import DomainError
from plon.customers import queries as customers
from plon.lifetime.segments.values import Drop, falling_segments
from plon.runtime import duties
from plon.value.domain.conditions import NEVER_BOUGHT, Rule, RuleUnreadable, read_rule
from plon.value.models import Belonging, Figures, Segment, SegmentDay
from plon.value.queries.figures import matching, without_figures

FOLLOW = "value.follow_segments"  # the job that looks who belongs
SILENT_DAYS = 270  # nine months: as long as customers called dormant
SPLITS = ("group", "tier", "channel", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What some customers are worth. Money in minor units; None: not known."""

    name: str
    customers: int
    ltv_mean_minor: float | None  # observed plus ahead, a customer
    observed_minor: int | None
    value_12m_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentFacts:
    """A segment that was saved."""

    id: UUID
    name: str
    rule: dict[str, Any]


class SegmentUnreadable(DomainError):
    """The rule that is kept of a segment is no sentence of ours; the message is its name."""

    code = "segment_unreadable"


def segments() -> list[SegmentFacts]:
    """Return the saved segments by name."""
    rows = Segment.objects.order_by("name").values("id", "name", "rule")
    return [SegmentFacts(**row) for row in rows]


def segments_and_counting(*, workspace_id: UUID, now: datetime) -> tuple[list[SegmentFacts], bool]:
    """Return what `segments` and `is_counting` do, in one statement; False without segments."""
    is_due = duties.due_beside(FOLLOW, workspace_id=workspace_id, now=now)
    rows = list(Segment.objects.order_by("name").annotate(is_due=is_due))
    facts = [SegmentFacts(id=row.id, name=row.name, rule=row.rule) for row in rows]
    return facts, any(row.is_due for row in rows)


def segment(segment_id: UUID) -> SegmentFacts | None:
    """Return one saved segment."""
    row = Segment.objects.filter(id=segment_id).values("id", "name", "rule").first()
    return None if row is None else SegmentFacts(**row)


def members(segment_id: UUID) -> QuerySet[Any, UUID]:
    """Return the ids of who belongs to a kept segment, as last looked through: a query."""
    stays = Belonging.objects.filter(segment_id=segment_id, left_at=None)
    return stays.values_list("customer_id", flat=True)


def is_counting(*, workspace_id: UUID, now: datetime) -> bool:
    """Say whether who belongs to the kept segments is being looked through right now."""
    return duties.is_due(FOLLOW, workspace_id=workspace_id, now=now)


def rule_of(segment: SegmentFacts) -> Rule:
    """Return the rule that is kept of a segment. Raises SegmentUnreadable."""
    try:
        return read_rule(segment.rule)
    except RuleUnreadable:
        raise SegmentUnreadable(segment.name) from None


def worth_of(rule: Rule, *, today: date) -> Worth:
    """Return how many customers a rule finds, and what those who bought are worth."""
    found = _worth("", [matching(rule, today=today).aggregate(**_SUMS)])
    return replace(found, customers=found.customers + without_figures(rule).count())


def group_sums() -> dict[str, dict[str, int | None]]:
    """Return by group what its customers add up to, to be kept with a snapshot. One statement."""
    found = Figures.objects.order_by("group").values("group").annotate(**_SUMS)
    rows: list[Mapping[str, Any]] = list(found)
    return {row["group"]: {name: _whole(row[name]) for name in _SUMS} for row in rows}


def _whole(amount: Any) -> int | None:
    return None if amount is None else int(amount)  # PostgreSQL sums to decimals


def worth_of_all(sums: Mapping[str, Mapping[str, int | None]]) -> Worth:
    """Return the worth of all groups of kept sums together."""
    return _worth("", list(sums.values()))


def worth_of_groups(sums: Mapping[str, Mapping[str, int | None]]) -> list[Worth]:
    """Return the worth of each group of kept sums, the best first."""
    parts = [_worth(group, [row]) for group, row in sums.items()]
    return sorted(parts, key=lambda one: -(one.ltv_mean_minor or 0))


def worth_of_everybody(
    sums: Mapping[str, Mapping[str, int | None]],
) -> tuple[Worth, list[Worth]]:
    """Return what `worth_by` groups returns of a rule that finds all, of kept sums: at once.

    Who never bought is counted by whom lists show less those of them who have figures. Two
    statements.
    """
    whole, parts = worth_of_all(sums), worth_of_groups(sums)
    gone = Figures.objects.filter(customers.gone_for("customer_id")).count()
    everybody = customers.tally(customers.Wanted()).total
    return _with_others(whole, parts, everybody - (whole.customers - gone))


def once_silent(*, as_of: date) -> int:
    """Return how many bought on one day only, SILENT_DAYS or longer ago."""
    since = as_of - timedelta(days=SILENT_DAYS)
    return Figures.objects.filter(purchase_days__lte=1, last_date__lte=since).count()


def worth_by(split: str, *, rule: Rule | None = None, today: date) -> tuple[Worth, list[Worth]]:
    """Return the worth of all whom a rule finds and, the best first, of each part of them.

    split: "group", "tier", "channel" or "region". Who never bought is a part of their own, and
    is in none without a rule. One statement, or two: the whole is its parts' sum.
    """
    found, column = matching(rule or read_rule({"join": "all"}), today=today), split
    if split == "region":
        found, column = found.annotate(place=customers.region_for("customer_id")), "place"
    rows: QuerySet[Figures, dict[str, Any]] = found.values(column).annotate(**_SUMS)
    told = list(rows.order_by(column))
    parts = [_worth(row[column], [row]) for row in told]
    parts = sorted(parts, key=lambda one: -(one.ltv_mean_minor or 0))
    whole, others = _worth("", told), 0 if rule is None else without_figures(rule).count()
    return _with_others(whole, parts, others)


def _with_others(whole: Worth, parts: list[Worth], others: int) -> tuple[Worth, list[Worth]]:
    """Return the whole and its parts with those who never bought, if there are any."""
    if not others:
        return whole, parts
    never = replace(_worth(NEVER_BOUGHT, []), customers=others)
    return replace(whole, customers=whole.customers + others), [*parts, never]


def _worth(name: str, rows: Sequence[Mapping[str, Any]]) -> Worth:
    def total(column: str) -> int | None:
        known = [int(row[column]) for row in rows if row[column] is not None]
        return sum(known) if known else None

    ltv_minor, of = total("ltv_minor_sum"), total("ltv_known")
    return Worth(
        name=name,
        customers=total("customers") or 0,
        ltv_mean_minor=None if ltv_minor is None or not of else ltv_minor / of,
        observed_minor=total("observed_minor_sum"),
        value_12m_minor=total("value_12m_minor_sum"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A segment on one day. Money in minor units; None: not known."""

    as_of_date: date
    customers: int
    ltv_mean_minor: int | None
    value_12m_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Who came into a segment and who left since a moment; the newest few by id."""

    came: int
    left: int
    newest_in: tuple[UUID, ...]
    newest_out: tuple[UUID, ...]


def days_of(segment_id: UUID, *, limit: int = 90) -> list[Day]:
    """Return a segment's days, the oldest first."""
    rows = SegmentDay.objects.filter(segment_id=segment_id).order_by("-as_of_date")
    names = tuple(Day.__dataclass_fields__)
    return [Day(**row) for row in rows.values(*names)[:limit]][::-1]


def moves_of(segment_id: UUID, *, since: datetime, shown: int = 8) -> Moves:
    """Return who came and who left since a moment; those of the first look are not counted."""
    stays = Belonging.objects.filter(segment_id=segment_id)
    first_at = Subquery(stays.order_by("joined_at").values("joined_at")[:1])
    came = stays.filter(joined_at__gte=since, joined_at__gt=first_at)
    left = stays.filter(left_at__gte=since)
    return Moves(
        came=came.count(),
        left=left.count(),
        newest_in=_newest(came, "joined_at", shown),
        newest_out=_newest(left, "left_at", shown),
    )


def segment_drops(*, newest: date, since: date, days: int = 28) -> tuple[Drop, ...]:
    """Return the kept segments whose lifetime value fell by a tenth or more, deepest fall first.

    Up to the day of the newest snapshot, since the last one at least so many days before it, else
    since the first; since: the first day whose amounts are of the same kind. None before the
    segments were looked through on that day. One statement.
    """
    told = SegmentDay.objects.exclude(ltv_mean_minor=None).filter(as_of_date__gte=since)
    own = told.filter(segment=OuterRef("segment")).values("ltv_mean_minor")
    old = own.filter(as_of_date__lte=newest - timedelta(days=days)).order_by("-as_of_date")
    rows = told.filter(as_of_date=newest).values_list(
        "segment__name",
        "ltv_mean_minor",
        Coalesce(Subquery(old[:1]), Subquery(own.order_by("as_of_date")[:1])),
    )
    kept = list(rows)
    return falling_segments(
        {name: before for name, _now, before in kept}, {name: now for name, now, _before in kept}
    )


def drop_among(name: str, kept: Sequence[Day], *, since: date, days: int = 28) -> tuple[Drop, ...]:
    """Return whether a segment's lifetime value fell, of its days, the oldest first: as above."""
    told = [day for day in kept if day.ltv_mean_minor is not None]
    told = [day for day in told if day.as_of_date >= since]
    if len(told) < 2:
        return ()
    now, before = told[-1], told[:-1]
    old = [day for day in before if day.as_of_date <= now.as_of_date - timedelta(days=days)]
    then = old[-1] if old else before[0]
    return falling_segments({name: then.ltv_mean_minor or 0}, {name: now.ltv_mean_minor or 0})


def _newest(stays: QuerySet[Belonging], moment: str, shown: int) -> tuple[UUID, ...]:
    rows = stays.order_by(f"-{moment}", "id").values_list("customer_id", flat=True)
    return tuple(rows[:shown])


_SUMS = {
    "customers": Count("id"),
    "ltv_known": Count("ltv_minor"),
    "ltv_minor_sum": Sum("ltv_minor"),
    "observed_minor_sum": Sum("observed_minor"),
    "value_12m_minor_sum": Sum("value_12m_minor"),
}
