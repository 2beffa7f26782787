"""The customer that a command is about: there, and neither merged nor erased."""

from collections.abc import Collection
from uuid import UUID

from plon.core.errors import DomainError
from plon.customers.models import Customer
from plon.customers.queries.standing import current_ids
from plon.runtime import bulk


class CustomerGone(DomainError):
    """There is no such customer in the workspace, or it was merged or erased."""

    code = "customer_gone"
    status = 404


def living(customer_id: UUID) -> Customer:
    """Return the customer, locked until the transaction ends. Raises CustomerGone."""
    rows = Customer.objects.select_for_update().filter(merged_into=None, erased_at=None)
    found = rows.filter(id=customer_id).first()
    if found is None:
        raise CustomerGone(str(customer_id))
    return found


def held_ids(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return what queries.current_ids does, and let nobody merge them until our transaction ends.

    Whoever writes rows of customers asks here: a merge then comes wholly before, and the rows are
    the kept one's, or wholly after, and takes them along.
    """
    found: dict[UUID, UUID] = {}
    held: set[UUID] = set()
    wanted = set(customer_ids)
    while not wanted <= held:
        bulk.hold(Customer, wanted - held)
        held |= wanted
        found = current_ids(customer_ids)
        wanted = set(found.values())
    return found
