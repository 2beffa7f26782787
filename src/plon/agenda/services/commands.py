"""Commands of the agenda: make a task, hand it over, say when the firm works."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.accounts.queries import Caller
from plon.agenda.domain import Kind, WorkCalendar
from plon.agenda.models import Calendar, DayOff, Task
from plon.agenda.services.held import due_at, held
from plon.core.errors import DomainError
from plon.customers import queries as asked
from plon.customers import services as customers
from plon.runtime import personal
from plon.runtime.ids import new_id

Worth: TypeAlias = Callable[[Collection[UUID]], Mapping[UUID, int | None]]  # minor units


class UnknownCustomer(DomainError):
    """The task is about somebody who is not a customer of the workspace."""

    code = "customer_unknown"
    status = 404


class UnknownOwner(DomainError):
    """The task is given to somebody who does no tasks in the workspace."""

    code = "owner_unknown"
    status = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """What is to be done. value_minor: what it may bring. working_days: from now until due,
    where no moment is given.
    """

    title: str
    kind: Kind = Kind.CALL
    customer_id: UUID | None = None
    owner_id: UUID | None = None
    reason: str = ""
    script: str = ""
    value_minor: int | None = None
    working_days: int = 0
    due_at: datetime | None = None
    key: str = ""  # of its cause; the same cause makes one task


@transaction.atomic
def add_task(*, workspace_id: UUID, task: NewTask, now: datetime) -> UUID:
    """Write a task down; return its id. Safe to repeat for a task with a key.

    Of a customer merged since, it is the kept one's. Raises UnknownCustomer, of somebody forgotten,
    too; nothing is written then.
    """
    task_id = new_id()
    row, _is_new = Task.objects.get_or_create(
        workspace_id=workspace_id,
        key=task.key or f"manual:{task_id}",
        defaults={
            "id": task_id,
            "customer_id": _whose(task.customer_id),
            "owner_id": task.owner_id,
            "kind": task.kind.value,
            "title": task.title[:200],
            "reason": task.reason[:400],
            "script": task.script,
            "value_minor": task.value_minor,
            "due_at": task.due_at or due_at(workspace_id, now=now, working_days=task.working_days),
            "created_at": now,
        },
    )
    return row.id


@transaction.atomic
def revalue_tasks(*, workspace_id: UUID, cause: str, worth: Worth) -> int:
    """Bring what open tasks of a cause may bring up to date; return how many changed.

    cause: what their keys begin with, before ":". worth: returns what customers bring now; of whom
    it says nothing the task stays as it is. Safe to repeat.
    """
    mine = Task.objects.filter(workspace_id=workspace_id, closed_at=None)
    caused = mine.filter(key__startswith=f"{cause}:").exclude(customer=None).order_by("id")
    rows = list(caused.select_for_update().values_list("id", "customer_id", "value_minor"))
    told = worth({customer_id for _id, customer_id, _minor in rows}) if rows else {}
    changed = [(one, told[who]) for one, who, minor in rows if told.get(who, minor) != minor]
    for task_id, minor in changed:
        Task.objects.filter(id=task_id).update(value_minor=minor)
    return len(changed)


@transaction.atomic
def hand_over(*, workspace_id: UUID, task_id: UUID, owner_id: UUID | None) -> None:
    """Give a task to somebody, or back to everybody. Raises TaskGone, TaskOver, UnknownOwner."""
    held(workspace_id, task_id)
    people = accounts.people_with("agenda.work", workspace_id=workspace_id)
    if owner_id is not None and owner_id not in people:
        raise UnknownOwner(str(owner_id))
    Task.objects.filter(id=task_id).update(owner_id=owner_id)


@transaction.atomic
def change_calendar(caller: Caller, *, told: WorkCalendar, now: datetime) -> None:
    """Say when the firm works, but for its days off. Safe to repeat; tasks keep their times."""
    hours = {
        str(weekday): [f"{opens:%H:%M}", f"{closes:%H:%M}"]
        for weekday, (opens, closes) in sorted(told.hours.items())
    }
    Calendar.objects.update_or_create(
        workspace_id=caller.workspace_id, defaults={"hours": hours, "country": told.country}
    )
    accounts_services.record(caller, "calendar.changed", now=now)


@transaction.atomic
def add_day_off(caller: Caller, *, day: date, name: str, now: datetime) -> None:
    """Close the firm on a day. Safe to repeat: the newest name stays."""
    DayOff.objects.update_or_create(
        workspace_id=caller.workspace_id, day=day, defaults={"name": name}
    )
    accounts_services.record(caller, "calendar.changed", now=now)


@transaction.atomic
def remove_day_off(caller: Caller, *, day: date, now: datetime) -> None:
    """Open the firm on a day again. Safe to repeat."""
    if DayOff.objects.filter(workspace_id=caller.workspace_id, day=day).delete()[0]:
        accounts_services.record(caller, "calendar.changed", now=now)


def follow_merge(*, merge_id: UUID) -> int:
    """Give the tasks of a customer who became another to that one; return how many."""
    return customers.follow(merge_id=merge_id, model=Task)


def follow_parting(*, merge_id: UUID) -> int:
    """Give back the tasks that a merge had moved; return how many."""
    return customers.part(merge_id=merge_id, model=Task)


@transaction.atomic
def forget(*, customer_ids: Collection[UUID]) -> None:
    """Delete the open tasks about people who were erased, and empty the closed ones."""
    Task.objects.filter(customer_id__in=customer_ids, closed_at=None).delete()
    personal.forget("agenda", customer_ids)


def _whose(customer_id: UUID | None) -> UUID | None:
    """Return whose a task is, and let nobody merge them meanwhile. Raises UnknownCustomer."""
    if customer_id is None:
        return None
    whose = customers.held_ids([customer_id]).get(customer_id)
    if whose is None or whose in asked.forgotten([whose]):
        raise UnknownCustomer(str(customer_id))
    return whose
