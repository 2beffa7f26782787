"""KPI-016: people outside the firm see their own data and nobody else's.

The criterion names ambassadors; customers have such a page first. All through the browser's door.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from plon.accounts.models import AuditEntry
from plon.accounts.services import make_api_key
from plon.customers import services as customers
from plon.customers.models import Consent, Customer
from plon.orders import services as orders
from plon.runtime.tenancy import inside
from tests.acceptance.importing import worker_runs
from tests.cast import NOW, Person, ann, cora
from tests.security import crawler

pytestmark = [pytest.mark.django_db, pytest.mark.feature("KPI-016")]
LINK = re.compile(r"http://testserver(/my/enter/[\w-]+)")
SAID = {"channel": "email", "purpose": "marketing"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=True) as found:
        yield found


@pytest.fixture
def owner() -> Person:
    return ann()


def customer(of: Person, name: str, *, sale: int) -> UUID:
    """Make a customer who bought once and agreed to mails."""
    with inside(of.workspace_id):
        made = customers.identify(
            workspace_id=of.workspace_id,
            person=customers.Person(
                email=f"{name.lower()}@example.org", first_name=name, last_name="Nowak"
            ),
            now=NOW,
        )
        bought = orders.NewOrder(
            external_id=f"R-{name}",
            customer_id=made,
            ordered_at=NOW,
            total_minor=sale,
            currency="PLN",
        )
        orders.record_order(workspace_id=of.workspace_id, order=bought, now=NOW)
        Consent.objects.create(
            workspace_id=of.workspace_id,
            customer_id=made,
            is_given=True,
            form="counter",
            decided_at=NOW,
            recorded_at=NOW,
            **SAID,
        )
    return made


def link(of: Person, customer_id: UUID) -> str:
    page = of.browser().post(f"/customers/{customer_id}/own-page")
    assert page.status_code == 201
    found = LINK.search(page.text)
    assert found is not None
    return found[1]


def entered(of: Person, customer_id: UUID) -> Client:
    browser = Client(headers={"accept-language": "en"})
    assert browser.post(link(of, customer_id)).status_code == 302
    return browser


def statuses(browser: Client, address: str) -> set[int]:
    return {browser.get(address).status_code, browser.post(address, SAID).status_code}


class TestOwnPage:
    def test_shows_ones_own_and_nothing_of_others(self, owner: Person) -> None:
        dan, eve = customer(owner, "Dan", sale=12_345), customer(owner, "Eve", sale=67_890)
        customer(cora(), "Fay", sale=55_555)
        with inside(owner.workspace_id):
            customers.add_note(owner.caller, customer_id=dan, text="Haggles", now=NOW)

        page = entered(owner, dan).get("/my/")

        assert page.status_code == 200
        for shown in ("Bakery", "Dan Nowak", "dan@example.org", "123.45"):
            assert shown in page.text
        for hidden in ("Eve", "678.90", "Fay", "555.55", "Haggles", str(eve), str(dan)):
            assert hidden not in page.text
        assert "<script" not in page.text

    def test_names_nobody_in_its_address(self, owner: Person) -> None:
        dan, eve = customer(owner, "Dan", sale=12_345), customer(owner, "Eve", sale=67_890)
        browser = entered(owner, dan)

        for asked in (f"?customer={eve}", f"?customer_id={eve}&workspace={owner.workspace_id}"):
            assert "Eve" not in browser.get(f"/my/{asked}").text
        for address in (f"/my/{eve}/", f"/my/{eve}", f"/my/customers/{eve}/"):
            assert statuses(browser, address) == {404}
        browser.post("/my/consents/withdrawal", {**SAID, "customer": eve, "customer_id": eve})
        with inside(owner.workspace_id):
            assert Consent.objects.get(is_given=False).customer_id == dan

    def test_two_firms_are_two_pages(self, owner: Person) -> None:
        stranger = cora()
        dan, fay = customer(owner, "Dan", sale=12_345), customer(stranger, "Fay", sale=55_555)
        browser = entered(owner, dan)
        assert "Dan" in browser.get("/my/").text

        assert browser.post(link(stranger, fay)).status_code == 302

        page = browser.get("/my/").text
        assert "Fay" in page
        assert "Dan" not in page


class TestDoors:
    def test_a_link_works_once_and_only_by_its_button(self, owner: Person) -> None:
        address = link(owner, customer(owner, "Dan", sale=1_000))
        for _ in range(2):
            assert Client().get(address).status_code == 200  # a mail scanner

        first, second = Client(headers={"accept-language": "en"}), Client()
        assert first.post(address).status_code == 302
        assert statuses(second, address) == {410}
        assert second.get("/my/").status_code == 401
        said = first.get(address)
        assert "This link was used or has expired." in said.text
        assert "Ask the firm for a new link." in said.text

    def test_a_link_expires_and_so_does_the_page(
        self, owner: Person, clock: time_machine.Traveller
    ) -> None:
        dan = customer(owner, "Dan", sale=1_000)
        browser, unused = entered(owner, dan), link(owner, dan)

        clock.move_to(NOW + timedelta(days=8))
        assert statuses(Client(), unused) == {410}
        assert browser.get("/my/").status_code == 200
        clock.move_to(NOW + timedelta(days=31))
        assert statuses(browser, "/my/consents/withdrawal") == {405, 401}
        assert browser.get("/my/").status_code == 401

    def test_whoever_signs_out_is_out(self, owner: Person) -> None:
        browser = entered(owner, customer(owner, "Dan", sale=1_000))
        stolen = browser.cookies["portal"].value

        browser.post("/my/leave")

        assert browser.get("/my/").status_code == 401
        browser.cookies["portal"] = stolen
        assert browser.get("/my/").status_code == 401

    def test_the_firm_closes_it_for_one_customer(self, owner: Person) -> None:
        dan, eve = customer(owner, "Dan", sale=1_000), customer(owner, "Eve", sale=1_000)
        browser, other, unused = entered(owner, dan), entered(owner, eve), link(owner, dan)
        closing = f"/customers/{dan}/own-page/closing"
        assert closing in owner.browser().get(f"/customers/{dan}/").text

        for _ in range(2):
            assert owner.browser().post(closing)["Location"] == f"/customers/{dan}/"

        assert browser.get("/my/").status_code == 401
        assert statuses(Client(), unused) == {410}
        assert other.get("/my/").status_code == 200
        assert entered(owner, dan).get("/my/").status_code == 200
        assert "Zamknięto własną stronę klienta" in owner.browser().get("/settings/audit/").text

    def test_the_cookie_goes_to_the_page_alone(self, owner: Person) -> None:
        browser = entered(owner, customer(owner, "Dan", sale=1_000))

        cookie = browser.cookies["portal"]

        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/my/", True, "Lax")

    def test_a_form_needs_its_token(self, owner: Person) -> None:
        browser = Client(enforce_csrf_checks=True)
        browser.cookies = entered(owner, customer(owner, "Dan", sale=1_000)).cookies

        assert browser.post("/my/consents/withdrawal", SAID).status_code == 403
        assert browser.post("/my/leave").status_code == 403


class TestWalls:
    def test_a_page_of_members_is_shut_to_customers(self, owner: Person) -> None:
        dan = customer(owner, "Dan", sale=1_000)
        made = {**crawler.things(owner), "customer_id": dan}
        browser, nobody = entered(owner, dan), Client()

        for route, expected in crawler.EXPECTED.items():
            if route.startswith("my/"):
                continue
            address = crawler.address(route, made)
            for method, answers in expected.answers.items():
                got = browser.generic(method, address, "{}").status_code
                assert got == nobody.generic(method, address, "{}").status_code, address
                assert got != 200 or answers[0] == 200, address

    def test_a_customers_page_is_shut_to_members_and_keys(self, owner: Person) -> None:
        dan = customer(owner, "Dan", sale=1_000)
        address = link(owner, dan)
        with inside(owner.workspace_id):
            key = make_api_key(owner.caller, name="shop", may=["customers.read"], now=NOW)

        for browser in (owner.browser(), Client(headers={"authorization": f"Bearer {key}"})):
            assert browser.get("/my/").status_code == 401
            assert browser.post("/my/consents/withdrawal", SAID).status_code == 401
            assert "Dan" not in browser.get(address).text

    def test_a_member_who_looks_sees_the_customers_page_and_stays_a_member(
        self, owner: Person
    ) -> None:
        browser = owner.browser()
        browser.post(link(owner, customer(owner, "Dan", sale=1_000)))

        page = browser.get("/my/")

        assert "Dan Nowak" in page.text
        assert 'href="/customers/' not in page.text
        assert browser.get("/customers/").status_code == 200


class TestLife:
    def test_a_consent_is_withdrawn_with_proof(self, owner: Person) -> None:
        dan = customer(owner, "Dan", sale=1_000)
        browser = entered(owner, dan)

        for _ in range(2):  # the second time there is nothing to withdraw
            page = browser.post("/my/consents/withdrawal", SAID, follow=True)

        assert "no, since" in page.text
        assert 'value="marketing"' not in page.text
        with inside(owner.workspace_id):
            given, withdrawn = Consent.objects.order_by("recorded_at")
            log = AuditEntry.objects.get(action="consent.withdrawn")
        assert (given.is_given, withdrawn.is_given, withdrawn.form) == (True, False, "portal")
        assert withdrawn.proof.startswith("http://testserver/my/ · ")
        assert (log.actor, log.subject) == (f"customer:{dan}", f"customer:{dan}")
        seen = owner.browser().get(f"/customers/{dan}/consents/").text
        assert "na własnej stronie klienta" in seen

    def test_nothing_that_was_not_given_is_withdrawn(self, owner: Person) -> None:
        browser = entered(owner, customer(owner, "Dan", sale=1_000))

        for said in ({}, {"channel": "sms", "purpose": "marketing"}, {"channel": "x" * 400}):
            assert browser.post("/my/consents/withdrawal", said).status_code == 302

        with inside(owner.workspace_id):
            assert Consent.objects.count() == 1

    def test_a_merged_customer_comes_to_the_one_they_became(self, owner: Person) -> None:
        dan, eve = customer(owner, "Dan", sale=12_345), customer(owner, "Eve", sale=67_890)
        browser = entered(owner, dan)
        with inside(owner.workspace_id):
            customers.merge(owner.caller, kept_id=eve, gone_id=dan, now=NOW)
        worker_runs()

        page = browser.get("/my/").text

        for shown in ("Eve Nowak", "dan@example.org", "123.45", "678.90"):
            assert shown in page

    @pytest.mark.parametrize("is_merged", [False, True])
    def test_an_erased_customer_has_no_page(self, owner: Person, is_merged: bool) -> None:
        dan, eve = customer(owner, "Dan", sale=12_345), customer(owner, "Eve", sale=67_890)
        browser, unused = entered(owner, dan), link(owner, dan)
        other = entered(owner, eve)
        kept, name = (eve, "Eve Nowak") if is_merged else (dan, "Dan Nowak")
        with inside(owner.workspace_id):
            if is_merged:
                customers.merge(owner.caller, kept_id=eve, gone_id=dan, now=NOW)
            customers.erase(owner.caller, customer_id=kept, name=name, now=NOW)

        assert browser.get("/my/").status_code == 401
        assert statuses(Client(), unused) == {410}
        assert other.get("/my/").status_code == (401 if is_merged else 200)
        assert owner.browser().post(f"/customers/{kept}/own-page").status_code == 404

    def test_the_page_itself_looks_whether_its_customer_is_erased(self, owner: Person) -> None:
        dan = customer(owner, "Dan", sale=12_345)
        browser = entered(owner, dan)
        with inside(owner.workspace_id):
            Customer.objects.filter(id=dan).update(erased_at=NOW)

        assert browser.get("/my/").status_code == 401
