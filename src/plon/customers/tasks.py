"""The duty of this room: look for duplicates."""

from datetime import datetime, timedelta
from uuid import UUID

from plon.customers.services import finding
from plon.runtime.tenancy import inside

AGAIN = timedelta(days=1)


def find_duplicates(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Look for customers who are one, and propose them; again the next day.

    Read in one transaction, written in another. Safe to repeat.
    """
    with inside(workspace_id):
        count, alike = finding.search_pairs()
    with inside(workspace_id):
        finding.keep_proposals(workspace_id=workspace_id, alike=alike, now=now)
    return now + AGAIN if count else None
