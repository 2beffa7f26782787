"""Orders, refunds and customers told by many at once are kept once, and nothing is overspent."""

from uuid import UUID

import pytest

from plon.customers.models import Customer, Identity
from plon.customers.services import Person, identify, identify_many
from plon.orders.models import Order, Refund
from plon.orders.services import (
    NewOrder,
    NewRefund,
    RefundTooLarge,
    record_order,
    record_orders,
    record_refund,
)
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bakery() -> UUID:
    return ann().workspace_id


def sale(bakery: UUID, external_id: str) -> NewOrder:
    with inside(bakery):
        dan = identify(workspace_id=bakery, person=Person(email="dan@example.org"), now=NOW)
    return NewOrder(
        external_id=external_id, customer_id=dan, ordered_at=NOW, total_minor=100, currency="PLN"
    )


def test_never_more_is_given_back_than_was_paid(bakery: UUID) -> None:
    order = sale(bakery, "A")
    with inside(bakery):
        record_order(workspace_id=bakery, order=order, now=NOW)

    def give_back(number: int) -> object:
        refund = NewRefund(
            external_id=f"R{number}", order_external_id="A", amount_minor=30, refunded_at=NOW
        )
        with inside(bakery):
            return record_refund(workspace_id=bakery, refund=refund, now=NOW)

    answers = crowd(8, give_back)

    refused = [answer for answer in answers if isinstance(answer, RefundTooLarge)]
    with inside(bakery):
        assert (len(refused), Refund.objects.count()) == (5, 3)
        assert Order.objects.get().refunded_minor == 90


def test_an_order_told_by_many_at_once_is_kept_once(bakery: UUID) -> None:
    orders = [sale(bakery, str(number)) for number in range(20)]

    def tell(number: int) -> object:
        with inside(bakery):
            told = record_orders(
                workspace_id=bakery, orders=orders[:: 1 if number % 2 else -1], now=NOW
            )
        return told.created + told.known

    assert crowd(6, tell) == [20] * 6
    with inside(bakery):
        assert Order.objects.count() == 20


def test_one_order_that_two_webhooks_bring_at_once_is_new_to_one(bakery: UUID) -> None:
    orders = [sale(bakery, str(number)) for number in range(10)]

    def tell(_number: int) -> list[bool]:
        with inside(bakery):
            return [record_order(workspace_id=bakery, order=order, now=NOW)[1] for order in orders]

    answers = crowd(6, tell)

    assert all(isinstance(answer, list) for answer in answers), answers
    news = [answer for answer in answers if isinstance(answer, list)]
    assert [sum(of_one) for of_one in zip(*news, strict=True)] == [1] * 10
    with inside(bakery):
        assert Order.objects.count() == 10


def test_a_person_told_by_many_at_once_becomes_one_customer(bakery: UUID) -> None:
    people = [Person(external_id=str(n), email=f"p{n}@example.org") for n in range(20)]

    def tell(number: int) -> object:
        order = 1 if number % 2 else -1
        with inside(bakery):
            found = identify_many(workspace_id=bakery, people=people[::order], now=NOW)
        return tuple(found[::order])

    answers = crowd(6, tell)

    assert len(set(answers)) == 1
    with inside(bakery):
        assert (Customer.objects.count(), Identity.objects.count()) == (20, 40)
