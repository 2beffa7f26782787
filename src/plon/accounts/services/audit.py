"""The log of who did what."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from plon.accounts.models import AuditEntry
from plon.accounts.queries import Caller


def record(
    caller: Caller,
    action: str,
    *,
    subject: str = "",
    detail: Mapping[str, object] | None = None,
    now: datetime,
) -> None:
    """Add a line to the audit log, in the transaction of the act. No personal data in `detail`."""
    AuditEntry.objects.create(
        workspace_id=caller.workspace_id,
        actor=caller.actor,
        actor_name=caller.name,
        action=action,
        subject=subject,
        detail=dict(detail or {}),
        happened_at=now,
    )


def every_entry() -> Iterator[Mapping[str, Any]]:
    """Yield the log of the workspace we are inside, the oldest first."""
    rows = AuditEntry.objects.order_by("happened_at", "id").values(
        "happened_at", "actor", "actor_name", "action", "subject", "detail"
    )
    yield from rows.iterator(chunk_size=2_000)
