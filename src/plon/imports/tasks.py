"""The imports' duties: check a file, load it, undo it, forget its files."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from plon.accounts import queries as accounts
from plon.imports import services
from plon.lifetime.errors import LifetimeError
from plon.runtime.tenancy import inside

BATCHES_AT_ONCE = 20  # then the duty is handed back: others are due, too


def check(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Read a whole file outside any transaction, and write down what was found."""
    import_id = UUID(subject)
    with inside(workspace_id):
        request = services.check_request(workspace_id=workspace_id, import_id=import_id, now=now)
    if request is None:
        return None
    try:
        prepared = services.prepare(request)
    except LifetimeError as refusal:
        with inside(workspace_id):
            services.record_refusal(import_id=import_id, refusal=refusal)
        return None
    with inside(workspace_id):
        services.record_check(
            workspace_id=workspace_id, import_id=import_id, prepared=prepared, now=now
        )
    return None


def run(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Load a checked file batch by batch; whoever comes next goes on where this one stopped."""
    return _part_by_part(services.load_next_batch, workspace_id, UUID(subject), now)


def undo(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Take back what an import brought, part by part."""
    return _part_by_part(services.undo_next_part, workspace_id, UUID(subject), now)


def forget(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Delete the files of an import that can no longer be undone, or that nobody loaded."""
    with inside(workspace_id):
        return services.forget(workspace_id=workspace_id, import_id=UUID(subject), now=now)


def sweep(*, now: datetime) -> None:
    """Delete what a kill in the middle of an upload left, of every workspace of this database.

    Files of others stay: two databases may have been given one folder by mistake.
    """
    for workspace_id in accounts.every_workspace():
        with inside(workspace_id):
            services.sweep(workspace_id=workspace_id, now=now)


def _part_by_part(
    step: Callable[..., bool], workspace_id: UUID, import_id: UUID, now: datetime
) -> datetime | None:
    """Do a step until nothing is left, or until it is time to hand the duty back."""
    for _ in range(BATCHES_AT_ONCE):
        with inside(workspace_id):
            may_go_on = step(workspace_id=workspace_id, import_id=import_id, now=now)
        if not may_go_on:
            return None
    return now
