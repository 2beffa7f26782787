"""Where imports are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.runtime import duties
from plon.runtime.full_disk import has_room, says_full

SHOWN = 50
UNDOABLE = timedelta(days=30)
WAITING_MAX = 20
FOR_A_PERSON = (  # states in which only somebody's word goes on
    Import.State.UPLOADED,
    Import.State.REFUSED,
    Import.State.CHECKED,
    Import.State.PAUSED,
)
CANCELLABLE = (
    *FOR_A_PERSON,
    Import.State.WAITING,
    Import.State.CHECKING,
    Import.State.RUNNING,
)
MOVING = (  # states that go on by themselves
    Import.State.WAITING,
    Import.State.CHECKING,
    Import.State.RUNNING,
    Import.State.UNDOING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An import that waits for somebody's word."""

    id: UUID
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is. `ask_again_s`: after how many seconds a page looks again; 0: never.

    brought_nothing: everything in the file was here already. is_without_room: the disk is full, or
    was when it was tried last; it is tried again by itself.
    """

    percent: int
    ask_again_s: int
    asked: int
    may_be_cancelled: bool
    may_be_undone: bool
    brought_nothing: bool
    is_without_room: bool


def progress_of(row: Import, *, now: datetime, asked: int = 0) -> Progress:
    """Return how far an import is. asked: how often the page has looked: it slows down."""
    share = 100 * row.rows_done // row.rows_total if row.rows_total else 0
    is_moving = row.state in MOVING
    pause = min(1 + asked // 10, 10) if is_moving else 0
    is_over = row.state in {Import.State.DONE, Import.State.CANCELLED}
    is_young = row.finished_at is not None and now < row.finished_at + UNDOABLE
    news = [count for name, count in row.results.items() if name.endswith("_created")]
    why = duties.complaint(workspace_id=row.workspace_id, subject=str(row.id)) if is_moving else ""
    return Progress(
        percent=share,
        ask_again_s=pause,
        asked=asked + 1,
        may_be_cancelled=row.state in CANCELLABLE,
        may_be_undone=is_over and is_young and row.batches_done > 0 and row.kind != Kind.RECORDS,
        brought_nothing=row.state == Import.State.DONE and not any(news),
        is_without_room=is_moving and (says_full(why) or not has_room(settings.MEDIA_ROOT)),
    )


def loaded_before(row: Import) -> Import | None:
    """Return the import that loaded the very same file with the same columns, and stands.

    None where it was taken back, or any import after it: then the file may bring something anew.
    """
    same = Import.objects.filter(
        kind=row.kind,
        state=Import.State.DONE,
        mapping=row.mapping,
        options=row.options,
        counts__sha256=row.counts.get("sha256", ""),
    )
    before = same.exclude(id=row.id).order_by("-finished_at").first()
    if before is None or Import.objects.filter(undone_at__gte=before.finished_at).exists():
        return None
    return before


def recent_imports() -> list[Import]:
    """Return the newest imports of the workspace we are inside."""
    return list(Import.objects.order_by("-created_at")[:SHOWN])


def waiting_imports() -> list[Waiting]:
    """Return the imports that wait for a person's word, the newest first."""
    rows = Import.objects.filter(state__in=FOR_A_PERSON)
    found = rows.order_by("-created_at").values_list("id", "file_name")[:WAITING_MAX]
    return [Waiting(id=one, file_name=name) for one, name in found]
