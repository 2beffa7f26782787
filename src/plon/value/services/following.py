"""Who belongs to a kept segment: only what differs is written, so what happened stays readable."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from plon.core.days import date_in, days_after
from plon.runtime import duties
from plon.value.domain.conditions import Rule, RuleUnreadable, read_rule
from plon.value.models import Belonging, Segment, SegmentDay
from plon.value.queries.figures import who, without_figures
from plon.value.queries.segments import FOLLOW, worth_of

AT_ONCE_MAX = 2_000  # customers of a segment: so many are written while somebody waits
BATCH = 5_000  # rows a statement


@transaction.atomic
def ask_follow(*, workspace_id: UUID, now: datetime) -> None:
    """Ask that all segments be looked through. Safe to repeat."""
    duties.ask(FOLLOW, workspace_id=workspace_id, due_at=now)


@transaction.atomic
def follow_at_once(*, workspace_id: UUID, segment_id: UUID, zone: ZoneInfo, now: datetime) -> None:
    """Write down who belongs to a segment whose sentence was just said.

    Where they are too many to wait for, ask that it be done instead. Safe to repeat.
    """
    today, rule = date_in(zone, now), read_rule(Segment.objects.get(id=segment_id).rule)
    is_small = worth_of(rule, today=today).customers <= AT_ONCE_MAX
    if is_small:
        follow_segment(workspace_id=workspace_id, segment_id=segment_id, today=today, now=now)
    due_at = days_after(now, 1, zone) if is_small else now
    duties.ask(FOLLOW, workspace_id=workspace_id, due_at=due_at)


@transaction.atomic
def follow_segment(
    *, workspace_id: UUID, segment_id: UUID, today: date, now: datetime
) -> tuple[int, int]:
    """Write down who came into a segment and who left it; return how many of each.

    Safe to repeat: without a change nothing is written but the day's figures. A segment that was
    removed meanwhile has nobody; one whose rule cannot be read stays as it was.
    """
    segment = Segment.objects.select_for_update().filter(id=segment_id).first()
    if segment is None:
        return 0, 0
    try:
        rule = read_rule(segment.rule)
    except RuleUnreadable:
        return 0, 0
    inside = Belonging.objects.filter(segment=segment, left_at=None)
    bought, others = who(rule, today=today), without_figures(rule)
    stays = Q(customer_id__in=bought) | Q(customer_id__in=others)
    left = inside.exclude(stays).update(left_at=now)
    known = inside.values("customer_id")
    came = sorted({*bought.exclude(customer_id__in=known), *others.exclude(id__in=known)})
    for start in range(0, len(came), BATCH):
        Belonging.objects.bulk_create(
            Belonging(workspace_id=workspace_id, segment=segment, customer_id=one, joined_at=now)
            for one in came[start : start + BATCH]
        )
    _keep_day(segment, rule, today=today)
    return len(came), left


@transaction.atomic
def forget_belongings(*, workspace_id: UUID, customer_id: UUID) -> None:
    """Take away the stays of a customer who became another: that one is looked through anew."""
    Belonging.objects.filter(workspace_id=workspace_id, customer_id=customer_id).delete()


def _keep_day(segment: Segment, rule: Rule, *, today: date) -> None:
    worth = worth_of(rule, today=today)
    mean = worth.ltv_mean_minor
    SegmentDay.objects.update_or_create(
        workspace_id=segment.workspace_id,
        segment=segment,
        as_of_date=today,
        defaults={
            "customers": worth.customers,
            "ltv_mean_minor": None if mean is None else round(mean),
            "value_12m_minor": worth.value_12m_minor,
        },
    )
