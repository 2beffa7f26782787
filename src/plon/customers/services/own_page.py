"""A customer's own page: the link to it, and its end."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.customers.queries.standing import together
from plon.customers.services.living import living


@transaction.atomic
def make_own_link(caller: Caller, *, customer_id: UUID, now: datetime) -> str:
    """Return the secret of a link by which a customer comes to their own page, once.

    An earlier one ends. Raises CustomerGone.
    """
    row = living(customer_id)  # locked: nobody is erased meanwhile
    return accounts.make_portal_link(caller, kind="customer", subject_id=row.id, now=now)


@transaction.atomic
def close_own_page(caller: Caller, *, customer_id: UUID, now: datetime) -> None:
    """Sign a customer out of their own page everywhere, and end its link. Safe to repeat.

    Raises CustomerGone.
    """
    row = living(customer_id)
    accounts.close_portal(
        workspace_id=caller.workspace_id, kind="customer", subject_ids=together(row.id)
    )
    accounts.record(caller, "portal.closed", subject=f"customer:{row.id}", now=now)
