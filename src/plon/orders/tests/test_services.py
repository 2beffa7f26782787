"""Orders, refunds and products are kept once, with what they earned."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.accounts.queries import Caller
from plon.customers.services import Person, identify
from plon.orders import queries
from plon.orders.models import Order, OrderLine, Product, Refund
from plon.orders.services import (
    NewLine,
    NewOrder,
    NewProduct,
    NewRefund,
    RefundTooLarge,
    change_product,
    record_order,
    record_orders,
    record_products,
    record_refund,
    record_refunds,
    undo_import,
)
from plon.orders.services.refunds import OrderUnknown
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def owner() -> Caller:
    return ann().caller


@pytest.fixture
def bakery(owner: Caller) -> UUID:
    return owner.workspace_id


@pytest.fixture
def sale(bakery: UUID) -> NewOrder:
    with inside(bakery):
        dan = identify(workspace_id=bakery, person=Person(email="dan@example.org"), now=NOW)
    return NewOrder(
        external_id="A-1", customer_id=dan, ordered_at=NOW, total_minor=10_000, currency="PLN"
    )


def told(name: str) -> int:
    return Fact.objects.filter(name=f"orders.{name}").count()


class TestRecordOrder:
    def test_keeps_an_order_once_and_tells_it_once(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            first = record_order(workspace_id=bakery, order=sale, now=NOW)
            again = record_order(workspace_id=bakery, order=sale, now=NOW)

        assert (first[1], again) == (True, (first[0], False))
        assert told("OrderPaid") == 1

    def test_a_lead_has_not_paid(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            record_order(workspace_id=bakery, order=replace(sale, status="lead"), now=NOW)

        assert told("OrderPaid") == 0

    def test_the_catalogue_says_what_the_lines_earn(self, bakery: UUID, sale: NewOrder) -> None:
        loan = NewProduct(
            code="mortgage", name="Mortgage", commission_model="percent", commission_bp=100
        )
        line = NewLine(product_code="mortgage", amount_minor=350_000_00)
        with inside(bakery):
            record_products(workspace_id=bakery, products=[loan], now=NOW)
            record_order(workspace_id=bakery, order=replace(sale, lines=[line]), now=NOW)
            order, kept = Order.objects.get(), OrderLine.objects.get()

        assert (order.margin_minor, order.commission_minor) == (3_500_00, 3_500_00)
        assert (kept.name, kept.commission_minor) == ("Mortgage", 3_500_00)

    def test_what_was_earned_stays_when_the_price_list_changes(
        self, bakery: UUID, owner: Caller, sale: NewOrder
    ) -> None:
        bun = NewProduct(code="bun", name="Bun", margin_bp=5_000)
        line = NewLine(product_code="bun", amount_minor=10_000)
        with inside(bakery):
            record_products(workspace_id=bakery, products=[bun], now=NOW)
            record_order(workspace_id=bakery, order=replace(sale, lines=[line]), now=NOW)
            bun_id = Product.objects.get().id
            for _ in range(2):
                change_product(owner, product_id=bun_id, changes={"margin_bp": 1}, now=NOW)
            margin = Order.objects.get().margin_minor

        assert margin == 5_000
        assert told("CatalogueChanged") == 1


class TestRecordOrders:
    def test_a_batch_is_told_once_as_history(self, bakery: UUID, sale: NewOrder) -> None:
        batch = [sale, replace(sale, external_id="A-2")]
        with inside(bakery):
            first = record_orders(workspace_id=bakery, orders=batch, now=NOW)
            again = record_orders(workspace_id=bakery, orders=batch, now=NOW)

        assert (first.created, first.known, set(first.ids)) == (2, 0, {"A-1", "A-2"})
        assert (again.created, again.known, again.changed, again.ids) == (0, 2, 0, first.ids)
        assert (told("OrdersRecorded"), told("OrderPaid")) == (1, 0)

    def test_what_is_told_otherwise_is_named_and_stays(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            again = record_orders(
                workspace_id=bakery, orders=[replace(sale, total_minor=1)], now=NOW
            )
            total = Order.objects.get().total_minor

        assert (again.changed_ids, total) == (("A-1",), 10_000)

    def test_a_thousand_orders_take_a_dozen_queries(self, bakery: UUID, sale: NewOrder) -> None:
        batch = [replace(sale, external_id=str(i)) for i in range(1000)]

        with inside(bakery), CaptureQueriesContext(connection) as asked:
            record_orders(workspace_id=bakery, orders=batch, now=NOW)

        assert len(asked) <= 12


class TestRecordRefunds:
    @pytest.fixture
    def paid(self, bakery: UUID, sale: NewOrder) -> NewRefund:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
        return NewRefund(
            external_id="R-1", order_external_id="A-1", amount_minor=4_000, refunded_at=NOW
        )

    def test_several_refunds_add_up_and_the_last_returns_it(
        self, bakery: UUID, paid: NewRefund
    ) -> None:
        rest = replace(paid, external_id="R-2", amount_minor=6_000)
        with inside(bakery):
            first, is_new = record_refund(workspace_id=bakery, refund=paid, now=NOW)
            assert Order.objects.get().status == "paid"
            again = record_refund(workspace_id=bakery, refund=paid, now=NOW)
            batch = record_refunds(workspace_id=bakery, refunds=[paid, rest], now=NOW)
            order = Order.objects.get()

        assert (is_new, again) == (True, (first, False))
        assert (batch.created, batch.known, batch.refused) == (1, 1, 0)
        assert (order.refunded_minor, order.status) == (10_000, "returned")
        assert (told("OrderRefunded"), told("RefundsRecorded")) == (1, 1)

    def test_never_more_than_was_paid(self, bakery: UUID, paid: NewRefund) -> None:
        with inside(bakery):
            with pytest.raises(RefundTooLarge):
                record_refund(
                    workspace_id=bakery, refund=replace(paid, amount_minor=10_001), now=NOW
                )
            assert Refund.objects.count() == 0
            assert Order.objects.get().refunded_minor == 0

    def test_an_unknown_order_is_named(self, bakery: UUID, paid: NewRefund) -> None:
        with inside(bakery), pytest.raises(OrderUnknown, match="B-9"):
            record_refund(
                workspace_id=bakery, refund=replace(paid, order_external_id="B-9"), now=NOW
            )


class TestUndoImport:
    def test_takes_back_orders_and_refunds_of_the_import(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        mine = uuid4()
        refund = NewRefund(
            external_id="R", order_external_id="kept", amount_minor=100, refunded_at=NOW
        )
        foreign = replace(refund, external_id="F", order_external_id="held")
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[replace(sale, external_id="kept")], now=NOW)
            record_orders(
                workspace_id=bakery,
                orders=[sale, replace(sale, external_id="held")],
                now=NOW,
                import_id=mine,
            )
            record_refunds(workspace_id=bakery, refunds=[refund], now=NOW, import_id=mine)
            record_refunds(workspace_id=bakery, refunds=[foreign], now=NOW)
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
            again = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
            left = dict(Order.objects.values_list("external_id", "refunded_minor"))

        assert (undone.removed, undone.stayed, undone.reasons) == (2, 1, {"orders.Refund": 1})
        assert (again.removed, again.stayed) == (0, 1)
        assert told("OrdersRemoved") == 1
        assert left == {"kept": 0, "held": 100}


class TestSalesOf:
    def test_tells_sales_and_refunds_by_day_of_the_workspace(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        late = replace(sale, ordered_at=NOW.replace(hour=22, minute=30), channel="shop")
        refund = NewRefund(
            external_id="R", order_external_id="A-1", amount_minor=100, refunded_at=NOW
        )
        lead = replace(sale, external_id="L", status="lead")
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[late, lead], now=NOW)
            record_refunds(workspace_id=bakery, refunds=[refund], now=NOW)
            told = queries.sales_of(zone=WARSAW).to_pylist()
            nobody = queries.sales_of(zone=WARSAW, customers=[uuid4()])
            changed = (
                queries.customers_changed_since(NOW),
                queries.customers_changed_since(NOW + timedelta(1)),
            )

        assert [(row["date"].day, row["amount_minor"], row["channel"]) for row in told] == [
            (13, 10_000, "shop"),
            (12, -100, None),
        ]
        assert len(nobody) == 0
        assert changed == ({sale.customer_id}, set())
