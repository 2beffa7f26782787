"""Duties of this room: seal and expire each minute, prove the books each night."""

import logging
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.accounts import queries as accounts
from plon.core.days import days_after
from plon.ledger import queries, services
from plon.runtime.tenancy import inside

AGAIN = timedelta(minutes=1)
NIGHT = timedelta(hours=2)  # after midnight of the firm

log = logging.getLogger(__name__)


def tend(*, workspace_id: UUID, subject: str, now: datetime) -> datetime:
    """Seal new transfers, end reservations and lots whose time is over; again in a minute."""
    zone = accounts.workspace(workspace_id).zone
    services.expire_reservations(workspace_id=workspace_id, zone=zone, now=now)
    services.expire_lots(workspace_id=workspace_id, zone=zone, now=now)
    services.seal(workspace_id=workspace_id, now=now)
    return now + AGAIN


def prove(*, workspace_id: UUID, subject: str, now: datetime) -> datetime:
    """Prove the books and keep the verdict; again the next night. A fault is an error in the log,
    and the page about the state of the system shows it.
    """
    services.seal(workspace_id=workspace_id, now=now, looks_at_all=True)
    with inside(workspace_id):
        verdict = queries.verify(now=now)
    services.keep_proof(workspace_id=workspace_id, verdict=verdict, now=now)
    for found in verdict.findings:
        told = {"workspace": str(workspace_id), "fault": found.fault.value, "count": found.count}
        log.error("books are not sound: %(fault)s %(count)s", told, extra=told)
    return next_night(now, accounts.workspace(workspace_id).zone)


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    """Return when the books are proved next."""
    return days_after(now, 1, zone) + NIGHT
