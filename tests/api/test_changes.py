"""A known customer changed over the API: fields, and addresses."""

from typing import Any
from uuid import uuid4

import pytest

from plon.customers.models import Customer
from plon.runtime.tenancy import inside
from tests.api.program import Program, program
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def shop(owner: Person) -> Program:
    return program(owner)


@pytest.fixture
def dan(shop: Program) -> str:
    told = {"email": "dan@example.org", "first_name": "Dan", "city": "Łódź", "needs": "rye\nbread"}
    return f"/customers/{shop.post('/customers', told).body['id']}"


class TestFields:
    def test_told_they_change_and_all_others_stay(self, shop: Program, dan: str) -> None:
        told = {
            "first_name": " Daniel  J. ",
            "country": "pl",
            "tax_id": "526-000-10-22",
            "birthday": "1990-02-01",
            "has_complaint": True,
            "kind": "partner",
        }
        before, changed = shop.get(dan).body, shop.ask("PATCH", dan, told)

        assert changed.status == 200
        assert shop.get(dan).body == changed.body
        differing = {name for name in before if changed.body[name] != before[name]}
        assert differing == {*told, "updated_at"}
        assert changed.body["first_name"] == "Daniel J."
        assert (changed.body["country"], changed.body["tax_id"]) == ("PL", "5260001022")

    def test_null_empties_them_and_no_program_fills_them_again(
        self, shop: Program, dan: str
    ) -> None:
        shop.ask("PATCH", dan, {"birthday": "1990-02-01"})
        emptied = shop.ask("PATCH", dan, {"birthday": None, "city": None, "needs": None}).body
        again = shop.post("/customers", {"email": "dan@example.org", "city": "Łódź"}).body

        assert (emptied["birthday"], emptied["city"], emptied["needs"]) == (None, "", "")
        assert (emptied["first_name"], again["city"]) == ("Dan", "")

    def test_say_who_brought_the_customer(self, shop: Program, dan: str) -> None:
        eve = shop.post("/customers", {"email": "eve@example.org"}).body["id"]
        stranger = program(cora()).post("/customers", {"email": "x@example.org"}).body["id"]

        assert shop.get(dan).body["referrer_id"] is None
        assert shop.ask("PATCH", dan, {"referrer_id": eve}).body["referrer_id"] == eve
        for unfit in (dan.rpartition("/")[2], stranger, str(uuid4())):
            refused = shop.ask("PATCH", dan, {"referrer_id": unfit, "city": "Gdynia"})
            assert refused.status == 422
            assert refused.body["errors"][0]["pointer"] == "/referrer_id"
            assert refused.body["errors"][0]["code"] == "referrer_unfit"
        assert shop.get(dan).body["city"] == "Łódź"
        assert shop.ask("PATCH", dan, {"referrer_id": None}).body["referrer_id"] is None

    def test_of_several_lines_they_keep_them(self, shop: Program, dan: str) -> None:
        assert shop.ask("PATCH", dan, {"needs": "a\n  b"}).body["needs"] == "a\n  b"

    def test_the_same_again_changes_nothing(self, shop: Program, dan: str) -> None:
        first = shop.ask("PATCH", dan, {"city": "Kutno"}).body

        assert shop.ask("PATCH", dan, {"city": "Kutno"}).body == first
        assert shop.ask("PATCH", dan, {}).body == first

    def test_the_new_name_is_searched_for(self, owner: Person, shop: Program, dan: str) -> None:
        shop.ask("PATCH", dan, {"last_name": "Źdźbło"})

        with inside(owner.workspace_id):
            assert "zdzblo" in Customer.objects.get().search_text

    @pytest.mark.parametrize(
        ("told", "pointer", "code"),
        [
            ({"kind": None}, "/kind", "literal_error"),
            ({"has_returned": None}, "/has_returned", "bool_type"),
            ({"country": "Poland"}, "/country", "string_pattern_mismatch"),
            ({"birthday": "2026-02-30"}, "/birthday", "date_from_datetime_parsing"),
            ({"email": "d@e.pl"}, "/email", "extra_forbidden"),
            ({"city": "x" * 121}, "/city", "string_too_long"),
            ({"city": "\u0958" * 120}, "/city", "string_too_long"),  # two signs each, as kept
        ],
    )
    def test_that_are_wrong_are_pointed_at(
        self, shop: Program, dan: str, told: dict[str, Any], pointer: str, code: str
    ) -> None:
        answer = shop.ask("PATCH", dan, {"first_name": "X", **told})

        assert answer.status == 422
        (error,) = answer.body["errors"]
        assert (error["pointer"], error["code"]) == (pointer, code)
        assert shop.get(dan).body["first_name"] == "Dan"

    def test_of_nobody_here_are_not_found(self, owner: Person, shop: Program, dan: str) -> None:
        for who, path in ((shop, f"/customers/{uuid4()}"), (program(cora()), dan)):
            answer = who.ask("PATCH", path, {"city": "Kutno"})
            assert (answer.status, answer.body["code"]) == (404, "customer_gone")

        with inside(owner.workspace_id):
            Customer.objects.update(erased_at=NOW)
        assert shop.ask("PATCH", dan, {"city": "Kutno"}).body["code"] == "customer_gone"


class TestIdentities:
    def test_are_added_once_and_removed(self, shop: Program, dan: str) -> None:
        phone = {"kind": "phone", "value": "600 100 200"}
        first = shop.post(f"{dan}/identities", phone)
        again = shop.post(f"{dan}/identities", phone)
        path = f"{dan}/identities/{first.body['id']}"

        assert (first.status, again.status, again.body) == (201, 200, first.body)
        assert phone in shop.get(dan).body["identities"]
        assert shop.get("/customers?phone=%2B48600100200").body["data"][0]["id"] in dan
        assert shop.ask("DELETE", path).status == 204
        assert shop.ask("DELETE", path).status == 404
        assert [each["kind"] for each in shop.get(dan).body["identities"]] == ["email"]

    def test_sent_again_under_a_key_are_added_once(self, shop: Program, dan: str) -> None:
        told = {"kind": "telegram", "value": "@dan"}
        first = shop.post(f"{dan}/identities", told, Idempotency_Key="k-1")
        again = shop.post(f"{dan}/identities", told, Idempotency_Key="k-1")

        assert (first.status, again.status, again.body) == (201, 201, first.body)
        assert again.headers["Idempotency-Replayed"] == "true"

    @pytest.mark.parametrize(
        ("told", "pointer", "code"),
        [
            ({"kind": "email", "value": "dan"}, "/value", "address_unreadable"),
            ({"kind": "telegram", "value": " "}, "/value", "address_unreadable"),
            ({"kind": "email", "value": "EVE@example.org"}, "/value", "identity_taken"),
            ({"kind": "fax", "value": "1"}, "/kind", "literal_error"),
            ({"kind": "email"}, "/value", "missing"),
        ],
    )
    def test_that_are_wrong_are_pointed_at(
        self, shop: Program, dan: str, told: dict[str, Any], pointer: str, code: str
    ) -> None:
        shop.post("/customers", {"email": "eve@example.org"})
        answer = shop.post(f"{dan}/identities", told)

        assert answer.status == 422
        (error,) = answer.body["errors"]
        assert (error["pointer"], error["code"]) == (pointer, code)
        assert len(shop.get(dan).body["identities"]) == 1

    def test_of_another_customer_or_firm_are_not_found(self, shop: Program, dan: str) -> None:
        eve = shop.post("/customers", {"email": "eve@example.org"}).body["id"]
        (mail,) = shop.get(f"{dan}/identities").body["data"]

        assert shop.ask("DELETE", f"/customers/{eve}/identities/{mail['id']}").status == 404
        assert program(cora()).ask("DELETE", f"{dan}/identities/{mail['id']}").status == 404
        told = {"kind": "email", "value": "d@example.org"}
        assert shop.post(f"/customers/{uuid4()}/identities", told).body["code"] == "customer_gone"
        assert len(shop.get(f"{dan}/identities").body["data"]) == 1
