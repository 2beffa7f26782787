"""Answers about tasks."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, Count, F, Min, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable

from plon.agenda.domain import USUAL, Kind, Outcome, WorkCalendar, urgency
from plon.agenda.models import Calendar, DayOff, Task
from plon.customers import queries as customers

__all__ = [
    "Due",
    "Kind",
    "Outcome",
    "Pressing",
    "TaskFacts",
    "WorkCalendar",
    "calendar",
    "closed_count",
    "due",
    "due_count",
    "every_task",
    "next_contacts",
    "open_count",
    "open_tasks",
    "pressing",
    "recently_handled",
    "task",
    "tasks_of",
    "titled",
    "urgency",
]


ARCHIVED = (
    *("key", "customer_id", "owner_id", "kind", "title", "reason", "script", "value_minor"),
    *("due_at", "attempts", "snoozes", "outcome", "outcome_note", "closed_at", "closed_by"),
    "created_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """A task as others may know it. value_minor: in the firm's currency."""

    id: UUID
    kind: Kind
    title: str
    reason: str
    script: str
    customer_id: UUID | None
    owner_id: UUID | None
    value_minor: int | None
    due_at: datetime
    attempts: int
    outcome: str
    outcome_note: str
    closed_at: datetime | None
    created_at: datetime
    has_way_back: bool  # what was last said of it can be taken back


def open_tasks(
    *,
    workspace_id: UUID,
    until: datetime | None = None,
    owner_id: UUID | None = None,
    start: int = 0,
    limit: int = 50,
) -> list[TaskFacts]:
    """Return open tasks by due time: an owner's own and nobody's; without owner, everybody's.

    until: only those due by then. start: how many are left out at the beginning.
    """
    found = _open(workspace_id, until=until, owner_id=owner_id)
    return [_facts(row) for row in found.order_by("due_at", "id")[start : start + limit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressing:
    """Tasks that press, and how many things wait in all: a customer with several is one.

    later: how many tasks are not due by then, each for itself.
    """

    tasks: list[TaskFacts]
    count: int
    later: int


def pressing(
    *, workspace_id: UUID, until: datetime, owner_id: UUID | None, limit: int = 50
) -> Pressing:
    """Return the open tasks due first and those worth most, so many of each; as open_tasks."""
    found = _open(workspace_id, until=until, owner_id=owner_id)
    first = found.order_by("due_at", "id").values("id")[:limit]
    best = found.order_by(F("value_minor").desc(nulls_last=True), "due_at", "id")
    ahead = _open(workspace_id, until=None, owner_id=owner_id).filter(due_at__gt=until)
    looked_at = Q(id__in=first) | Q(id__in=best.values("id")[:limit])
    looked_at |= Q(id__in=ahead.order_by("due_at", "id").values("id")[:1])  # it brings its count
    things = Count("customer_id", distinct=True) + Count("id", filter=Q(customer=None))
    rows = list(
        _rows(workspace_id)
        .filter(looked_at)
        .annotate(later=_counted(ahead, Count("id")), things=_counted(found, things))
    )
    rows.sort(key=lambda row: (row.due_at, row.id))
    return Pressing(
        tasks=[_facts(row) for row in rows if row.due_at <= until],
        count=next((row.things for row in rows if row.due_at <= until), 0),
        later=next((row.later for row in rows if row.due_at > until), 0),
    )


def _counted(found: QuerySet[Task], number: Combinable) -> Subquery:
    """Return a number over all the tasks found, to be asked inside another query."""
    alone = found.order_by().values("workspace_id")  # one group
    return Subquery(alone.annotate(number=number).values("number"))


def open_count(*, workspace_id: UUID, owner_id: UUID | None = None) -> int:
    """Return how many tasks are open: an owner's own and nobody's; without owner, everybody's."""
    return _open(workspace_id, until=None, owner_id=owner_id).count()


def due_count(*, workspace_id: UUID, until: datetime, owner_id: UUID | None) -> int:
    """Return how many tasks are due by a moment: an owner's own and nobody's."""
    return _open(workspace_id, until=until, owner_id=owner_id).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """How many tasks are due by a moment; of them late, and taken by nobody."""

    count: int
    late: int
    untaken: int


def due(*, workspace_id: UUID, now: datetime, until: datetime, owner_id: UUID | None) -> Due:
    """Return how many tasks are due: an owner's own and nobody's; without owner, everybody's."""
    found = _open(workspace_id, until=until, owner_id=owner_id).aggregate(
        count=Count("id"),
        late=Count("id", filter=Q(due_at__lt=now)),
        untaken=Count("id", filter=Q(owner_id=None)),
    )
    return Due(**found)


def task(*, workspace_id: UUID, task_id: UUID) -> TaskFacts | None:
    """Return one task, open or closed."""
    row = _rows(workspace_id).filter(id=task_id).first()
    return None if row is None else _facts(row)


def titled(text: str, *, workspace_id: UUID, limit: int) -> list[TaskFacts]:
    """Return the open tasks whose title has every word in it, by due time."""
    found = _open(workspace_id, until=None, owner_id=None)
    for word in customers.spellings(text):
        found = found.filter(title__regex=word)
    return [_facts(row) for row in found.order_by("due_at", "id")[:limit]]


def tasks_of(*, workspace_id: UUID, customer_id: UUID, limit: int = 20) -> list[TaskFacts]:
    """Return a customer's tasks, open ones first, then the newest."""
    found = _rows(workspace_id).filter(customer_id=customer_id)
    is_closed = Case(When(closed_at=None, then=0), default=1)
    return [_facts(row) for row in found.order_by(is_closed, "-created_at", "-id")[:limit]]


def next_contacts(*, workspace_id: UUID, customer_ids: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Return when each of the customers is to be contacted next, where that is planned."""
    found = _rows(workspace_id).filter(closed_at=None, customer_id__in=customer_ids)
    pairs = found.values_list("customer_id").annotate(next_at=Min("due_at"))
    return {customer_id: next_at for customer_id, next_at in pairs if customer_id is not None}


def recently_handled(*, workspace_id: UUID, since: datetime) -> QuerySet[Any, UUID]:
    """Return the customers of tasks that are open or were closed since a moment.

    A query, to be asked inside others.
    """
    found = _rows(workspace_id).exclude(customer=None)
    rows = found.filter(Q(closed_at=None) | Q(closed_at__gte=since))
    return cast("QuerySet[Any, UUID]", rows.values_list("customer_id", flat=True).distinct())


def closed_count(*, workspace_id: UUID, cause: str, before: datetime) -> int:
    """Return how many tasks of one cause, a key or a key with a round, were over before then."""
    found = _rows(workspace_id).filter(Q(key=cause) | Q(key__startswith=f"{cause}:"))
    return found.filter(closed_at__lt=before).count()


def calendar() -> WorkCalendar:
    """Return when the firm works."""
    row = Calendar.objects.first()
    days_off = frozenset(DayOff.objects.values_list("day", flat=True))
    if row is None:
        return WorkCalendar(hours=USUAL.hours, days_off=days_off)
    hours = {
        int(weekday): (time.fromisoformat(opens), time.fromisoformat(closes))
        for weekday, (opens, closes) in row.hours.items()
    }
    return WorkCalendar(hours=hours, country=row.country, days_off=days_off)


def every_task() -> Iterator[Mapping[str, Any]]:
    """Yield all tasks of the workspace we are inside, the oldest first, as an archive has them.

    `key` has "{customer}" in place of the customer's id, which is another one elsewhere.
    """
    rows = Task.objects.order_by("created_at", "key").values(*ARCHIVED)
    for row in rows.iterator(chunk_size=500):
        yield row | {"key": row["key"].replace(str(row["customer_id"]), "{customer}")}


def _rows(workspace_id: UUID) -> QuerySet[Task]:
    return Task.objects.filter(workspace_id=workspace_id)


def _open(workspace_id: UUID, *, until: datetime | None, owner_id: UUID | None) -> QuerySet[Task]:
    found = _rows(workspace_id).filter(closed_at=None)
    if until is not None:
        found = found.filter(due_at__lte=until)
    if owner_id is not None:
        found = found.filter(Q(owner_id=owner_id) | Q(owner_id=None))
    return found


def _facts(row: Task) -> TaskFacts:
    return TaskFacts(
        id=row.id,
        kind=Kind(row.kind),
        title=row.title,
        reason=row.reason,
        script=row.script,
        customer_id=row.customer_id,
        owner_id=row.owner_id,
        value_minor=row.value_minor,
        due_at=row.due_at,
        attempts=row.attempts,
        outcome=row.outcome,
        outcome_note=row.outcome_note,
        closed_at=row.closed_at,
        created_at=row.created_at,
        has_way_back=bool(row.before),
    )
