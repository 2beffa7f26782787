"""From an upload to a file that is mapped and being checked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.imports.domain import RECORDS, Kind
from plon.imports.models import Import
from plon.imports.models import Mapping as Remembered
from plon.imports.services import archive, storage
from plon.imports.services.forgetting import ask_to_forget
from plon.imports.services.looking import Glance, glance, glance_at_records
from plon.lifetime.errors import InputUnusable, LifetimeError, sentence
from plon.runtime import duties

CHECK = "imports.check"
_OF_CELLS = {"date_format", "decimal", "currency"}  # of what may be said of a file
_OPEN = (Import.State.UPLOADED, Import.State.REFUSED, Import.State.CHECKED)


class ImportBusy(DomainError):
    """The import is past the step, or a worker is at it."""

    code = "import_busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An upload on disk, looked at."""

    seen: Glance
    folder: str
    size: int
    name: str


def begin(caller: Caller, *, chunks: Iterable[bytes], name: str, now: datetime) -> UUID:
    """Store an upload, look at it, and return the import's id.

    An archive of our own becomes an import for each list in it, which ask nothing; the id is the
    first one's. Raises LifetimeError, one sentence, for a file that is no list; nothing is kept.
    """
    with _all_or_nothing(caller.workspace_id) as folders:
        folder, size = _stored(caller, chunks, folders)
        file = storage.file_of(caller.workspace_id, folder)
        if not archive.is_ours(file):
            stored = Stored(seen=glance(file, options={}), folder=folder, size=size, name=name)
            return record(caller, stored=stored, now=now).id
        found = [
            store(caller, chunks=pieces, name=each, folders=folders)
            for each, pieces in archive.lists_in(file)
        ]
        first = record_archive(caller, lists=[each for each in found if each], now=now)
    storage.delete(caller.workspace_id, folder)
    return first


@contextmanager
def _all_or_nothing(workspace_id: UUID) -> Iterator[list[str]]:
    """Yield a list for the folders that are made, and delete them all where anything fails."""
    folders: list[str] = []
    try:
        yield folders
    except BaseException:
        for folder in folders:
            storage.delete(workspace_id, folder)
        raise


def _stored(caller: Caller, chunks: Iterable[bytes], folders: list[str]) -> tuple[str, int]:
    folder, size = storage.store(chunks, workspace_id=caller.workspace_id)
    folders.append(folder)
    return folder, size


def store(
    caller: Caller, *, chunks: Iterable[bytes], name: str, folders: list[str]
) -> Stored | None:
    """Store one list of an archive of our own; None where it has no row, or is only to be read.

    Raises InputUnusable for records with other columns than ours.
    """
    folder, size = _stored(caller, chunks, folders)
    what, file = re.split("[.-]", name)[0], storage.file_of(caller.workspace_id, folder)
    seen = glance_at_records(file, what) if what in RECORDS else _glance(file, what)
    if seen is None:
        storage.delete(caller.workspace_id, folder)
        return None
    return Stored(seen=seen, folder=folder, size=size, name=name)


def _glance(file: Path, what: str) -> Glance | None:
    try:
        return glance(file, options={}, kind=Kind(what))
    except LifetimeError:
        return None


@transaction.atomic
def record_archive(caller: Caller, *, lists: Sequence[Stored], now: datetime) -> UUID:
    """Write down the lists of an archive, each to be loaded when the one before it is."""
    if not lists:
        raise InputUnusable(sentence("The file is empty: give a file with sales lines."))
    rows: list[Import] = []
    for stored in lists:
        row = record(caller, stored=stored, now=now)
        row.mapping = {name: found.column for name, found in stored.seen.suggestions.items()}
        row.is_automatic, row.after = True, rows[-1] if rows else None
        row.state = Import.State.WAITING if rows else Import.State.CHECKING
        row.save(update_fields=["mapping", "is_automatic", "after", "state"])
        rows.append(row)
    duties.ask(CHECK, workspace_id=caller.workspace_id, due_at=now, subject=str(rows[0].id))
    return rows[0].id


@transaction.atomic
def record(caller: Caller, *, stored: Stored, now: datetime) -> Import:
    """Write down a stored upload; a file of a known shape comes mapped as the last time."""
    seen = stored.seen
    known = Remembered.objects.filter(kind=seen.kind, shape=seen.shape).first()
    row = Import.objects.create(
        workspace_id=caller.workspace_id,
        kind=seen.kind,
        file_name=stored.name[:200],
        folder=stored.folder,
        size_bytes=stored.size,
        shape=seen.shape,
        mapping=known.mapping if known else {},
        options=_written_as(known.options, seen) if known else {},
        actor=caller.actor,
        actor_name=caller.name,
        created_at=now,
    )
    ask_to_forget(caller.workspace_id, row.id, now=now)
    accounts.record(caller, "import.uploaded", subject=f"import:{row.id}", now=now)
    return row


def _written_as(options: Mapping[str, Any], seen: Glance) -> dict[str, Any]:
    """Return what is still so of the last file; rows that we gave back we wrote our own way."""
    kept = _OF_CELLS if seen.is_mended else options.keys()
    return {name: value for name, value in options.items() if name in kept}


@transaction.atomic
def map_columns(
    caller: Caller,
    *,
    import_id: UUID,
    kind: Kind,
    mapping: Mapping[str, str],
    options: Mapping[str, Any],
    now: datetime,
) -> None:
    """Say what the columns are, remember it for the next file of this shape, ask for the check.

    Safe to repeat. Raises ImportBusy once the import runs.
    """
    mine = Import.objects.filter(id=import_id, state__in=_OPEN)
    told = {"kind": kind, "mapping": dict(mapping), "options": dict(options), "problem": {}}
    if not mine.update(state=Import.State.CHECKING, **told):
        raise ImportBusy(str(import_id))
    row = Import.objects.get(id=import_id)
    Remembered.objects.update_or_create(
        workspace_id=caller.workspace_id,
        kind=kind,
        shape=row.shape,
        defaults={"mapping": dict(mapping), "options": dict(options), "used_at": now},
    )
    duties.ask(CHECK, workspace_id=caller.workspace_id, due_at=now, subject=str(import_id))
