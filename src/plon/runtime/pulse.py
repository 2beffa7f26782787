"""Signs of life: when a worker was last seen, and what waits in a workspace."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Greatest

from plon.runtime.models import Delivery, Duty, Heartbeat

EVERY = timedelta(seconds=30)
SILENT = timedelta(minutes=5)  # a worker unseen for longer is not there
KEPT = timedelta(days=7)
ALIVE = -1  # in the place of a count


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """Whether anybody works; what waits: since when the oldest, and how much was given up."""

    is_alive: bool
    oldest_due_at: datetime | None
    given_up: int


def beat(worker: UUID, *, now: datetime) -> None:
    """Note that a worker is there, at most every EVERY; those gone long ago are forgotten."""
    own = Heartbeat.objects.filter(worker=worker)
    if own.filter(seen_at__gt=now - EVERY).exists():  # a look takes no lock
        return
    if not own.update(seen_at=now):
        Heartbeat.objects.filter(seen_at__lt=now - KEPT).delete()
        Heartbeat.objects.create(worker=worker, started_at=now, seen_at=now)


def look(*, workspace_id: UUID, now: datetime) -> Pulse:
    """Return whether a worker was seen just now or is busy, and what a workspace waits for.

    One statement.
    """
    told = [*_alive(now), *_waiting(workspace_id, now)]
    rows = list(told[0].union(*told[1:], all=True))
    return Pulse(
        is_alive=any(over == ALIVE for _at, over in rows),
        oldest_due_at=min((at for at, _over in rows if at is not None), default=None),
        given_up=sum(over for _at, over in rows if over != ALIVE),
    )


def _alive(now: datetime) -> list[QuerySet[Any, Any]]:
    seen = Heartbeat.objects.filter(seen_at__gt=now - SILENT)
    busy = Duty.objects.filter(lease_until__gt=now)
    never = Cast(Value(None), DateTimeField())  # PostgreSQL wants to know the type of nothing
    return [each.order_by().values_list(never, Value(ALIVE)).distinct() for each in (seen, busy)]


def _waiting(workspace_id: UUID, now: datetime) -> list[QuerySet[Any, Any]]:
    duties = Duty.objects.filter(workspace_id=workspace_id)
    open_ones = Delivery.objects.filter(done_at=None, fact__workspace_id=workspace_id)
    since = Greatest("due_at", "asked_at")  # nobody could begin before it was asked
    is_due, is_over = Q(due_at__lte=now), Q(due_at=None)
    counted = {"over": Count("id", filter=is_over)}
    late = duties.values("workspace_id").annotate(at=Min(since, filter=is_due), **counted)
    held = open_ones.values("fact__workspace_id").annotate(
        at=Min("due_at", filter=is_due), **counted
    )
    return [each.order_by().values_list("at", "over") for each in (late, held)]
