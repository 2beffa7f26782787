"""Months are closed: what comes late is posted into an open one."""

from datetime import date, datetime
from uuid import UUID

from plon.ledger.models import Period
from plon.ledger.services.acting import acting
from plon.ledger.services.refusals import PeriodOpen


def close_month(*, workspace_id: UUID, month: date, today: date, actor: str, now: datetime) -> None:
    """Close a month that is over, told by any day of it, for ever. Safe to repeat.

    today: the firm's day. Raises PeriodOpen.
    """
    first = month.replace(day=1)
    if first >= today.replace(day=1):
        raise PeriodOpen(f"{first:%Y-%m}")
    with acting(workspace_id):
        Period.objects.get_or_create(
            workspace_id=workspace_id,
            month=first,
            defaults={"closed_at": now, "closed_by": actor},
        )
