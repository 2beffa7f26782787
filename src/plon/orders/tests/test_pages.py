"""Pages of orders: the list, an order and its steps, a new one."""

import csv
import io
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.orders.models import Product, Refund, StatusChange
from plon.orders.services import (
    NewLine,
    order_list,
)
from plon.orders.services.order_list import read_place
from plon.orders.tests.shop import TODAY, buyer, kept, sale, stock, told
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, person
from tests.counting import queries_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Any:
    with time_machine.travel(NOW, tick=False):
        client = owner.browser()
        client.post("/language", {"language": "en"})
        yield client


class TestList:
    @pytest.fixture
    def dan(self, owner: Person) -> UUID:
        dan, eve = buyer(owner), buyer(owner, "Eve")
        stock(
            owner,
            sale(dan, 0, channel="Google", total_minor=12_345),
            sale(dan, 1, status="lead", channel="=cmd()"),
            sale(dan, 2, lines=[NewLine(product_code="loan", amount_minor=10_000)]),
            sale(eve, 3),
            sale(eve, 400),
        )
        return dan

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["A-0", "A-1", "A-2", "A-3", "A-400"]),
            ({"q": "dan"}, ["A-0", "A-1", "A-2"]),
            ({"q": "A-4"}, ["A-400"]),
            ({"q": "nobody"}, []),
            ({"status": "lead"}, ["A-1"]),
            ({"channel": "Google"}, ["A-0"]),
            ({"from_date": "2026-04-10"}, ["A-0", "A-1", "A-2"]),
            ({"from_date": "2026-04-10", "until_date": "2026-04-11"}, ["A-1", "A-2"]),
            ({"margin": "missing"}, ["A-0", "A-3", "A-400"]),
            ({"status": "nonsense"}, ["A-0", "A-1", "A-2", "A-3", "A-400"]),
            ({"until_date": "9999-12-31"}, ["A-0", "A-1", "A-2", "A-3", "A-400"]),
            ({"from_date": "0001-01-01"}, ["A-0", "A-1", "A-2", "A-3", "A-400"]),
        ],
    )
    def test_is_searched_and_narrowed(
        self, browser: Client, dan: UUID, query: dict[str, str], found: list[str]
    ) -> None:
        page = browser.get("/orders/", query)

        rows = page.context["table"].rows if page.context["total"] else []
        assert [row.name for row in rows] == found

    def test_is_narrowed_to_a_product(self, owner: Person, browser: Client, dan: UUID) -> None:
        with inside(owner.workspace_id):
            product_id = Product.objects.get().id

        page = browser.get("/orders/", {"product_id": str(product_id)})

        assert [row.name for row in page.context["table"].rows] == ["A-2"]
        assert page.context["filters"].active[0].value == "Loan"

    def test_is_narrowed_to_a_customer_page_by_page_and_as_a_file(
        self, browser: Client, dan: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("plon.orders.services.order_list.PAGE_SIZE", 2)
        page = browser.get("/orders/", {"customer": str(dan)})
        rest = browser.get(f"/orders/{page.context['table'].pager.next_href}")
        file = browser.get("/orders/", {"customer": str(dan), "format": "csv"})

        names = [row.name for each in (page, rest) for row in each.context["table"].rows]
        assert names == ["A-0", "A-1", "A-2"]
        chip = page.context["filters"].active[0]
        assert (chip.word, chip.value, chip.remove_href) == ("Customer", "Dan", "/orders/?")
        assert f'type="hidden" name="customer" value="{dan}"' in page.text
        rows = csv.DictReader(io.StringIO(b"".join(file).decode()))
        assert [row["Contract or receipt"] for row in rows] == names

    def test_of_somebody_unknown_is_empty_and_of_nonsense_is_whole(
        self, browser: Client, dan: UUID
    ) -> None:
        unknown = browser.get("/orders/", {"customer": str(UUID(int=7))})
        assert (unknown.context["total"], unknown.context["is_narrowed"]) == (0, True)
        assert len(browser.get("/orders/", {"customer": "x"}).context["table"].rows) == 5

    def test_pages_follow_each_other(
        self, browser: Client, dan: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("plon.orders.services.order_list.PAGE_SIZE", 2)
        seen, query = [], ""
        while True:
            table = browser.get(f"/orders/{query}").context["table"]
            seen += [row.name for row in table.rows]
            if not table.pager.next_href:
                break
            query = table.pager.next_href

        assert seen == ["A-0", "A-1", "A-2", "A-3", "A-400"]
        assert table.pager.previous_href

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "x",
            "2026-01-01~1",
            f"2026-01-01T00:00:00~{UUID(int=7)}",
            f"0001-01-01T00:00:00+14:00~{UUID(int=7)}",
        ],
    )
    def test_a_place_that_is_none_is_the_beginning(self, text: str) -> None:
        assert read_place(text) is None

    def test_a_long_list_is_not_counted_to_its_end(
        self, browser: Client, dan: UUID, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("plon.orders.services.order_list.COUNTED_MAX", 3)

        assert browser.get("/orders/").context["filters"].total == "more than 3 transactions"

    def test_margin_is_for_those_who_see_value(self, owner: Person, dan: UUID) -> None:
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

        def columns(of: Person) -> int:
            return len(of.browser().get("/orders/").context["table"].columns)

        assert (columns(owner), columns(ben)) == (6, 5)

    def test_asks_the_database_twelve_times_at_most(self, browser: Client, dan: UUID) -> None:
        with CaptureQueriesContext(connection) as asked:
            browser.get("/orders/", {"q": "dan", "status": "paid"})

        assert queries_in(asked) <= 12

    def test_an_empty_one_leads_to_the_import(self, browser: Client) -> None:
        assert 'href="/import/"' in browser.get("/orders/").text

    def test_goes_out_as_csv_that_holds_no_formula(
        self, owner: Person, browser: Client, dan: UUID
    ) -> None:
        answer = browser.get("/orders/?q=dan&format=csv")

        text = b"".join(answer).decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["Contract or receipt"] for row in rows] == ["A-0", "A-1", "A-2"]
        assert (rows[0]["Amount"], rows[0]["Customer"]) == ("123.45", "Dan")
        assert rows[1]["Channel"] == "'=cmd()"
        assert rows[2]["Margin"] == "1.00"
        with inside(owner.workspace_id):
            assert AuditEntry.objects.filter(action="export.made").exists()
        broker = person("Bob", workspace_id=owner.workspace_id, role=Role.BROKER)
        assert broker.browser().get("/orders/?format=csv").status_code == 403

    def test_goes_out_without_margin_where_that_is_not_seen(self, owner: Person, dan: UUID) -> None:
        zone = ZoneInfo("Europe/Warsaw")
        with inside(owner.workspace_id):
            found = order_list.orders_like(order_list.Wanted(), zone=zone)
            parts = list(order_list.file_parts(found, zone=zone, sees_value=False))
            whole = list(order_list.file_parts(found, zone=zone, sees_value=True))

        with translation.override("en"):
            seen, all_ = (order_list.file_columns(sees_value=may) for may in (False, True))
        assert list(all_) == [*seen, "Margin", "Commission"]
        assert parts == [[row[:-2] for row in part] for part in whole]

    def test_stands_in_the_part_that_a_filter_renews(self, browser: Client, dan: UUID) -> None:
        page = browser.get("/orders/?status=paid&after=x").text

        assert 'href="?status=paid&amp;format=csv"' in page.partition('<div id="orders">')[2]


class TestOrder:
    @pytest.fixture
    def order_id(self, owner: Person) -> UUID:
        line = NewLine(product_code="loan", amount_minor=10_000, quantity_milli=1_500)
        return stock(owner, sale(buyer(owner), 5, status="lead", lines=[line]))[0]

    def test_goes_on_with_its_day_and_keeps_its_way(
        self, owner: Person, browser: Client, order_id: UUID
    ) -> None:
        path = f"/orders/{order_id}/"
        browser.post(f"{path}status/", {"status": "application", "day": TODAY})
        answer = browser.post(f"{path}status/", {"status": "signed", "day": "2026-04-09"})

        assert answer.status_code == 302
        row = kept(owner, order_id)
        assert (row.status, row.ordered_at.isoformat()) == ("signed", "2026-04-08T22:00:00+00:00")
        assert (told("OrderPaid"), told("OrderStatusChanged")) == (1, 2)
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR).browser()
        assert len(ben.get(path).context["page"].lines.columns) == 3
        page = browser.get(path)
        said = [entry.text for entry in page.context["page"].history.entries]
        assert "application → signed" in said
        assert page.context["page"].lines.rows[0].cells[1].text == "1.5"
        with inside(owner.workspace_id):
            assert StatusChange.objects.count() == 2

    @pytest.mark.parametrize(
        "said",
        [{"status": "returned"}, {"status": "paid", "day": "2026-04-13"}, {"status": "paid"}],
    )
    def test_goes_nowhere_it_may_not_and_never_tomorrow(
        self, owner: Person, browser: Client, order_id: UUID, said: dict[str, str]
    ) -> None:
        answer = browser.post(f"/orders/{order_id}/status/", said)

        assert answer.status_code == 422
        assert kept(owner, order_id).status == "lead"

    def test_is_given_back_in_parts_and_never_too_much(
        self, owner: Person, browser: Client
    ) -> None:
        (order_id,) = stock(owner, sale(buyer(owner), 1))
        listed = browser.get("/orders/")
        path = f"/orders/{order_id}/refunds/"
        key = str(uuid4())

        def back(amount: str, key: str) -> int:
            said = {"amount_minor": amount, "day": TODAY, "key": key, "reason": "late"}
            return browser.post(path, said).status_code

        assert [back("40", key), back("40", key), back("41", key)] == [302, 302, 422]
        assert back("60,01", str(uuid4())) == 422
        assert back("0", str(uuid4())) == 422
        assert kept(owner, order_id).refunded_minor == 4_000
        assert "given back" in browser.get("/orders/").context["table"].rows[0].cells[4].note
        assert listed.context["table"].rows[0].cells[4].note == ""
        assert "PLN\xa060" in browser.get(f"/orders/{order_id}/").text

        assert back("60", str(uuid4())) == 302
        row = kept(owner, order_id)
        assert (row.status, row.refunded_minor) == ("returned", 10_000)
        assert not browser.get(f"/orders/{order_id}/").context["page"].may_refund
        with inside(owner.workspace_id):
            assert Refund.objects.count() == 2
        assert told("OrderRefunded") == 2

    def test_says_when_it_is_renewed(self, owner: Person, browser: Client, order_id: UUID) -> None:
        path = f"/orders/{order_id}/details/"
        said = {"renewal_date": "2027-04-12", "has_complaint": "on"}

        for _ in range(2):
            assert browser.post(path, said).status_code == 302
        assert browser.post(path, {"renewal_date": "soon"}).status_code == 422

        row = kept(owner, order_id)
        assert (str(row.renewal_date), row.has_complaint) == ("2027-04-12", True)
        with inside(owner.workspace_id):
            assert AuditEntry.objects.filter(action="order.changed").count() == 1
        assert "there was one" in browser.get(f"/orders/{order_id}/").text

    def test_the_till_that_sees_no_orders_changes_none(self, owner: Person, order_id: UUID) -> None:
        till = person("Kate", workspace_id=owner.workspace_id, role=Role.COUNTER).browser()

        for step in ("status", "refunds", "details"):
            assert till.post(f"/orders/{order_id}/{step}/").status_code == 403
        assert till.get(f"/orders/{order_id}/").status_code == 403
