"""What this room does by itself: look for duplicates, shorten old addresses."""

from datetime import datetime, timedelta
from uuid import UUID

from plon.accounts import queries as accounts
from plon.customers.services import finding, shortening
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


def shorten_addresses(*, now: datetime) -> None:
    """Shorten, in every workspace, what is old of the addresses that prove consents."""
    for workspace_id in accounts.every_workspace():
        more = True
        while more:
            with inside(workspace_id):
                more = shortening.shorten_addresses(now=now)
