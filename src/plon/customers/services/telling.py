"""A program tells of a customer: found or made, and the log says which."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.customers.models import Customer
from plon.customers.services.filling import Person
from plon.customers.services.identifying import identify


@transaction.atomic
def tell_customer(caller: Caller, *, person: Person, now: datetime) -> UUID:
    """Return the customer with one of the person's addresses, made where unknown: as identify."""
    customer_id = identify(workspace_id=caller.workspace_id, person=person, now=now)
    row = Customer.objects.get(id=customer_id)
    subject = f"customer:{customer_id}"
    if row.created_at == now:
        accounts.record(caller, "customer.added", subject=subject, now=now)
    elif row.updated_at == now:
        accounts.record(caller, "customer.changed", subject=subject, now=now)
    return customer_id
