"""The check: a whole file read with its mapping, before anything is written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.imports.services import storage
from plon.imports.services.preparing import Prepared, Request
from plon.imports.services.steps import start_running
from plon.lifetime.errors import LifetimeError


def check_request(*, workspace_id: UUID, import_id: UUID, now: datetime) -> Request | None:
    """Return what to check; None where the import does not wait for it any more."""
    row = Import.objects.filter(id=import_id, state=Import.State.CHECKING).first()
    if row is None:
        return None
    firm = accounts.workspace(workspace_id)
    return Request(
        kind=Kind(row.kind),
        file=storage.file_of(workspace_id, row.folder),
        mapping=row.mapping,
        options=row.options,
        zone=firm.zone.key,
        currency=firm.currency,
        today=date_in(firm.zone, now),
        into=storage.folder_of(workspace_id, row.folder),
    )


@transaction.atomic
def record_check(*, workspace_id: UUID, import_id: UUID, prepared: Prepared, now: datetime) -> None:
    """Write down what a check found; a file of our own archive starts at once. Safe to repeat.

    One that was cancelled meanwhile, or checked by another worker, is left alone.
    """
    mine = Import.objects.filter(id=import_id, state=Import.State.CHECKING)
    is_ours = mine.update(
        state=Import.State.CHECKED,
        counts={**prepared.counts, "sha256": prepared.sha256},
        batch_count=sum(part.batches for part in prepared.parts),
        rows_total=sum(part.rows for part in prepared.parts),
        batches_done=0,
        rows_done=0,
        results={},
    )
    if is_ours and Import.objects.filter(id=import_id, is_automatic=True).exists():
        start_running(workspace_id=workspace_id, import_id=import_id, now=now)


@transaction.atomic
def record_refusal(*, import_id: UUID, refusal: LifetimeError) -> None:
    """Write down why a file cannot be used as it was mapped. Safe to repeat."""
    row = Import.objects.get(id=import_id)
    facts = {name: str(fact) for name, fact in refusal.facts.items()}
    if "file" in facts:
        facts["file"] = row.file_name
    problem: Mapping[str, Any] = {"sentence": refusal.msgid, "facts": facts}
    mine = Import.objects.filter(id=import_id, state=Import.State.CHECKING)
    mine.update(state=Import.State.REFUSED, problem=problem)
