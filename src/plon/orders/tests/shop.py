"""A shop for tests of pages: buyers, one product, orders."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from plon.customers.services import Person as Buyer
from plon.customers.services import identify
from plon.orders.models import Order
from plon.orders.services import NewOrder, NewProduct, record_orders, record_products
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

TODAY = NOW.date().isoformat()
LOAN = NewProduct(
    code="loan",
    name="Loan",
    commission_model="percent",
    commission_bp=100,
    price_minor=35_000_000,
    renewal_months=12,
)


def buyer(owner: Person, name: str = "Dan") -> UUID:
    with inside(owner.workspace_id):
        told = Buyer(email=f"{name.lower()}@example.org", first_name=name)
        return identify(workspace_id=owner.workspace_id, person=told, now=NOW)


def stock(owner: Person, *orders: NewOrder) -> list[UUID]:
    with inside(owner.workspace_id):
        record_products(workspace_id=owner.workspace_id, products=[LOAN], now=NOW)
        recorded = record_orders(workspace_id=owner.workspace_id, orders=orders, now=NOW)
        return [recorded.ids[order.external_id] for order in orders]


def sale(customer_id: UUID, number: int, **told: Any) -> NewOrder:
    facts = {"ordered_at": NOW - timedelta(days=number), "total_minor": 10_000, "currency": "PLN"}
    return NewOrder(external_id=f"A-{number}", customer_id=customer_id, **{**facts, **told})


def kept(owner: Person, order_id: UUID) -> Order:
    with inside(owner.workspace_id):
        return Order.objects.get(id=order_id)


def told(name: str) -> int:
    return Fact.objects.filter(name=f"orders.{name}").count()
