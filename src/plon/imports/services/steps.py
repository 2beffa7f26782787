"""An import's course: started, paused, cancelled, undone. One conditional step each."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers import services as customers
from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.imports.queries import CANCELLABLE, UNDOABLE
from plon.imports.services import storage
from plon.imports.services.forgetting import ask_to_forget, blank_late, close_behind
from plon.orders import services as orders
from plon.runtime import duties

RUN, UNDO, CHECK = "imports.run", "imports.undo", "imports.check"
State = Import.State
_PLACE = "undoing"  # in the results, meanwhile: which room's rows, and after which id
_UNDOING: Mapping[str, Callable[..., orders.Undone | customers.Undone]] = {
    "orders": orders.undo_import,
    "customers": customers.undo_import,
}


class StepRefused(DomainError):
    """The import is not where this step begins; it may have gone on meanwhile."""

    code = "import_step_refused"


class TooLateToUndo(DomainError):
    """More than 30 days have passed."""

    code = "import_too_late_to_undo"


@transaction.atomic
def start(caller: Caller, *, import_id: UUID, now: datetime) -> None:
    """Load what was checked, or go on after a pause. Raises StepRefused."""
    start_running(workspace_id=caller.workspace_id, import_id=import_id, now=now)
    accounts.record(caller, "import.started", subject=f"import:{import_id}", now=now)


def start_running(*, workspace_id: UUID, import_id: UUID, now: datetime) -> None:
    """Set an import going in the caller's transaction. Raises StepRefused."""
    _step(import_id, (State.CHECKED, State.PAUSED), State.RUNNING)
    duties.ask(RUN, workspace_id=workspace_id, due_at=now, subject=str(import_id))


@transaction.atomic
def pause(caller: Caller, *, import_id: UUID, now: datetime) -> None:
    """Stop after the batch at hand; it can go on where it was. Raises StepRefused."""
    _step(import_id, (State.RUNNING,), State.PAUSED)
    accounts.record(caller, "import.paused", subject=f"import:{import_id}", now=now)


@transaction.atomic
def cancel(caller: Caller, *, import_id: UUID, now: datetime) -> None:
    """End an import, and those of the same archive that wait for it. Raises StepRefused.

    What was loaded until now stays until it is undone.
    """
    _step(import_id, CANCELLABLE, State.CANCELLED)
    for each in (import_id, *close_behind(import_id, now=now)):
        accounts.record(caller, "import.cancelled", subject=f"import:{each}", now=now)
    Import.objects.filter(id=import_id).update(finished_at=now)
    ask_to_forget(caller.workspace_id, import_id, now=now)


@transaction.atomic
def undo(caller: Caller, *, import_id: UUID, now: datetime) -> None:
    """Ask to take back what an import brought. Raises StepRefused, TooLateToUndo."""
    row = Import.objects.get(id=import_id)
    if row.finished_at is not None and now >= row.finished_at + UNDOABLE:
        raise TooLateToUndo(str(import_id))
    if row.kind == Kind.RECORDS:  # words once said are kept: consents are never taken away
        raise StepRefused(row.kind)
    _step(import_id, (State.DONE, State.CANCELLED), State.UNDOING)
    duties.ask(UNDO, workspace_id=caller.workspace_id, due_at=now, subject=str(import_id))
    accounts.record(caller, "import.undone", subject=f"import:{import_id}", now=now)


@transaction.atomic
def undo_next_part(*, workspace_id: UUID, import_id: UUID, now: datetime) -> bool:
    """Take back a part of what an import brought, and say whether there may be another one.

    Sales go before their buyers, each part with its count and its place in one transaction: whoever
    dies, the next goes on exactly there. The row is locked until then, so that no two workers count
    the same.
    """
    row = Import.objects.select_for_update().get(id=import_id)
    if row.state != State.UNDOING:
        return False
    room, last = row.results.pop(_PLACE, ("orders", None))
    told = _UNDOING[room](
        workspace_id=workspace_id, import_id=import_id, now=now, after=last and UUID(last)
    )
    for name, count in (("removed", told.removed), ("stayed", told.stayed)):
        row.results[name] = row.results.get(name, 0) + count
    if is_whole := told.is_over and room == "customers":
        row.state, row.undone_at = State.UNDONE, now
    elif told.is_over:
        row.results[_PLACE] = ("customers", None)
    else:
        row.results[_PLACE] = (room, told.last and str(told.last))
    row.save(update_fields=["state", "undone_at", "results"])
    return not is_whole


def finish(row: Import, *, now: datetime) -> None:
    """Close an import that is all loaded, and start the one that waits for it.

    row: running, and locked by the caller, so that nobody pauses or closes it meanwhile.
    """
    Import.objects.filter(id=row.id).update(state=State.DONE, finished_at=now)
    storage.delete_upload(row.workspace_id, row.folder)
    blank_late(row)
    ask_to_forget(row.workspace_id, row.id, now=now)
    customers.ask_to_find(workspace_id=row.workspace_id, now=now)
    for after in Import.objects.filter(after=row, state=State.WAITING):
        Import.objects.filter(id=after.id).update(state=State.CHECKING)
        duties.ask(CHECK, workspace_id=row.workspace_id, due_at=now, subject=str(after.id))


def _step(import_id: UUID, before: Sequence[str], after: str) -> None:
    if not Import.objects.filter(id=import_id, state__in=before).update(state=after):
        raise StepRefused(after)
