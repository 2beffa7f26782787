"""From what a program tells of orders to orders: buyers found or made, rows refused one by one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plon.accounts import queries as accounts
from plon.customers import queries as customers
from plon.customers import services as people
from plon.orders import services
from plon.orders.api.records import BuyerIn, OrderIn
from plon.orders.queries import known_external_ids
from plon.runtime.rest import Fault, FieldsRefused, Row


def new_orders(
    workspace_id: UUID, told: Sequence[OrderIn], *, now: datetime, base: str = ""
) -> list[services.NewOrder]:
    """Return the orders, with their buyers found or made. Raises FieldsRefused.

    base: "/orders", the pointer to the list that they are.
    """
    currency = accounts.workspace(workspace_id).currency
    seen: set[str] = set()
    faults: list[Fault] = []
    for number, order in enumerate(told):
        at = f"{base}/{number}" if base else ""
        faults += _faults(order, at)
        if order.currency != currency:
            faults.append(Fault(code="currency_other", pointer=f"{at}/currency"))
        if order.external_id in seen:
            faults.append(Fault(code="told_twice", pointer=f"{at}/external_id"))
        seen.add(order.external_id)
    if faults:
        raise FieldsRefused(*faults)
    buyers = [_person(order.customer) for order in told if order.customer is not None]
    found = iter(people.identify_many(workspace_id=workspace_id, people=buyers, now=now))
    return [_new(order, order.customer_id or next(found)) for order in told]


def record_batch(workspace_id: UUID, told: Sequence[OrderIn], *, now: datetime) -> list[Row]:
    """Record past orders; return what became of each, in their order. Raises FieldsRefused."""
    orders = new_orders(workspace_id, told, now=now, base="/orders")
    buyers = customers.current_ids({order.customer_id for order in orders})
    before = known_external_ids([order.external_id for order in orders])
    good = [order for order in orders if order.customer_id in buyers]
    recorded = services.record_orders(workspace_id=workspace_id, orders=good, now=now)
    rows: list[Row] = []
    for order in orders:
        number, refusal = order.external_id, None
        if order.customer_id not in buyers:
            refusal = services.BuyerUnknown.code
        elif number in recorded.changed_ids:
            refusal = services.OrderToldOtherwise.code
        result = "refused" if refusal else "known" if number in before else "created"
        row_id = recorded.ids.get(number)
        rows.append({"external_id": number, "result": result, "id": row_id, "code": refusal})
    return rows


def _faults(order: OrderIn, at: str) -> list[Fault]:
    """Return what is wrong with whom an order is for."""
    if (order.customer is None) == (order.customer_id is None):
        return [Fault(code="customer_missing", pointer=f"{at}/customer_id")]
    if order.customer is None:
        return []
    told = {name: getattr(order.customer, name) for name in customers.FOUND_BY}
    if not any(told.values()):
        return [Fault(code="identity_missing", pointer=f"{at}/customer")]
    return [
        Fault(code="address_unreadable", pointer=f"{at}/customer/{name}")
        for name, kind in customers.FOUND_BY.items()
        if told[name] and customers.normal_address(kind, told[name]) is None
    ]


def _person(buyer: BuyerIn) -> people.Person:
    return people.Person(**buyer.model_dump(exclude_none=True))


def _new(order: OrderIn, customer_id: UUID) -> services.NewOrder:
    plain = order.model_dump(exclude={"customer", "customer_id", "lines"})
    lines = tuple(services.NewLine(**line.model_dump()) for line in order.lines)
    return services.NewOrder(customer_id=customer_id, lines=lines, **plain)
