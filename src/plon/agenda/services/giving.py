"""One task for each of many customers: given together, and taken back together."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.accounts.queries import Caller
from plon.agenda.models import Task
from plon.agenda.services.commands import NewTask, UnknownOwner
from plon.agenda.services.held import due_at
from plon.core.errors import DomainError
from plon.customers import queries as asked
from plon.customers import services as customers
from plon.runtime.ids import new_id

PICKED_MAX = 500


class TooManyPicked(DomainError):
    """More customers were picked than get a task at once: PICKED_MAX."""

    code = "too_many_picked"
    status = 422


@transaction.atomic
def give_tasks(
    caller: Caller, *, batch: UUID, customer_ids: Collection[UUID], task: NewTask, now: datetime
) -> int:
    """Write a task down for each of the customers, named in its title; return how many are new.

    batch: names this giving; the same one again gives nothing more. Whoever is unknown or erased is
    left out, whoever was merged gets one task with the kept one. Raises TooManyPicked and
    UnknownOwner; nothing is written then.
    """
    workspace_id = caller.workspace_id
    if len(set(customer_ids)) > PICKED_MAX:
        raise TooManyPicked(str(len(set(customer_ids))))
    people = accounts.people_with("agenda.work", workspace_id=workspace_id)
    if task.owner_id is not None and task.owner_id not in people:
        raise UnknownOwner(str(task.owner_id))
    standing = customers.held_ids(customer_ids)
    keys = {one: f"{_cause(batch)}{one}" for one in sorted(standing)}
    if Task.objects.filter(key__in=keys.values()).exists():
        return 0
    due = due_at(workspace_id, now=now, working_days=task.working_days)
    given = {standing[one]: key for one, key in keys.items()}
    rows = [
        Task(
            id=new_id(),
            workspace_id=workspace_id,
            key=given[whose],
            customer_id=whose,
            owner_id=task.owner_id,
            kind=task.kind.value,
            title=f"{task.title}: {name}"[:200],
            reason=task.reason[:400],
            script=task.script,
            value_minor=task.value_minor,
            due_at=due,
            created_at=now,
        )
        for whose, name in _names(given).items()
    ]
    Task.objects.bulk_create(rows, ignore_conflicts=True)
    count = Task.objects.filter(id__in=[row.id for row in rows]).count()
    if count:
        accounts_services.record(caller, "tasks.given", detail={"count": count}, now=now)
    return count


@transaction.atomic
def take_tasks_back(caller: Caller, *, batch: UUID, now: datetime) -> int:
    """Delete the tasks of a giving of which nothing was said yet; return how many.

    Safe to repeat.
    """
    mine = Task.objects.filter(workspace_id=caller.workspace_id, key__startswith=_cause(batch))
    count, _each = mine.filter(closed_at=None, outcome="", snoozes=0).delete()
    if count:
        accounts_services.record(caller, "tasks.taken_back", detail={"count": count}, now=now)
    return count


def receivers(customer_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return who of the customers would get a task, and how they are called, by name."""
    named = _names(set(asked.current_ids(customer_ids).values()))
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))


def _names(customer_ids: Collection[UUID]) -> Mapping[UUID, str]:
    return asked.names_of(set(customer_ids) - asked.forgotten(customer_ids))


def _cause(batch: UUID) -> str:
    return f"picked:{batch}:"
