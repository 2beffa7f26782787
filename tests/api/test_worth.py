"""Figures and segments over the API: page by page, by filter, each firm's own."""

from collections.abc import Mapping
from typing import Any, get_args

import pytest

from plon.runtime.tenancy import inside
from plon.value.api.records import Condition
from plon.value.domain.conditions import FIELDS
from plon.value.models import Segment
from tests.api.program import Program, program
from tests.api.worth import worth
from tests.cast import Person, ann, cora

pytestmark = pytest.mark.django_db
EVERYBODY = {"join": "all", "parts": []}


def among(field: str, value: str) -> Mapping[str, Any]:
    return {"join": "all", "parts": [{"field": field, "op": "is", "value": value}]}


def test_every_field_of_a_segment_may_be_told() -> None:
    assert set(get_args(Condition.model_fields["field"].annotation)) == set(FIELDS)


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def shop(owner: Person) -> Program:
    return program(owner)


def walked(shop: Program, path: str) -> list[dict[str, Any]]:
    """Return all rows of a list, three a page."""
    rows: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        told = f"&cursor={cursor}" if cursor else ""
        page = shop.get(f"{path}{'&' if '?' in path else '?'}limit=3{told}").body
        assert len(page["data"]) <= 3
        rows += page["data"]
        cursor = page["next_cursor"]
    return rows


class TestValue:
    def test_pages_hold_each_customer_once(self, owner: Person, shop: Program) -> None:
        people = worth(owner, 11)
        rows = walked(shop, "/value")

        assert sorted(row["customer_id"] for row in rows) == sorted(map(str, people))
        assert {row["value_12m"]["minor"] for row in rows} == set(range(0, 2_200, 200))

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("group=dormant", {1, 3, 5, 7, 9}),
            ("tier=gold", {0, 1, 4, 5, 8, 9}),
            ("is_slipping=true", {0, 3, 6, 9}),
            ("group=dormant&tier=gold&is_slipping=false", {1, 5}),
            ("group=nobody", set()),
        ],
    )
    def test_filters_hold_together_over_pages(
        self, owner: Person, shop: Program, query: str, numbers: set[int]
    ) -> None:
        worth(owner, 11)
        rows = walked(shop, f"/value?{query}")

        assert len(rows) == len(numbers)
        assert {row["purchase_days"] - 1 for row in rows} == numbers

    def test_of_a_segment_holds_its_members(self, owner: Person, shop: Program) -> None:
        worth(owner, 11)
        told = {"name": "Asleep", "rule": among("group", "dormant")}
        segment = shop.post("/segments", told, Idempotency_Key="k-1").body["id"]

        assert len(walked(shop, f"/value?segment_id={segment}")) == 5
        assert len(walked(shop, f"/value?segment_id={segment}&is_slipping=true")) == 2
        assert shop.get(f"/segments/{segment}").body["customers"] == 5
        assert program(cora()).get(f"/value?segment_id={segment}").status == 404

    def test_of_a_segment_holds_those_who_never_bought(self, owner: Person, shop: Program) -> None:
        bought = worth(owner, 5)
        asked = [shop.post("/customers", {"email": f"a{n}@e.pl"}).body["id"] for n in range(4)]
        everybody = shop.post("/segments", {"name": "All", "rule": EVERYBODY}).body["id"]
        never = shop.post("/segments", {"name": "Never", "rule": among("never_bought", "")}).body[
            "id"
        ]
        rows = walked(shop, f"/value?segment_id={everybody}")

        assert [row["customer_id"] for row in rows] == sorted([*map(str, bought), *asked])
        assert shop.get(f"/segments/{everybody}").body["customers"] == len(rows)
        empty = [row for row in rows if row["purchase_days"] == 0]
        assert {row["customer_id"] for row in empty} == set(asked)
        assert all(row["risk"] == "unknown" and row["first_date"] is None for row in empty)
        assert empty == walked(shop, f"/value?segment_id={never}")
        assert walked(shop, f"/value?segment_id={never}&is_slipping=false") == []
        assert len(walked(shop, "/value")) == len(bought)

    def test_a_cursor_leads_on_in_its_own_list_only(self, owner: Person, shop: Program) -> None:
        worth(owner, 7)
        stranger = cora()
        worth(stranger, 7)
        cursor = shop.get("/value?limit=3").body["next_cursor"]

        assert len(shop.get(f"/value?limit=2&cursor={cursor}").body["data"]) == 2
        for who, path in (
            (program(stranger), "/value?"),
            (shop, "/value?group=dormant&"),
            (shop, "/wordings?"),
        ):
            answer = who.get(f"{path}cursor={cursor}")
            assert answer.status == 422
            assert answer.body["errors"][0]["code"] == "cursor_unreadable"

    def test_before_the_first_figures_there_are_none(self, shop: Program) -> None:
        assert shop.get("/value").body == {"as_of": None, "data": [], "next_cursor": None}
        assert shop.get("/value/summary").status == 404

    def test_the_whole_base_is_told_as_of_a_day(self, owner: Person, shop: Program) -> None:
        worth(owner, 7)
        told = shop.get("/value/summary").body

        assert (told["customers"], told["groups"]) == (7, {"champions": 4, "dormant": 3})
        assert told["as_of"]["as_of_date"] == "2026-04-12"


class TestSegments:
    def test_come_by_name_each_once(self, shop: Program) -> None:
        names = ["Złoci", "ania", "Basia", "Ćma", "a" * 80, "0", "x y"]
        for name in names:
            assert shop.post("/segments", {"name": name, "rule": EVERYBODY}).status == 201

        assert sorted(row["name"] for row in walked(shop, "/segments")) == sorted(names)
        assert program(cora()).get("/segments").body["data"] == []

    @pytest.mark.parametrize(
        ("rule", "pointer"),
        [
            (among("value_12m", "many"), "/rule"),
            (among("purchases", "3"), "/rule"),
            (among("group", "nobody"), "/rule"),
            ({"join": "some", "parts": []}, "/rule/join"),
            ({"join": "all", "parts": [{"field": "age", "op": "is"}]}, "/rule/parts/0"),
        ],
    )
    def test_that_say_nothing_are_pointed_at(
        self, shop: Program, rule: Mapping[str, Any], pointer: str
    ) -> None:
        answer = shop.post("/segments", {"name": "Odd", "rule": rule})

        assert answer.status == 422
        assert all(error["pointer"].startswith(pointer) for error in answer.body["errors"])
        assert shop.get("/segments").body["data"] == []

    def test_may_be_of_every_field_that_the_pages_know(self, shop: Program) -> None:
        for field, value in (("city", "Łódź"), ("consent", "email"), ("was_referred", "")):
            told = {"name": field, "rule": among(field, value)}
            assert shop.post("/segments", told).status == 201

    @pytest.mark.parametrize("path", ["/segments/{}", "/value?segment_id={}"])
    def test_whose_kept_rule_cannot_be_read_say_so(
        self, owner: Person, shop: Program, path: str
    ) -> None:
        made = shop.post("/segments", {"name": "Odd", "rule": EVERYBODY}).body["id"]
        with inside(owner.workspace_id):
            Segment.objects.filter(id=made).update(rule=among("group", "nobody"))
        answer = shop.get(path.format(made), Accept_Language="en")

        assert (answer.status, answer.body["code"]) == (409, "segment_unreadable")
        assert "“Odd”" in answer.body["detail"]
