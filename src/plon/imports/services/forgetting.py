"""Files are kept as long as they are of use, and keep nothing of a person who was erased."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from plon.customers import queries as customers
from plon.imports.models import Import
from plon.imports.queries import FOR_A_PERSON, MOVING, UNDOABLE
from plon.imports.services import storage
from plon.runtime import duties

FORGET = "imports.forget"
_LATER = timedelta(days=1)  # for what is on its way just now


def ask_to_forget(workspace_id: UUID, import_id: UUID, *, now: datetime) -> None:
    """Ask to delete an import's files after 30 days. Call in the transaction of its cause."""
    duties.ask(FORGET, workspace_id=workspace_id, due_at=now + UNDOABLE, subject=str(import_id))


@transaction.atomic
def forget(*, workspace_id: UUID, import_id: UUID, now: datetime) -> datetime | None:
    """Delete an import's files when it can no longer be undone; return when to ask again, if so.

    A file that nobody has loaded by then is given up. Safe to repeat.
    """
    row = Import.objects.select_for_update().get(id=import_id)
    if row.state in MOVING:
        return now + _LATER
    if row.finished_at is not None and now < row.finished_at + UNDOABLE:
        return row.finished_at + UNDOABLE
    if row.state in FOR_A_PERSON:
        close_behind(import_id, now=now)
        row.state, row.finished_at = Import.State.CANCELLED, now
    row.forgotten_at = row.forgotten_at or now
    row.save(update_fields=["state", "finished_at", "forgotten_at"])
    storage.delete(workspace_id, row.folder)
    return None


def sweep(*, workspace_id: UUID, now: datetime) -> None:
    """Delete uploads of which no import tells: they were cut off in the middle. Safe to repeat."""
    known = set(Import.objects.values_list("folder", flat=True))
    storage.sweep(workspace_id, known=known, before=now - _LATER)


def close_behind(import_id: UUID, *, now: datetime) -> list[UUID]:
    """Cancel the imports that wait for one that is no more, and return them.

    Call in its transaction.
    """
    line = [import_id]
    for before in line:  # grows as it is walked
        waiting = Import.objects.filter(after=before, state=Import.State.WAITING)
        line += waiting.values_list("id", flat=True)
        waiting.update(state=Import.State.CANCELLED, finished_at=now)
    return line[1:]


def forget_person(*, workspace_id: UUID) -> int:
    """Empty the cells of all rejected rows that are kept: any may name the person, and none says
    whom. Delete what is left of cancelled files, too. Return how many imports were looked at.

    A file that waits or is being loaded stays until it is: then it finds the person closed, and
    `blank_late` follows. Safe to repeat.
    """
    rows = Import.objects.filter(forgotten_at=None).order_by("id")
    kept = list(rows.values_list("folder", "state"))
    for folder, state in kept:
        storage.blank_rejected(workspace_id, folder)
        if state == Import.State.CANCELLED:
            storage.delete_upload(workspace_id, folder)
    return len(kept)


def blank_late(row: Import) -> None:
    """Empty the rejected cells of a file that was on its way while somebody was erased."""
    if customers.has_erased_since(row.created_at):
        storage.blank_rejected(row.workspace_id, row.folder)
