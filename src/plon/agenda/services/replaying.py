"""Tasks of an archive, written down again as they were, with what came of them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from plon.accounts import queries as accounts
from plon.agenda.domain import Kind, Outcome
from plon.agenda.models import Task
from plon.core.days import moment_of
from plon.customers import queries as customers
from plon.runtime import bulk
from plon.runtime.ids import new_id

_MOST = 32_767  # that a small number column holds


@transaction.atomic
def replay_tasks(
    *, workspace_id: UUID, rows: Sequence[tuple[UUID | None, Mapping[str, str]]]
) -> tuple[int, int]:
    """Add the tasks that are not here; return how many are new, and how many were here already.

    A task of somebody erased is left out, and so is one that cannot be read. Whose owner does no
    tasks here is anybody's. Safe to repeat.
    """
    people = accounts.people_with("agenda.work", workspace_id=workspace_id)
    gone = customers.forgotten({who for who, _row in rows if who})
    told: dict[str, Task] = {}
    for who, row in rows:
        if who not in gone and (task := _task(workspace_id, who, row)):
            task.owner_id = task.owner_id if task.owner_id in people else None
            told.setdefault(task.key, task)
    there: set[str] = set()
    for part in bulk.chunks(sorted(told)):
        there |= set(Task.objects.filter(key__in=part).values_list("key", flat=True))
    Task.objects.bulk_create([task for key, task in told.items() if key not in there])
    return len(told) - len(there), len(there)


def _task(workspace_id: UUID, who: UUID | None, row: Mapping[str, str]) -> Task | None:
    try:
        return Task(
            id=new_id(),
            workspace_id=workspace_id,
            key=row["key"].replace("{customer}", str(who))[:160],
            customer_id=who,
            owner_id=UUID(row["owner_id"]) if row["owner_id"] else None,
            kind=Kind(row["kind"]).value,
            title=row["title"][:200],
            reason=row["reason"][:400],
            script=row["script"],
            value_minor=_minor(row["value_minor"]),
            due_at=moment_of(row["due_at"]),
            attempts=min(abs(int(row["attempts"])), _MOST),
            snoozes=min(abs(int(row["snoozes"])), _MOST),
            outcome=Outcome(row["outcome"]).value if row["outcome"] else "",
            outcome_note=row["outcome_note"][:400],
            closed_at=moment_of(row["closed_at"]) if row["closed_at"] else None,
            closed_by=row["closed_by"][:160],
            created_at=moment_of(row["created_at"]),
        )
    except (KeyError, ValueError):
        return None


def _minor(text: str) -> int | None:
    """Return an amount that its column can hold. Raises ValueError."""
    minor = int(text) if text else None
    if minor is not None and abs(minor) >= 2**63:
        raise ValueError(text)
    return minor
