"""A young shop of one customer, and its pages as the services tell them."""

from datetime import datetime, timedelta
from uuid import UUID

from plon.accounts import queries as accounts
from plon.customers.models import Customer
from plon.insights.services import card, today
from plon.insights.services.story import Asked, Reader
from plon.orders.models import Order
from plon.value import tasks
from tests.cast import NOW, Person

BOUGHT = NOW - timedelta(days=40)


def customer(bakery: Person) -> UUID:
    row = Customer.objects.create(
        workspace_id=bakery.workspace_id, first_name="Dan", created_at=NOW, updated_at=NOW
    )
    return row.id


def buyer(bakery: Person, *days: int, refunded_minor: int = 0) -> UUID:
    """Return a customer who bought so many days after BOUGHT; figures are made."""
    who = customer(bakery)
    for day in days:
        Order.objects.create(
            workspace_id=bakery.workspace_id,
            customer_id=who,
            external_id=f"shop:{day}",
            status=Order.Status.PAID,
            ordered_at=BOUGHT + timedelta(days=day),
            total_minor=20_000,
            refunded_minor=refunded_minor,
            currency="PLN",
            channel="web",
            created_at=NOW,
        )
    tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)
    return who


def shown(
    bakery: Person, who: UUID, *, now: datetime = NOW, asked: Asked | None = None
) -> card.Profile:
    firm = accounts.workspace(bakery.workspace_id)
    asked = asked or Asked()
    reader = Reader(firm=firm, sees_value=True, sees_orders=True, now=now, asked=asked)
    found = card.profile(who, reader)
    assert found is not None
    return found


def on_today(bakery: Person, *, now: datetime) -> today.Today:
    return today.today_of(bakery.caller, accounts.workspace(bakery.workspace_id), now=now)
