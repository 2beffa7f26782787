"""Customers over the API: found or made, listed page by page, followed as they change."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.accounts.models import AuditEntry
from plon.customers.models import Customer
from plon.customers.services import Person as Told
from plon.customers.services import identify_many
from plon.runtime.tenancy import inside
from tests.api.program import Program, program
from tests.cast import NOW, Person, ann
from tests.counting import queries_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def shop(owner: Person) -> Program:
    return program(owner)


def brought(owner: Person, count: int) -> None:
    """Bring so many customers, some of the same moment."""
    for start in range(0, count, 4):
        people = [
            Told(external_id=f"C{n}", email=f"c{n}@example.org", tags=("club",) if n == 3 else ())
            for n in range(start, min(start + 4, count))
        ]
        with inside(owner.workspace_id):
            identify_many(
                workspace_id=owner.workspace_id, people=people, now=NOW + timedelta(minutes=start)
            )


def walked(shop: Program, query: str) -> list[dict[str, Any]]:
    """Return all rows of a list, page by page."""
    rows: list[dict[str, Any]] = []
    cursor = ""
    while True:
        answer = shop.get(f"/customers?{query}{cursor}").body
        rows += answer["data"]
        if answer["next_cursor"] is None:
            return rows
        cursor = f"&cursor={answer['next_cursor']}"


class TestTelling:
    def test_the_log_says_who_made_and_who_changed_a_customer(
        self, owner: Person, shop: Program
    ) -> None:
        told = {"email": "dan@example.org", "first_name": "Dan"}
        for each in (told, told, told | {"city": "Opole"}):
            made = shop.post("/customers", each).body["id"]

        with inside(owner.workspace_id):
            log = AuditEntry.objects.filter(subject=f"customer:{made}").order_by(
                "happened_at", "id"
            )
            said = [(entry.action, entry.actor_name) for entry in log]
        assert [action for action, _name in said] == ["customer.added", "customer.changed"]
        assert {name for _action, name in said} == {"shop"}

    def test_makes_a_customer_once(self, shop: Program) -> None:
        told = {"email": "Dan@Example.org", "first_name": "Dan", "birthday": "1990-02-01"}
        first, again = shop.post("/customers", told), shop.post("/customers", told)

        assert (first.status, again.status) == (201, 200)
        assert first.headers["Location"] == f"/api/v1/customers/{first.body['id']}"
        assert again.body == first.body
        assert first.body["identities"] == [{"kind": "email", "value": "Dan@Example.org"}]
        assert (first.body["birthday"], first.body["created_at"][-1]) == ("1990-02-01", "Z")

    def test_fills_what_is_blank_and_adds_identities_and_tags(self, shop: Program) -> None:
        shop.post("/customers", {"email": "dan@example.org", "first_name": "Dan"})
        known = shop.post(
            "/customers",
            {
                "email": "dan@example.org",
                "phone": "600 100 200",
                "first_name": "Daniel",
                "city": "Łódź",
                "tags": ["club"],
            },
        ).body

        assert (known["first_name"], known["city"], known["tags"]) == ("Dan", "Łódź", ["club"])
        assert {each["kind"] for each in known["identities"]} == {"email", "phone"}

    @pytest.mark.parametrize(
        ("told", "pointer", "code"),
        [
            ({"first_name": "Dan"}, "", "identity_missing"),
            ({"email": "dan"}, "/email", "address_unreadable"),
            ({"phone": "12"}, "/phone", "address_unreadable"),
            ({"email": "d@e.pl", "tags": [7]}, "/tags/0", "string_type"),
            ({"email": "d@e.pl", "nmae": "x"}, "/nmae", "extra_forbidden"),
            ({"email": "d@e.pl", "birthday": "1.2.1990"}, "/birthday", "day_unreadable"),
            ({"email": "d@e.pl", "birthday": "0990-01-01"}, "/birthday", "out_of_time"),
            ({"email": "d@e.pl", "city": "a\0b"}, "/city", "string_pattern_mismatch"),
        ],
    )
    def test_names_the_field_that_is_wrong(
        self, shop: Program, told: dict[str, Any], pointer: str, code: str
    ) -> None:
        answer = shop.post("/customers", told)

        assert answer.status == 422
        (error,) = answer.body["errors"]
        assert (error["pointer"], error["code"]) == (pointer, code)


class TestListing:
    def test_pages_hold_each_once_the_newest_first(self, owner: Person, shop: Program) -> None:
        brought(owner, 11)
        rows = walked(shop, "limit=3")

        assert len({row["id"] for row in rows}) == len(rows) == 11
        moments = [row["created_at"] for row in rows]
        assert moments == sorted(moments, reverse=True)

    def test_who_comes_meanwhile_shifts_nothing(self, owner: Person, shop: Program) -> None:
        brought(owner, 8)
        first = shop.get("/customers?limit=5").body
        shop.post("/customers", {"email": "new@example.org"})
        second = shop.get(f"/customers?limit=5&cursor={first['next_cursor']}").body

        numbers = [row["identities"][1]["value"] for row in first["data"] + second["data"]]
        assert sorted(numbers) == [f"C{n}" for n in range(8)]

    def test_is_found_by_any_identity(self, owner: Person, shop: Program) -> None:
        brought(owner, 5)
        for query in ("email=C3@EXAMPLE.org", "external_id=C3", "tag=club"):
            (row,) = shop.get(f"/customers?{query}").body["data"]
            assert row["tags"] == ["club"]

        assert shop.get("/customers?email=nobody@example.org").body["data"] == []
        assert shop.get("/customers?kind=company").body["data"] == []
        assert shop.get("/customers?phone=1").body["errors"][0]["parameter"] == "phone"

    def test_changes_are_followed_from_the_longest_unchanged(
        self, owner: Person, shop: Program
    ) -> None:
        brought(owner, 12)
        rows = walked(shop, "limit=3&updated_since=2026-04-12T09:04:00Z")

        moments = [row["updated_at"] for row in rows]
        assert (len(rows), moments) == (8, sorted(moments))

    def test_days_of_coming_bound_the_list(self, owner: Person, shop: Program) -> None:
        brought(owner, 12)
        bounds = "created_from=2026-04-12T09:04:00Z&created_until=2026-04-12T09:08:00Z"

        assert len(walked(shop, bounds)) == 4

    @pytest.mark.parametrize("cursor", ["x", "W10=", "WyJhIiwiYiJd", "bnVsbA==", "MQ==", "%C5%82"])
    def test_a_made_up_cursor_is_refused(self, shop: Program, cursor: str) -> None:
        answer = shop.get(f"/customers?cursor={cursor}")

        assert answer.status == 422
        assert answer.body["errors"][0]["code"] == "cursor_unreadable"

    def test_a_misspelt_filter_is_refused(self, shop: Program) -> None:
        (error,) = shop.get("/customers?updated=2026-04-12").body["errors"]

        assert (error["parameter"], error["code"]) == ("updated", "extra_forbidden")

    def test_fifty_cost_as_much_as_one(self, owner: Person, shop: Program) -> None:
        brought(owner, 60)
        shop.get("/customers")  # takes the key's requests of the minute

        with CaptureQueriesContext(connection) as few:
            shop.get("/customers?limit=1")
        with CaptureQueriesContext(connection) as many:
            shop.get("/customers?limit=50")
        assert queries_in(few) == queries_in(many) <= 3


class TestOne:
    def test_is_got_whole(self, shop: Program) -> None:
        made = shop.post("/customers", {"external_id": "C1", "company_name": "Bakers"}).body

        assert shop.get(f"/customers/{made['id']}").body == made
        (identity,) = shop.get(f"/customers/{made['id']}/identities").body["data"]
        assert (identity["kind"], identity["value"]) == ("external", "C1")
        assert made["kind"] == "company"

    def test_erased_it_is_got_but_not_listed(self, owner: Person, shop: Program) -> None:
        made = shop.post("/customers", {"external_id": "C1"}).body
        with inside(owner.workspace_id):
            Customer.objects.update(erased_at=NOW)

        assert shop.get(f"/customers/{made['id']}").body["erased_at"] == "2026-04-12T09:00:00Z"
        assert shop.get("/customers").body["data"] == []

    def test_unknown_it_is_not_found(self, shop: Program) -> None:
        for path in (f"/customers/{uuid4()}", f"/customers/{uuid4()}/identities", "/customers/7"):
            answer = shop.get(path)
            assert (answer.status, answer.body["code"]) == (404, "not_found")
