"""A task held while something is said of it, and when one is due by the firm's own days."""

from datetime import datetime
from uuid import UUID

from plon.accounts import queries as accounts
from plon.agenda import domain
from plon.agenda.models import Task
from plon.agenda.queries import calendar
from plon.core.errors import DomainError


class TaskGone(DomainError):
    """There is no such task in the workspace."""

    code = "task_gone"
    status = 404


class TaskOver(DomainError):
    """The task is closed; what came of it stays as it was said."""

    code = "task_over"


def held(workspace_id: UUID, task_id: UUID) -> Task:
    """Return an open task, locked. Raises TaskGone, TaskOver."""
    found = held_any(workspace_id, task_id)
    if found.closed_at is not None:
        raise TaskOver(str(task_id))
    return found


def held_any(workspace_id: UUID, task_id: UUID) -> Task:
    """Return a task, open or closed, locked. Raises TaskGone."""
    found = Task.objects.select_for_update().filter(workspace_id=workspace_id, id=task_id).first()
    if found is None:
        raise TaskGone(str(task_id))
    return found


def due_at(workspace_id: UUID, *, now: datetime, working_days: int) -> datetime:
    """Return when something is due, by the firm's own working days."""
    zone = accounts.workspace(workspace_id).zone
    return domain.due_at(now=now, working_days=working_days, zone=zone, calendar=calendar())
