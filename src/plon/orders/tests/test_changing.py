"""An order goes on along the rule, and tells what follows."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plon.accounts.models import AuditEntry
from plon.accounts.queries import Caller
from plon.customers.services import Person, identify
from plon.orders.models import Order, Refund
from plon.orders.services import (
    NewOrder,
    NewRefund,
    OrderNotFound,
    StatusNotPossible,
    change_status,
    record_order,
    record_refund,
)
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def owner() -> Caller:
    return ann().caller


def kept(owner: Caller, status: str) -> UUID:
    """Keep an order of 100.00 with this status."""
    bakery = owner.workspace_id
    with inside(bakery):
        dan = identify(workspace_id=bakery, person=Person(email="dan@example.org"), now=NOW)
        order = NewOrder(
            external_id="A-1", customer_id=dan, ordered_at=NOW, total_minor=10_000, currency="PLN"
        )
        told = record_order(workspace_id=bakery, order=replace(order, status=status), now=NOW)
    return told[0]


def become(owner: Caller, order_id: UUID, status: str) -> Order:
    with inside(owner.workspace_id):
        change_status(owner, order_id=order_id, status=status, now=LATER)
        return Order.objects.get(id=order_id)


def told(name: str) -> int:
    return Fact.objects.filter(name=f"orders.{name}").count()


def test_a_lead_that_signs_has_just_paid(owner: Caller) -> None:
    row = become(owner, kept(owner, "lead"), "signed")

    assert (row.status, row.changed_at, row.edited_at) == ("signed", LATER, LATER)
    assert (told("OrderPaid"), told("OrderStatusChanged")) == (1, 1)
    with inside(owner.workspace_id):
        entry = AuditEntry.objects.get(action="order.status")
    assert entry.detail == {"before": "lead", "after": "signed"}


def test_signed_and_then_paid_is_told_as_one_sale(owner: Caller) -> None:
    become(owner, kept(owner, "signed"), "paid")

    assert told("OrderPaid") == 1


def test_the_same_status_again_changes_nothing(owner: Caller) -> None:
    row = become(owner, kept(owner, "paid"), "paid")

    assert row.changed_at is None
    assert told("OrderStatusChanged") == 0


def test_a_return_gives_back_what_is_left(owner: Caller) -> None:
    order_id = kept(owner, "paid")
    part = NewRefund(
        external_id="R-1", order_external_id="A-1", amount_minor=3_000, refunded_at=NOW
    )
    with inside(owner.workspace_id):
        record_refund(workspace_id=owner.workspace_id, refund=part, now=NOW)
    row = become(owner, order_id, "returned")

    with inside(owner.workspace_id):
        amounts = sorted(Refund.objects.values_list("amount_minor", flat=True))
    assert (row.refunded_minor, amounts) == (10_000, [3_000, 7_000])
    assert told("OrderRefunded") == 2


def test_an_order_given_back_before_is_returned_without_more(owner: Caller) -> None:
    order_id = kept(owner, "signed")
    with inside(owner.workspace_id):
        Order.objects.filter(id=order_id).update(total_minor=0)
    become(owner, order_id, "returned")

    assert told("OrderRefunded") == 0


def test_what_the_rule_forbids_is_refused(owner: Caller) -> None:
    order_id = kept(owner, "cancelled")
    with pytest.raises(StatusNotPossible):
        become(owner, order_id, "paid")

    with inside(owner.workspace_id):
        assert Order.objects.get().status == "cancelled"


def test_an_unknown_order_is_refused(owner: Caller) -> None:
    with pytest.raises(OrderNotFound):
        become(owner, uuid4(), "paid")
