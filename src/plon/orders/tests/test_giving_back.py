"""What becomes of an order when money is given back, and when that is taken back."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from plon.orders.models import Order, Refund, StatusChange
from plon.orders.services import (
    NewRefund,
    NothingPaid,
    change_status,
    give_back,
    record_orders,
    record_refund,
    record_refunds,
    undo_import,
)
from plon.orders.tests.shop import buyer, kept, sale, stock, told
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
ALL = NewRefund(external_id="R", order_external_id="A-1", amount_minor=10_000, refunded_at=NOW)


@pytest.fixture
def bakery() -> Person:
    return ann()


def sold(bakery: Person, status: str) -> UUID:
    (order_id,) = stock(bakery, sale(buyer(bakery), 1, status=status))
    return order_id


@pytest.mark.parametrize("status", ["signed", "paid"])
def test_all_of_it_is_a_step_that_is_told_once(bakery: Person, status: str) -> None:
    order_id = sold(bakery, status)
    with inside(bakery.workspace_id):
        for _ in range(2):
            give_back(bakery.caller, refund=ALL, now=NOW)
        step = StatusChange.objects.get()

    assert kept(bakery, order_id).status == "returned"
    assert (step.before, step.after, step.actor) == (status, "returned", bakery.caller.actor)
    assert (told("OrderStatusChanged"), told("OrderRefunded"), told("OrderPaid")) == (1, 1, 0)


def test_without_anybody_it_is_a_step_of_nobody(bakery: Person) -> None:
    sold(bakery, "paid")
    with inside(bakery.workspace_id):
        record_refund(workspace_id=bakery.workspace_id, refund=ALL, now=NOW)

        assert StatusChange.objects.get().actor_name == ""


@pytest.mark.parametrize("status", ["lead", "application", "approved", "rejected"])
def test_of_what_was_never_paid_nothing_is_given_back(bakery: Person, status: str) -> None:
    sold(bakery, status)
    with inside(bakery.workspace_id):
        with pytest.raises(NothingPaid):
            record_refund(workspace_id=bakery.workspace_id, refund=ALL, now=NOW)
        batch = record_refunds(workspace_id=bakery.workspace_id, refunds=[ALL], now=NOW)

        assert batch.refusals == {"R": "nothing_paid"}
        assert not Refund.objects.exists()


def test_a_cancelled_order_stays_cancelled(bakery: Person) -> None:
    order_id = sold(bakery, "cancelled")
    with inside(bakery.workspace_id):
        record_refund(workspace_id=bakery.workspace_id, refund=ALL, now=NOW)

    order = kept(bakery, order_id)
    assert (order.status, order.refunded_minor, order.returned_from) == ("cancelled", 10_000, "")


@pytest.mark.parametrize("status", ["signed", "paid"])
def test_an_undone_import_of_refunds_leaves_the_order_as_it_was(
    bakery: Person, status: str
) -> None:
    order_id, import_id = sold(bakery, status), uuid4()
    with inside(bakery.workspace_id):
        firm: dict[str, Any] = {"workspace_id": bakery.workspace_id, "now": NOW}
        record_refunds(refunds=[ALL], import_id=import_id, **firm)
        assert Order.objects.get().status == "returned"
        undo_import(import_id=import_id, **firm)

    order = kept(bakery, order_id)
    assert (order.status, order.refunded_minor, order.returned_from) == (status, 0, "")


def test_an_import_of_sales_and_returns_is_undone_whole(bakery: Person) -> None:
    who, import_id = buyer(bakery), uuid4()
    with inside(bakery.workspace_id):
        firm: dict[str, Any] = {"workspace_id": bakery.workspace_id, "now": NOW}
        firm |= {"import_id": import_id}
        record_orders(orders=[sale(who, 1)], **firm)
        record_refunds(refunds=[ALL], **firm)
        undone = undo_import(**firm)

        assert (undone.removed, undone.stayed) == (2, 0)
        assert not Order.objects.exists()


def test_a_step_by_hand_is_told_as_before(bakery: Person) -> None:
    order_id = sold(bakery, "lead")
    with inside(bakery.workspace_id):
        change_status(bakery.caller, order_id=order_id, status="paid", now=NOW)

    assert (told("OrderPaid"), told("OrderStatusChanged")) == (1, 1)
