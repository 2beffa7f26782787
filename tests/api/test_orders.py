"""Orders, refunds and products over the API: kept once, refused by name, earning by the catalogue."""

from typing import Any
from uuid import uuid4

import pytest

from plon.accounts.models import AuditEntry
from plon.customers.models import Customer
from plon.orders.models import Order
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.api.program import Program, order, program
from tests.cast import Person, ann

pytestmark = pytest.mark.django_db
REFUND = {"external_id": "R-1", "amount_minor": 3_000, "refunded_at": "2026-04-11T09:00:00+02:00"}


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def shop(owner: Person) -> Program:
    return program(owner)


class TestOneOrder:
    def test_is_recorded_once_for_whom_it_names(self, shop: Program) -> None:
        first, again = shop.post("/orders", order()), shop.post("/orders", order())

        assert (first.status, again.status) == (201, 200)
        assert again.body == first.body == shop.get(f"/orders/{first.body['id']}").body
        assert first.headers["Location"] == f"/api/v1/orders/{first.body['id']}"
        (dan,) = shop.get("/customers?email=dan@example.org").body["data"]
        assert first.body["customer_id"] == dan["id"]
        assert Fact.objects.filter(name="orders.OrderPaid").count() == 1

    def test_told_otherwise_it_is_refused_and_stays(self, shop: Program) -> None:
        shop.post("/orders", order())
        answer = shop.post("/orders", order(total_minor=9_999))

        assert (answer.status, answer.body["code"]) == (409, "order_told_otherwise")
        assert shop.get("/orders").body["data"][0]["total_minor"] == 10_000

    def test_a_refused_one_leaves_no_customer_behind(self, owner: Person, shop: Program) -> None:
        shop.post("/orders", order())
        told = order(total_minor=1, customer={"email": "eve@example.org"})

        assert shop.post("/orders", told).status == 409
        with inside(owner.workspace_id):
            assert Customer.objects.count() == 1

    def test_the_catalogue_says_what_the_lines_earn(self, shop: Program) -> None:
        loan = {"code": "loan", "name": "Loan", "commission_model": "percent", "commission_bp": 100}
        shop.post("/products", loan)
        lines = [{"product_code": "loan", "amount_minor": 10_000}]
        sold = shop.post("/orders", order(lines=lines)).body

        assert (sold["commission_minor"], sold["margin_minor"]) == (100, 100)
        assert sold["lines"] == [
            {
                "product_code": "loan",
                "name": "Loan",
                "quantity_milli": 1_000,
                "amount_minor": 10_000,
                "margin_minor": 100,
                "commission_minor": 100,
            }
        ]

    @pytest.mark.parametrize(
        ("told", "pointer", "code"),
        [
            ({"customer": None}, "/customer_id", "customer_missing"),
            ({"customer": {"first_name": "Dan"}}, "/customer", "identity_missing"),
            ({"customer": {"email": "dan"}}, "/customer/email", "address_unreadable"),
            ({"currency": "EUR"}, "/currency", "currency_other"),
            ({"total_minor": 12.5}, "/total_minor", "int_type"),
            ({"total_minor": "100"}, "/total_minor", "int_type"),
            ({"total_minor": 10**16}, "/total_minor", "less_than_equal"),
            ({"ordered_at": "2026-04-10"}, "/ordered_at", "moment_unreadable"),
            ({"ordered_at": "2026-04-10T09:00:00"}, "/ordered_at", "moment_unreadable"),
            ({"status": "sent"}, "/status", "literal_error"),
            ({"lines": [{"amount_minor": -1}]}, "/lines/0/amount_minor", "greater_than_equal"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, shop: Program, told: dict[str, Any], pointer: str, code: str
    ) -> None:
        answer = shop.post("/orders", order(**told))

        assert answer.status == 422
        assert (pointer, code) in {(e["pointer"], e["code"]) for e in answer.body["errors"]}

    def test_a_buyer_nobody_knows_is_refused(self, shop: Program) -> None:
        told = order(customer=None, customer_id=str(uuid4()))

        assert shop.post("/orders", told).body["code"] == "buyer_unknown"


class TestBatch:
    def test_says_of_each_row_what_became_of_it(self, shop: Program) -> None:
        shop.post("/orders", order("A-1"))
        shop.post("/orders", order("A-2"))
        rows = [
            order("A-1"),
            order("A-2", total_minor=1),
            order("A-3"),
            order("A-4", customer=None, customer_id=str(uuid4())),
        ]
        answer = shop.post("/orders/batch", {"orders": rows})

        assert answer.status == 200
        assert [(row["result"], row["code"]) for row in answer.body["data"]] == [
            ("known", None),
            ("refused", "order_told_otherwise"),
            ("created", None),
            ("refused", "buyer_unknown"),
        ]
        assert [row["id"] is None for row in answer.body["data"]] == [False, False, False, True]

    def test_is_history_nobody_has_just_paid(self, shop: Program) -> None:
        shop.post("/orders/batch", {"orders": [order("A-1"), order("A-2")]})

        assert not Fact.objects.filter(name="orders.OrderPaid").exists()
        assert Fact.objects.filter(name="orders.OrdersRecorded").count() == 1

    def test_takes_five_hundred_and_no_more(self, shop: Program) -> None:
        rows = [order(str(number)) for number in range(501)]

        assert len(shop.post("/orders/batch", {"orders": rows[:500]}).body["data"]) == 500
        (error,) = shop.post("/orders/batch", {"orders": rows}).body["errors"]
        assert (error["pointer"], error["code"]) == ("/orders", "too_long")

    def test_a_number_told_twice_is_pointed_at(self, shop: Program) -> None:
        (error,) = shop.post("/orders/batch", {"orders": [order("A"), order("A")]}).body["errors"]

        assert (error["pointer"], error["code"]) == ("/orders/1/external_id", "told_twice")


class TestListing:
    def test_pages_hold_each_once_the_newest_first(self, shop: Program) -> None:
        days = [order(str(n), ordered_at=f"2026-04-{n // 3 + 1:02}T09:00:00Z") for n in range(10)]
        shop.post("/orders/batch", {"orders": days})
        first = shop.get("/orders?limit=4").body
        second = shop.get(f"/orders?limit=4&cursor={first['next_cursor']}").body
        third = shop.get(f"/orders?limit=4&cursor={second['next_cursor']}").body

        rows = first["data"] + second["data"] + third["data"]
        assert third["next_cursor"] is None
        assert len({row["id"] for row in rows}) == len(rows) == 10
        moments = [row["ordered_at"] for row in rows]
        assert moments == sorted(moments, reverse=True)

    def test_filters_hold_together(self, shop: Program) -> None:
        made = shop.post("/orders", order("A-1", status="lead")).body
        shop.post("/orders", order("A-2", ordered_at="2026-03-01T00:00:00Z"))
        dan = made["customer_id"]

        def found(query: str) -> list[str]:
            return sorted(row["external_id"] for row in shop.get(f"/orders?{query}").body["data"])

        assert found("status=lead") == ["A-1"]
        assert found("external_id=A-2") == ["A-2"]
        assert found(f"customer_id={dan}&status=paid") == ["A-2"]
        assert found("ordered_from=2026-03-01T00:00:00Z&ordered_until=2026-04-01T00:00:00Z") == [
            "A-2"
        ]
        assert found("updated_since=2026-01-01T00:00:00Z") == ["A-1", "A-2"]
        assert found("updated_since=2190-01-01T00:00:00Z") == []


class TestStatus:
    def test_goes_on_along_the_rule(self, shop: Program) -> None:
        made = shop.post("/orders", order(status="lead")).body
        signed = shop.ask("PATCH", f"/orders/{made['id']}", {"status": "signed"})
        back = shop.ask("PATCH", f"/orders/{made['id']}", {"status": "lead"})

        assert (signed.status, signed.body["status"]) == (200, "signed")
        assert (back.status, back.body["code"]) == (409, "status_not_possible")
        assert "signed -> lead" in back.body["detail"]

    def test_renewal_and_complaint_change_on_their_own(self, shop: Program) -> None:
        made = shop.post("/orders", order(renewal_date="2027-01-31")).body
        address = f"/orders/{made['id']}"

        complained = shop.ask("PATCH", address, {"has_complaint": True}).body
        moment = complained["changed_at"]
        assert complained == {**made, "has_complaint": True, "changed_at": moment}
        listed = shop.get(f"/orders?updated_since={moment}").body["data"]
        assert [each["id"] for each in listed] == [made["id"]]
        ended = shop.ask("PATCH", address, {"renewal_date": None}).body
        assert ended == {**complained, "renewal_date": None, "changed_at": ended["changed_at"]}
        assert shop.ask("PATCH", address, {}).body == ended
        refused = shop.ask("PATCH", address, {"status": "lead", "has_complaint": False})
        assert refused.status == 409
        assert shop.get(address).body == ended

    def test_an_unknown_order_is_not_found(self, shop: Program) -> None:
        answer = shop.ask("PATCH", f"/orders/{uuid4()}", {"status": "paid"})

        assert (answer.status, answer.body["code"]) == (404, "order_not_found")
        assert shop.get(f"/orders/{uuid4()}").status == 404


class TestRefunds:
    def test_are_partial_and_several_until_all_is_given_back(self, shop: Program) -> None:
        sold = shop.post("/orders", order()).body
        path = f"/orders/{sold['id']}/refunds"
        first, again = shop.post(path, REFUND), shop.post(path, REFUND)
        shop.post(path, REFUND | {"external_id": "R-2", "amount_minor": 7_000})

        assert (first.status, again.status, again.body) == (201, 200, first.body)
        assert first.body["refunded_at"] == "2026-04-11T07:00:00Z"
        assert shop.get(f"/refunds/{first.body['id']}").body == first.body
        after = shop.get(f"/orders/{sold['id']}").body
        assert (after["refunded_minor"], after["status"]) == (10_000, "returned")

    @pytest.mark.parametrize(
        ("told", "status", "code"),
        [
            ({"amount_minor": 4_000}, 409, "refund_told_otherwise"),
            ({"external_id": "R-9", "amount_minor": 7_001}, 409, "refund_too_large"),
            ({"amount_minor": 0}, 422, "fields_invalid"),
        ],
    )
    def test_are_refused_by_name(
        self, shop: Program, told: dict[str, Any], status: int, code: str
    ) -> None:
        path = f"/orders/{shop.post('/orders', order()).body['id']}/refunds"
        shop.post(path, REFUND)
        answer = shop.post(path, REFUND | told)

        assert (answer.status, answer.body["code"]) == (status, code)

    def test_each_leaves_one_line_in_the_log(self, owner: Person, shop: Program) -> None:
        path = f"/orders/{shop.post('/orders', order()).body['id']}/refunds"
        first, _again = shop.post(path, REFUND), shop.post(path, REFUND)

        with inside(owner.workspace_id):
            entry = AuditEntry.objects.get(action="order.refunded")
        assert entry.subject == f"refund:{first.body['id']}"

    def test_of_an_enquiry_are_refused(self, shop: Program) -> None:
        asked = shop.post("/orders", order() | {"status": "lead"}).body
        answer = shop.post(f"/orders/{asked['id']}/refunds", REFUND)

        assert (answer.status, answer.body["code"]) == (409, "nothing_paid")

    def test_are_listed_by_number_and_of_one_order(self, shop: Program) -> None:
        for number in ("A-1", "A-2"):
            sold = shop.post("/orders", order(number)).body["id"]
            shop.post(f"/orders/{sold}/refunds", REFUND | {"external_id": f"R-{number}"})
        first = shop.get("/refunds?limit=1").body
        rest = shop.get(f"/refunds?cursor={first['next_cursor']}").body

        assert [row["external_id"] for row in first["data"] + rest["data"]] == ["R-A-1", "R-A-2"]
        assert len(shop.get(f"/refunds?order_id={sold}").body["data"]) == 1
        assert shop.get("/refunds?external_id=R-A-1").body["data"] == first["data"]
        assert shop.get("/refunds?created_since=2190-01-01T00:00:00Z").body["data"] == []

    def test_of_nothing_known_are_not_found(self, shop: Program) -> None:
        assert shop.post(f"/orders/{uuid4()}/refunds", REFUND).status == 404
        assert shop.get(f"/refunds/{uuid4()}").status == 404


class TestProducts:
    def test_are_added_once_and_changed(self, owner: Person, shop: Program) -> None:
        rye = {"code": "rye", "name": "Rye", "price_minor": 900, "note": "In 24 hours"}
        rye |= {"commission_model": "yearly", "is_counted_yearly": True}
        first, again = shop.post("/products", rye), shop.post("/products", rye)
        other = shop.post("/products", rye | {"name": "Oat"})
        path = f"/products/{first.body['id']}"
        changed = shop.ask("PATCH", path, {"price_minor": 950, "is_active": False})

        assert (first.status, again.status, other.status) == (201, 200, 409)
        assert other.body["code"] == "product_told_otherwise"
        assert (changed.body["price_minor"], changed.body["name"]) == (950, "Rye")
        assert (changed.body["note"], changed.body["is_counted_yearly"]) == ("In 24 hours", True)
        with inside(owner.workspace_id):
            log = AuditEntry.objects.filter(action__startswith="product.")
            assert sorted(log.values_list("action", flat=True)) == [
                "product.added",
                "product.changed",
            ]
        assert shop.get(path).body == changed.body
        assert shop.get("/products?is_active=true").body["data"] == []
        assert shop.get("/products?code=rye").body["data"] == [changed.body]

    def test_an_unknown_one_is_not_found(self, shop: Program) -> None:
        assert shop.get(f"/products/{uuid4()}").status == 404
        assert shop.ask("PATCH", f"/products/{uuid4()}", {"name": "Oat"}).status == 404

    def test_pages_go_by_code(self, shop: Program) -> None:
        for code in ("c", "a", "b"):
            shop.post("/products", {"code": code, "name": code})
        first = shop.get("/products?limit=2").body
        rest = shop.get(f"/products?limit=2&cursor={first['next_cursor']}").body

        assert [row["code"] for row in first["data"] + rest["data"]] == ["a", "b", "c"]


class TestKeyThatLacksRights:
    """What pages hide without a right, the API hides without it."""

    EARNED = ("margin_minor", "commission_minor")

    @pytest.fixture
    def sold(self, shop: Program) -> dict[str, Any]:
        loan = {"code": "loan", "name": "Loan", "price_minor": 900, "unit_cost_minor": 500}
        loan |= {"commission_model": "percent", "commission_bp": 100, "margin_bp": 2_000}
        assert shop.post("/products", loan).status == 201
        told = order(lines=[{"product_code": "loan", "amount_minor": 10_000}])
        return dict(shop.post("/orders", told).body)

    def test_of_value_gets_no_margin_of_orders(self, owner: Person, sold: dict[str, Any]) -> None:
        reader = program(owner, may=["orders.read"])
        one = reader.get(f"/orders/{sold['id']}").body
        (listed,) = reader.get("/orders").body["data"]

        assert sold["margin_minor"] == 100
        hidden = dict.fromkeys(self.EARNED)
        assert one == listed == sold | hidden | {"lines": [sold["lines"][0] | hidden]}

    def test_of_value_gets_no_cost_of_products(self, owner: Person, sold: dict[str, Any]) -> None:
        keys = [program(owner, may=["orders.read", *more]) for more in ([], ["value.read"])]
        (hidden,), (whole,) = (key.get("/products").body["data"] for key in keys)
        earns = ("commission_minor", "commission_bp", "margin_bp", "unit_cost_minor")

        assert (whole["commission_bp"], whole["margin_bp"]) == (100, 2_000)
        assert hidden == whole | dict.fromkeys(earns)
        assert keys[0].get(f"/products/{whole['id']}").body == hidden

    def test_of_reading_is_told_which_order_it_wrote_and_no_more(
        self, owner: Person, sold: dict[str, Any]
    ) -> None:
        till = program(owner, may=["orders.write"])
        told = order("A-2", status="lead")
        first, again = till.post("/orders", told), till.post("/orders", told)
        changed = till.ask("PATCH", f"/orders/{sold['id']}", {"status": "returned"})

        assert (first.status, again.status, changed.status) == (201, 200, 200)
        assert again.body == first.body
        assert first.body.keys() == {"id", "external_id", "status"}
        assert changed.body == {"id": sold["id"], "external_id": "A-1", "status": "returned"}


def test_an_order_of_many_lines_costs_no_more_questions(owner: Person, shop: Program) -> None:
    lines = [{"amount_minor": 10} for _ in range(20)]
    shop.post("/orders", order(lines=lines))

    assert len(shop.get("/orders").body["data"][0]["lines"]) == 20
    with inside(owner.workspace_id):
        assert Order.objects.count() == 1
