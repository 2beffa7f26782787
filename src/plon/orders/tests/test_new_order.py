"""An order written by hand."""

from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry, Workspace
from plon.orders.models import Order, OrderLine
from plon.orders.tests.shop import TODAY, buyer, stock, told
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, person

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


class TestNew:
    @pytest.fixture
    def dan(self, owner: Person) -> UUID:
        stock(owner)
        return buyer(owner)

    def said(self, **changes: str) -> dict[str, str]:
        lines = {"lines-TOTAL_FORMS": "3", "lines-INITIAL_FORMS": "0"}
        head = {"day": TODAY, "status": "paid", "key": str(uuid4())}
        return {**lines, **head, "lines-0-product": "loan", "lines-0-quantity": "1", **changes}

    def test_asks_whose_it_is(self, browser: Client, dan: UUID) -> None:
        found = browser.get("/orders/new/", {"q": "dan"})

        assert f"?customer={dan}" in found.text
        assert "Nobody" in browser.get("/orders/new/", {"q": "zoe"}).text
        assert browser.get("/orders/new/", {"customer": str(uuid4())}).context["found"] == []

    def test_is_kept_once_with_what_the_catalogue_says(
        self, owner: Person, browser: Client, dan: UUID
    ) -> None:
        said = self.said()

        first, again = (browser.post(f"/orders/new/?customer={dan}", said) for _ in range(2))

        assert first.headers["Location"] == again.headers["Location"]
        with inside(owner.workspace_id):
            row = Order.objects.get()
        assert (row.total_minor, row.commission_minor, row.origin) == (35_000_000, 350_000, "first")
        assert str(row.renewal_date) == "2027-04-12"
        assert (told("OrderPaid"), row.customer_id) == (1, dan)

        browser.post(f"/orders/new/?customer={dan}", self.said())
        with inside(owner.workspace_id):
            assert sorted(Order.objects.values_list("origin", flat=True)) == ["first", "repeat"]
            assert AuditEntry.objects.filter(action="order.written").count() == 2

    def test_takes_amounts_words_and_a_commission_of_its_own(
        self, owner: Person, browser: Client, dan: UUID
    ) -> None:
        said = self.said(
            **{
                "lines-0-product": "",
                "lines-0-name": "Advice",
                "lines-0-amount_minor": "100,50",
                "lines-0-quantity": "1.5",
                "lines-1-product": "loan",
                "lines-1-amount_minor": "1000",
                "lines-1-quantity": "",
                "commission_minor": "650",
                "number": "K/7",
                "origin": "referral",
                "channel": "Google",
            }
        )

        assert browser.post(f"/orders/new/?customer={dan}", said).status_code == 302

        with inside(owner.workspace_id):
            row = Order.objects.get(external_id="K/7")
            lines = {line.name: line for line in OrderLine.objects.all()}
        assert (row.total_minor, row.commission_minor, row.margin_minor) == (
            110_050,
            65_000,
            65_000,
        )
        assert (row.origin, row.channel) == ("referral", "Google")
        assert lines["Advice"].quantity_milli == 1_500
        assert lines["Loan"].commission_minor == 1_000

        other = self.said(number="K/7")
        assert browser.post(f"/orders/new/?customer={dan}", other).status_code == 422

    @pytest.mark.parametrize(
        "wrong",
        [
            {"lines-0-product": ""},
            {"lines-0-product": "", "lines-0-name": "Advice"},
            {"lines-0-quantity": "0"},
            {"day": "2026-04-13"},
            {"status": "returned"},
            {"lines-0-product": "moon"},
        ],
    )
    def test_comes_back_with_what_is_wrong(
        self, owner: Person, browser: Client, dan: UUID, wrong: dict[str, str]
    ) -> None:
        answer = browser.post(f"/orders/new/?customer={dan}", self.said(**wrong))

        assert answer.status_code == 422
        with inside(owner.workspace_id):
            assert not Order.objects.exists()

    @pytest.mark.parametrize(("shown", "lines"), [("3", 6), ("x", 6), ("60", 60)])
    def test_more_lines_are_shown_and_nothing_is_kept(
        self, owner: Person, browser: Client, dan: UUID, shown: str, lines: int
    ) -> None:
        said = self.said(**{"lines-TOTAL_FORMS": shown, "more": "1"})

        answer = browser.post(f"/orders/new/?customer={dan}", said)

        assert (answer.status_code, len(answer.context["lines"].forms)) == (200, lines)
        with inside(owner.workspace_id):
            assert not Order.objects.exists()

    def test_a_contract_is_signed_first_where_the_trade_signs(
        self, browser: Client, dan: UUID
    ) -> None:
        def status() -> str:
            form = browser.get(f"/orders/new/?customer={dan}").context["form"]
            return str(form["status"].value())

        assert status() == "paid"
        Workspace.objects.update(trade="financial_intermediary")
        assert status() == "signed"

    def test_the_till_goes_back_to_the_card(
        self, owner: Person, browser: Client, dan: UUID
    ) -> None:
        till = person("Kate", workspace_id=owner.workspace_id, role=Role.COUNTER).browser()

        answer = till.post(f"/orders/new/?customer={dan}", self.said())

        assert answer.headers["Location"] == f"/customers/{dan}/"
        form = till.get(f"/orders/new/?customer={dan}").context["form"]
        assert "commission_minor" not in form.fields
