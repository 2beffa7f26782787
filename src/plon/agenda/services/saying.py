"""What is said of a task: its outcome, "later", and that it was not meant. One transaction each."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from plon.accounts import queries as accounts
from plon.agenda import domain
from plon.agenda.domain import Outcome
from plon.agenda.events import TaskClosed, TaskReopened
from plon.agenda.models import Task
from plon.agenda.queries import calendar
from plon.agenda.services.held import due_at, held, held_any
from plon.runtime import outbox


@transaction.atomic
def record_outcome(
    *,
    workspace_id: UUID,
    task_id: UUID,
    outcome: Outcome,
    actor: str,
    now: datetime,
    note: str = "",
) -> bool:
    """Say what came of a task; return whether it is over.

    Nobody answered: the task comes back the next working day, after five times it is closed.
    Raises TaskGone, TaskOver; nothing is written then.
    """
    task = held(workspace_id, task_id)
    zone = accounts.workspace(workspace_id).zone
    attempts = task.attempts + (outcome == Outcome.NO_ANSWER)
    again_at = domain.next_due_at(
        outcome=outcome, attempts=attempts, now=now, zone=zone, calendar=calendar()
    )
    Task.objects.filter(id=task_id).update(
        attempts=attempts,
        outcome=outcome.value,
        outcome_note=note,
        due_at=again_at or task.due_at,
        closed_at=None if again_at else now,
        closed_by="" if again_at else actor,
        before=_state(task),
    )
    if again_at is None:
        outbox.publish(
            TaskClosed(
                workspace_id=workspace_id,
                occurred_at=now,
                task_id=task_id,
                customer_id=task.customer_id,
                outcome=outcome.value,
            )
        )
    return again_at is None


@transaction.atomic
def snooze_task(*, workspace_id: UUID, task_id: UUID, working_days: int, now: datetime) -> datetime:
    """Put a task off by working days; return the new due time. Raises TaskGone, TaskOver."""
    later = due_at(workspace_id, now=now, working_days=working_days)
    return _put_off(workspace_id, task_id, later)


@transaction.atomic
def snooze_until(*, workspace_id: UUID, task_id: UUID, day: date) -> datetime:
    """Put a task off to the end of work on a day; return that. Raises TaskGone, TaskOver.

    On a free day it is due at the usual end of work: somebody chose that day.
    """
    zone = accounts.workspace(workspace_id).zone
    return _put_off(workspace_id, task_id, domain.end_of(day, zone=zone, calendar=calendar()))


@transaction.atomic
def take_back(*, workspace_id: UUID, task_id: UUID, now: datetime) -> None:
    """Take back what was last said of a task: it is as it was before, and open.

    Safe to repeat: only the last word is remembered, and taken back once. Raises TaskGone.
    """
    task = held_any(workspace_id, task_id)
    if not task.before:
        return
    was = {**task.before, "due_at": datetime.fromisoformat(task.before["due_at"])}
    Task.objects.filter(id=task_id).update(**was, closed_at=None, closed_by="", before={})
    if task.closed_at is not None:
        outbox.publish(
            TaskReopened(
                workspace_id=workspace_id,
                occurred_at=now,
                task_id=task_id,
                customer_id=task.customer_id,
            )
        )


def _put_off(workspace_id: UUID, task_id: UUID, later: datetime) -> datetime:
    task = held(workspace_id, task_id)
    Task.objects.filter(id=task_id).update(
        due_at=later, snoozes=F("snoozes") + 1, before=_state(task)
    )
    return later


def _state(task: Task) -> dict[str, object]:
    """Return what a word may change of a task, to be kept beside it."""
    return {
        "due_at": task.due_at.isoformat(),
        "attempts": task.attempts,
        "snoozes": task.snoozes,
        "outcome": task.outcome,
        "outcome_note": task.outcome_note,
    }
