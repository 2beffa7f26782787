"""Batches of a checked file, each in one transaction together with the mark that it is done."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import F

from plon.imports.models import Import
from plon.imports.services import batches, replaying, steps, storage
from plon.imports.services.preparing import read_batch

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Loader: TypeAlias = Callable[[Import, Rows, datetime], Mapping[str, int]]

_LOADERS: Mapping[str, Loader] = {
    "products": batches.load_products,
    "customers": batches.load_customers,
    "orders": batches.load_orders,
    "refunds": batches.load_refunds,
    "records": replaying.load_records,
}


class BatchTaken(RuntimeError):
    """Another worker did this batch, or somebody paused: nothing of ours may stay."""


@transaction.atomic
def load_next_batch(*, workspace_id: UUID, import_id: UUID, now: datetime) -> bool:
    """Load the next batch and say whether there may be another one.

    The rows and the mark commit together: whoever dies, the next begins exactly there. Loading
    the same rows twice changes nothing. The row is locked until then: no other worker, pause or
    cancellation comes between.
    """
    row = Import.objects.select_for_update().get(id=import_id)
    if row.state != Import.State.RUNNING:
        return False
    if row.batches_done == row.batch_count:
        steps.finish(row, now=now)
        return False
    folder = storage.folder_of(workspace_id, row.folder)
    part, rows = read_batch(folder, row.batches_done)
    told = _LOADERS[part](row, rows, now)
    mark_done(row, told, rows=len(rows))
    return True


def mark_done(row: Import, told: Mapping[str, int], *, rows: int) -> None:
    """Mark the batch of `row` as done. Raises BatchTaken where somebody was faster."""
    results = Counter(row.results)
    results.update(told)
    mine = Import.objects.filter(
        id=row.id, state=Import.State.RUNNING, batches_done=row.batches_done
    )
    if not mine.update(
        batches_done=F("batches_done") + 1, rows_done=F("rows_done") + rows, results=results
    ):
        raise BatchTaken(str(row.id))
