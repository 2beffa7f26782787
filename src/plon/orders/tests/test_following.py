"""Orders go with their customer into a merge and out of it."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from plon.customers.services import Person as Told
from plon.customers.services import identify, merge, unmerge
from plon.orders import subscribers
from plon.orders.models import Order
from plon.orders.services import NewOrder, record_order
from plon.runtime.models import Fact
from plon.runtime.outbox import Handler
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def known(bakery: Person, number: str) -> UUID:
    return identify(workspace_id=bakery.workspace_id, person=Told(external_id=number), now=NOW)


def buy(bakery: Person, customer_id: UUID, number: str) -> UUID:
    order = NewOrder(
        external_id=number,
        customer_id=customer_id,
        ordered_at=NOW,
        total_minor=100,
        currency="PLN",
    )
    return record_order(workspace_id=bakery.workspace_id, order=order, now=NOW)[0]


def hear(handler: Handler) -> None:
    """Let the room hear the newest fact of the customers."""
    fact = Fact.objects.filter(name__startswith="customers.").latest("id")
    kind = handler.__annotations__["event"]
    handler(TypeAdapter(kind).validate_python(fact.payload))


def buyers() -> dict[str, UUID]:
    return dict(Order.objects.values_list("external_id", "customer_id"))


def test_orders_go_over_and_come_back_but_for_newer_ones(bakery: Person) -> None:
    kept, gone = known(bakery, "1"), known(bakery, "2")
    buy(bakery, kept, "A")
    buy(bakery, gone, "B")

    merge_id = merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW)
    hear(subscribers.follow_merge)
    buy(bakery, gone, "C")  # told of the gone one: it is the kept one's
    assert set(buyers().values()) == {kept}

    unmerge(bakery.caller, merge_id=merge_id, now=LATER)
    hear(subscribers.follow_parting)
    assert buyers() == {"A": kept, "B": gone, "C": kept}
    assert Fact.objects.filter(name="orders.OrdersMoved").count() == 2


def test_without_orders_nothing_is_told(bakery: Person) -> None:
    merge(bakery.caller, kept_id=known(bakery, "1"), gone_id=known(bakery, "2"), now=NOW)

    hear(subscribers.follow_merge)

    assert not Fact.objects.filter(name="orders.OrdersMoved").exists()
