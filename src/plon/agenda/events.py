"""What this room tells."""

from dataclasses import dataclass
from uuid import UUID

from plon.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskClosed(Event):
    """Somebody said what came of a task, or it ended by itself."""

    task_id: UUID
    customer_id: UUID | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReopened(Event):
    """What was said of a closed task was taken back: it waits again."""

    task_id: UUID
    customer_id: UUID | None
