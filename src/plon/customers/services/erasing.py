"""Somebody is forgotten: what tells of who they were goes, what they bought stays in the totals."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers.domain import fold
from plon.customers.events import CustomerForgotten
from plon.customers.models import Customer, Identity
from plon.customers.queries import name_of, together
from plon.customers.services.closed import close
from plon.customers.services.living import living
from plon.runtime import outbox, personal

_TELLING = 6  # letters of an address


class NameDiffers(DomainError):
    """The name typed to confirm is not the customer's. Nothing was written."""

    code = "name_differs"
    status = 422


@transaction.atomic
def erase(caller: Caller, *, customer_id: UUID, name: str, now: datetime) -> None:
    """Empty all that tells who a customer is, here at once, in other rooms as they hear of it.

    name: typed by whoever acts, to confirm. Those merged into the customer are the same person and
    go along. There is no way back. Orders and amounts stay, of a row without a name; addresses stay
    closed by their hashes. Raises CustomerGone, NameDiffers.
    """
    row = living(customer_id)
    if fold(name) != fold(name_of(row)):
        raise NameDiffers(str(customer_id))
    empty(caller, customer_id=customer_id, now=now)
    accounts.record(caller, "customer.erased", subject=f"customer:{customer_id}", now=now)


def empty(caller: Caller, *, customer_id: UUID, now: datetime) -> None:
    """Empty a customer, locked by the caller's transaction, and those merged into it; tell it."""
    ids = together(customer_id)
    list(Customer.objects.select_for_update().filter(id__in=ids).order_by("id"))
    own = Identity.objects.filter(customer_id__in=ids)
    close(
        own.values_list("kind", "value"),
        workspace_id=caller.workspace_id,
        customer_id=customer_id,
        now=now,
    )
    accounts.forget_in_answers(_named_by(ids))
    personal.forget("customers", ids)
    accounts.close_portal(workspace_id=caller.workspace_id, kind="customer", subject_ids=ids)
    Customer.objects.filter(id__in=ids).update(erased_at=now, updated_at=now)
    outbox.publish(
        CustomerForgotten(
            workspace_id=caller.workspace_id,
            occurred_at=now,
            customer_ids=tuple(ids),
        )
    )


def _named_by(ids: Collection[UUID]) -> list[str]:
    """Return the words that name the person: ids, and addresses too long to be another's part."""
    own = Identity.objects.filter(customer_id__in=ids).values_list("value", "shown")
    told = {text for pair in own for text in pair if len(text) >= _TELLING}
    return sorted({*map(str, ids), *told})
