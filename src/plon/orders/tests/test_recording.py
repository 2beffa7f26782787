"""What orders earn is told or ruled, once; what cannot be is named, not lost."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.accounts.models import AuditEntry
from plon.accounts.queries import Caller
from plon.customers.models import Customer
from plon.customers.services import Person, identify
from plon.customers.services import undo_import as undo_customers
from plon.orders import queries
from plon.orders.models import Order, OrderLine, Product, Refund
from plon.orders.services import (
    BuyerUnknown,
    NewLine,
    NewOrder,
    NewProduct,
    NewRefund,
    OrderToldOtherwise,
    ProductNotFound,
    RefundOfNothing,
    RefundToldOtherwise,
    change_product,
    record_order,
    record_orders,
    record_products,
    record_refund,
    record_refunds,
    undo_import,
)
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann, cora

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
BUN = NewProduct(code="bun", name="Bun", margin_bp=5_000)


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


def facts() -> list[str]:
    return list(Fact.objects.order_by("id").values_list("name", flat=True))


class TestOrders:
    def test_what_is_told_of_a_line_goes_before_the_rule(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        lines = [
            NewLine(product_code="bun", amount_minor=4_000, margin_minor=7),
            NewLine(product_code="none", amount_minor=6_000, commission_minor=9),
        ]
        with inside(bakery):
            record_products(workspace_id=bakery, products=[BUN], now=NOW)
            record_orders(workspace_id=bakery, orders=[replace(sale, lines=lines)], now=NOW)
            order = Order.objects.get()
            kept = list(
                OrderLine.objects.order_by("amount_minor").values_list("name", "margin_minor")
            )

        assert kept == [("Bun", 7), ("none", 9)]
        assert (order.margin_minor, order.commission_minor) == (16, None)

    def test_a_line_of_unknown_margin_leaves_the_orders_unknown(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        lines = [
            NewLine(product_code="bun", amount_minor=4_000),
            NewLine(name="Rye", amount_minor=6_000),
        ]
        with inside(bakery):
            record_products(workspace_id=bakery, products=[BUN], now=NOW)
            record_orders(workspace_id=bakery, orders=[replace(sale, lines=lines)], now=NOW)

            assert Order.objects.get().margin_minor is None

    def test_a_commission_alone_is_the_margin(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            told = replace(sale, total_minor=350_000_00, commission_minor=3_500_00)
            record_orders(workspace_id=bakery, orders=[told], now=NOW)
            order = Order.objects.get()

        assert (order.margin_minor, order.commission_minor) == (3_500_00, 3_500_00)

    @pytest.mark.parametrize(
        "change",
        [
            {"status": "signed"},
            {"margin_minor": 5},
            {"ordered_at": NOW + timedelta(seconds=1)},
            {"lines": (NewLine(amount_minor=10_000),)},
        ],
    )
    def test_any_difference_is_named(
        self, bakery: UUID, sale: NewOrder, change: dict[str, object]
    ) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            told = record_orders(workspace_id=bakery, orders=[replace(sale, **change)], now=NOW)  # type: ignore[arg-type]

        assert (told.created, told.known, told.changed_ids) == (0, 0, ("A-1",))

    def test_a_single_one_told_otherwise_is_refused(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            record_order(workspace_id=bakery, order=sale, now=NOW)
            with pytest.raises(OrderToldOtherwise, match="A-1"):
                record_order(workspace_id=bakery, order=replace(sale, total_minor=1), now=NOW)

    def test_the_same_moment_in_another_zone_is_no_difference(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            local = replace(sale, ordered_at=NOW.astimezone(WARSAW))

            assert record_orders(workspace_id=bakery, orders=[local], now=NOW).known == 1

    def test_twice_in_one_list_the_first_counts(self, bakery: UUID, sale: NewOrder) -> None:
        other = replace(sale, total_minor=1)
        with inside(bakery):
            told = record_orders(workspace_id=bakery, orders=[sale, sale, other], now=NOW)

            assert (told.created, told.known, told.changed) == (1, 1, 1)
            assert Order.objects.get().total_minor == 10_000

    def test_what_changed_here_since_is_still_known_there(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            Order.objects.update(status="returned", channel="till")

            assert record_orders(workspace_id=bakery, orders=[sale], now=NOW).known == 1

    def test_a_merged_buyer_stands_for_the_one_kept(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            ola = identify(workspace_id=bakery, person=Person(external_id="ola"), now=NOW)
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            Customer.objects.filter(id=sale.customer_id).update(merged_into=ola)
            Order.objects.update(customer_id=ola)
            second = replace(sale, external_id="A-2")
            told = record_orders(workspace_id=bakery, orders=[sale, second], now=NOW)

            assert (told.known, told.created) == (1, 1)
            assert set(Order.objects.values_list("customer_id", flat=True)) == {ola}

    @pytest.mark.parametrize("whose", ["nobody", "a stranger"])
    def test_a_buyer_of_nobody_is_refused_whole(
        self, bakery: UUID, sale: NewOrder, whose: str
    ) -> None:
        other = uuid4()
        if whose == "a stranger":
            there = cora().workspace_id
            with inside(there):
                other = identify(workspace_id=there, person=Person(external_id="1"), now=NOW)
        with inside(bakery):
            bad = replace(sale, external_id="A-2", customer_id=other)
            with pytest.raises(BuyerUnknown, match=str(other)):
                record_orders(workspace_id=bakery, orders=[sale, bad], now=NOW)

            assert Order.objects.count() == 0
        assert facts() == []

    def test_one_told_as_returned_leaves_nothing(self, bakery: UUID, sale: NewOrder) -> None:
        gift = replace(sale, external_id="A-2", total_minor=0, status="returned")
        with inside(bakery):
            told = replace(sale, status="returned")
            record_order(workspace_id=bakery, order=told, now=NOW)
            record_orders(workspace_id=bakery, orders=[told, gift], now=NOW)
            sold = queries.sales_of(zone=WARSAW)

            assert Refund.objects.get().amount_minor == 10_000
            assert sum(sold["amount_minor"].to_pylist()) == 0
        assert facts() == ["orders.OrdersRecorded"]


class TestProducts:
    def test_one_told_otherwise_stays_and_is_named(self, bakery: UUID) -> None:
        rye = NewProduct(code="rye", name="Rye")
        with inside(bakery):
            first = record_products(workspace_id=bakery, products=[BUN, rye], now=NOW)
            again = record_products(
                workspace_id=bakery, products=[replace(BUN, name="Roll"), rye], now=NOW
            )

            assert (first.created, again.created, again.known) == (2, 0, 1)
            assert (again.changed_ids, again.ids) == (("bun",), first.ids)
            assert Product.objects.get(code="bun").name == "Bun"

    def test_a_change_is_told_and_signed(self, bakery: UUID, owner: Caller) -> None:
        with inside(bakery):
            bun = record_products(workspace_id=bakery, products=[BUN], now=NOW).ids["bun"]
            change_product(owner, product_id=bun, changes={"name": "Roll"}, now=NOW)
            entry = AuditEntry.objects.get()

        assert (entry.action, entry.detail) == ("product.changed", {"fields": ["name"]})
        assert facts() == ["orders.CatalogueChanged"]

    def test_a_code_is_for_ever_and_a_stranger_finds_none(
        self, bakery: UUID, owner: Caller
    ) -> None:
        stranger = cora().caller
        with inside(bakery):
            bun = record_products(workspace_id=bakery, products=[BUN], now=NOW).ids["bun"]
            with pytest.raises(KeyError, match="code"):
                change_product(owner, product_id=bun, changes={"code": "x"}, now=NOW)
        with inside(stranger.workspace_id), pytest.raises(ProductNotFound):
            change_product(stranger, product_id=bun, changes={"name": "x"}, now=NOW)


class TestRefunds:
    def refund(self, external_id: str, **told: object) -> NewRefund:
        known = {"order_external_id": "A-1", "amount_minor": 4_000, "refunded_at": NOW} | told
        return NewRefund(external_id=external_id, **known)  # type: ignore[arg-type]

    def test_a_bad_one_does_not_hold_up_the_others(self, bakery: UUID, sale: NewOrder) -> None:
        refunds = [
            self.refund("good"),
            self.refund("no order", order_external_id="B"),
            self.refund("nothing", amount_minor=0),
            self.refund("too much", amount_minor=6_001),
            self.refund("good", amount_minor=1),
        ]
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            told = record_refunds(workspace_id=bakery, refunds=refunds, now=NOW)
            record_refunds(workspace_id=bakery, refunds=[self.refund("good")], now=NOW)

            assert Order.objects.get().refunded_minor == 4_000
        assert (told.created, told.changed_ids, told.refused) == (1, ("good",), 3)
        assert told.refusals == {
            "no order": "order_unknown",
            "nothing": "refund_of_nothing",
            "too much": "refund_too_large",
        }
        assert facts() == ["orders.OrdersRecorded", "orders.RefundsRecorded"]

    def test_a_single_one_told_otherwise_is_refused(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            record_refund(workspace_id=bakery, refund=self.refund("R"), now=NOW)
            with pytest.raises(RefundToldOtherwise, match="R"):
                record_refund(workspace_id=bakery, refund=self.refund("R", amount_minor=1), now=NOW)

    def test_a_single_one_of_nothing_is_refused(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            with pytest.raises(RefundOfNothing):
                record_refund(
                    workspace_id=bakery, refund=self.refund("R", amount_minor=-5), now=NOW
                )

    def test_a_thousand_take_a_dozen_queries(self, bakery: UUID, sale: NewOrder) -> None:
        refunds = [
            self.refund(str(i), order_external_id=f"A-{i}", amount_minor=10_000)
            for i in range(1000)
        ]
        with inside(bakery):
            orders = [replace(sale, external_id=f"A-{i}") for i in range(1000)]
            record_orders(workspace_id=bakery, orders=orders, now=NOW)
            with CaptureQueriesContext(connection) as asked:
                record_refunds(workspace_id=bakery, refunds=refunds, now=NOW)

            assert Order.objects.filter(status="returned", refunded_minor=10_000).count() == 1000
        assert len(asked) <= 12


class TestUndoImport:
    def test_an_order_changed_by_hand_stays_with_its_refund(
        self, bakery: UUID, sale: NewOrder
    ) -> None:
        mine = uuid4()
        refund = NewRefund(
            external_id="R", order_external_id="A-1", amount_minor=10_000, refunded_at=NOW
        )
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW, import_id=mine)
            record_refunds(workspace_id=bakery, refunds=[refund], now=NOW, import_id=mine)
            Order.objects.update(edited_at=NOW)
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)

            assert Order.objects.get().refunded_minor == 10_000
        assert (undone.removed, undone.reasons) == (0, {"edited": 1})
        assert "orders.OrdersRemoved" not in facts()

    def test_an_order_given_back_whole_is_paid_again(self, bakery: UUID, sale: NewOrder) -> None:
        mine = uuid4()
        refund = NewRefund(
            external_id="R", order_external_id="A-1", amount_minor=10_000, refunded_at=NOW
        )
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            record_refunds(workspace_id=bakery, refunds=[refund], now=NOW, import_id=mine)
            undo_import(workspace_id=bakery, import_id=mine, now=NOW)
            order = Order.objects.get()

        assert (order.refunded_minor, order.status) == (0, "paid")

    def test_products_that_others_name_stay(self, bakery: UUID, sale: NewOrder) -> None:
        mine = uuid4()
        rye = NewProduct(code="rye", name="Rye")
        lines = [NewLine(product_code="bun", amount_minor=10_000)]
        with inside(bakery):
            record_products(workspace_id=bakery, products=[BUN, rye], now=NOW, import_id=mine)
            record_orders(workspace_id=bakery, orders=[replace(sale, lines=lines)], now=NOW)
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)

            assert Product.objects.get().code == "bun"
        assert (undone.removed, undone.reasons) == (1, {"orders.OrderLine": 1})

    def test_a_buyer_with_orders_stays(self, bakery: UUID, sale: NewOrder) -> None:
        mine = uuid4()
        with inside(bakery):
            ola = identify(
                workspace_id=bakery, person=Person(external_id="2"), now=NOW, import_id=mine
            )
            record_orders(workspace_id=bakery, orders=[replace(sale, customer_id=ola)], now=NOW)
            undone = undo_customers(workspace_id=bakery, import_id=mine, now=NOW)

        assert (undone.removed, undone.reasons) == (0, {"orders.Order": 1})


class TestQueries:
    def test_some_customers_alone(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            ola = identify(workspace_id=bakery, person=Person(external_id="2"), now=NOW)
            other = replace(sale, external_id="A-2", customer_id=ola)
            record_orders(workspace_id=bakery, orders=[sale, other], now=NOW)
            sold = queries.sales_of(zone=WARSAW, customers=[ola])

            assert sold["customer"].to_pylist() == [str(ola)]
            assert sold["order"].to_pylist() == [str(Order.objects.get(external_id="A-2").id)]
            assert queries.known_external_ids(["A-1", "B"]) == {"A-1"}

    def test_a_fraction_of_a_second_before_midnight(self, bakery: UUID, sale: NewOrder) -> None:
        midnight = NOW.replace(hour=22)
        last = replace(sale, ordered_at=midnight - timedelta(microseconds=1))
        first = replace(sale, external_id="A-2", ordered_at=midnight)
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[last, first], now=NOW)
            days = queries.sales_of(zone=WARSAW)["date"].to_pylist()

        assert sorted(day.day for day in days) == [12, 13]

    def test_a_stranger_sees_no_sale(self, bakery: UUID, sale: NewOrder) -> None:
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
        stranger = cora()
        with inside(stranger.workspace_id):
            assert len(queries.sales_of(zone=WARSAW)) == 0

    def test_who_had_a_refund_has_changed(self, bakery: UUID, sale: NewOrder) -> None:
        later = NOW + timedelta(days=1)
        refund = NewRefund(
            external_id="R", order_external_id="A-1", amount_minor=1, refunded_at=NOW
        )
        with inside(bakery):
            record_orders(workspace_id=bakery, orders=[sale], now=NOW)
            assert queries.customers_changed_since(later) == set()
            record_refund(workspace_id=bakery, refund=refund, now=later)

            assert queries.customers_changed_since(later) == {sale.customer_id}
