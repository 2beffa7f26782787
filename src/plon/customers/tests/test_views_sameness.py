"""Pages of duplicates: the list, two side by side, parting."""

from datetime import date
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from plon.customers import services, tasks
from plon.customers.models import Customer, Merge, NoDuplicate, Proposal
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db
LIST = "/customers/duplicates/"


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    return owner.browser()


@pytest.fixture
def twins(owner: Person) -> tuple[UUID, UUID]:
    """Return two Łucjas; they are proposed."""
    with inside(owner.workspace_id):
        one, other = (
            identify(
                workspace_id=owner.workspace_id,
                person=Told(
                    external_id=number,
                    first_name="Łucja",
                    last_name="Nowak",
                    city="Łódź",
                    street=street,
                ),
                now=NOW,
            )
            for number, street in (("1", "Długa 5"), ("2", "Krótka 1"))
        )
    tasks.find_duplicates(workspace_id=owner.workspace_id, subject="", now=NOW)
    return min(one, other), max(one, other)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def address(pair: tuple[UUID, UUID]) -> str:
    return f"{LIST}{pair[0]}/{pair[1]}/"


def person(owner: Person, customer_id: UUID) -> Customer:
    with inside(owner.workspace_id):
        return Customer.objects.get(id=customer_id)


def count(owner: Person, model: Any) -> int:
    with inside(owner.workspace_id):
        return int(model.objects.count())


class Ticked(HTMLParser):
    """What a page's radio buttons say as it comes: name -> value."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if told.get("type") == "radio" and "checked" in told:
            self.said[str(told["name"])] = str(told["value"])


class TestList:
    def test_pairs_stand_with_their_reasons(
        self, browser: Client, twins: tuple[UUID, UUID]
    ) -> None:
        shown = page(browser, LIST)

        assert address(twins) in shown
        assert "to samo imię i nazwisko, ta sama miejscowość" in shown
        assert "1 para" in shown

    def test_an_empty_one_says_when_we_look(self, browser: Client) -> None:
        assert "po każdym imporcie" in page(browser, LIST)
        assert "po każdym imporcie" in page(browser, f"{LIST}?page=9")

    def test_picked_pairs_are_put_off_or_denied(
        self, owner: Person, browser: Client, twins: tuple[UUID, UUID]
    ) -> None:
        picked = f"{twins[0]}:{twins[1]}"

        browser.post(LIST, {"picked": [picked, "nonsense"], "do": "later"})
        assert address(twins) not in page(browser, LIST)
        assert count(owner, Proposal) == 1

        browser.post(LIST, {"picked": picked, "do": "deny"})
        assert count(owner, NoDuplicate) == 1

    @pytest.mark.parametrize("said", [{"do": "marry"}, {"do": "deny", "picked": "nonsense"}])
    def test_what_says_nothing_is_not_noted(
        self, owner: Person, browser: Client, twins: tuple[UUID, UUID], said: dict[str, str]
    ) -> None:
        picked = {"picked": f"{twins[0]}:{twins[1]}"}
        answer = browser.post(LIST, picked | said, follow=True).text

        assert "Nic się nie zmieniło" in answer
        assert "Zapisano." not in answer
        assert address(twins) in answer
        assert count(owner, NoDuplicate) == 0

    def test_nothing_is_proposed_of_whom_was_joined(
        self, owner: Person, browser: Client, twins: tuple[UUID, UUID]
    ) -> None:
        with inside(owner.workspace_id):
            third = identify(workspace_id=owner.workspace_id, person=Told(external_id="3"), now=NOW)
            services.merge(owner.caller, kept_id=third, gone_id=twins[0], now=NOW)

        assert count(owner, Proposal) == 0
        stale = {"picked": [f"{twins[0]}:{twins[1]}", f"{third}:{twins[1]}"], "do": "deny"}
        assert browser.post(LIST, stale).status_code == 302
        with inside(owner.workspace_id):
            denied = NoDuplicate.objects.get()
        assert {denied.first_id, denied.second_id} == {third, twins[1]}

    def test_looking_now_is_a_duty(self, browser: Client) -> None:
        assert browser.post(f"{LIST}search").status_code == 302
        assert Duty.objects.get().job == "customers.find_duplicates"


class TestPair:
    def test_what_differs_can_be_chosen(self, browser: Client, twins: tuple[UUID, UUID]) -> None:
        shown = page(browser, address(twins))

        assert 'name="field_street"' in shown
        assert 'name="field_city"' not in shown
        assert "to samo imię i nazwisko" in shown

    def test_joined_as_chosen_and_parted_again(
        self, owner: Person, browser: Client, twins: tuple[UUID, UUID]
    ) -> None:
        first, second = twins
        streets = [person(owner, each).street for each in twins]

        answer = browser.post(
            address(twins), {"kept": "second", "field_street": "first", "do": "merge"}
        )
        assert answer["Location"] == f"/customers/{second}/"
        assert person(owner, second).street == streets[0]
        moved = browser.get(f"/customers/{first}/")
        assert moved["Location"] == f"/customers/{second}/"
        assert "Łucja Nowak" in page(browser, f"/customers/{second}/same/")

        with inside(owner.workspace_id):
            merge_id = Merge.objects.get().id
        browser.post(f"/customers/merges/{merge_id}/parting")
        assert [person(owner, each).street for each in twins] == streets

    def test_where_nobody_chose_the_card_that_stays_keeps_and_the_first_visit_is_the_earlier(
        self, owner: Person, browser: Client, twins: tuple[UUID, UUID]
    ) -> None:
        first, second = twins
        with inside(owner.workspace_id):
            Customer.objects.filter(id=first).update(first_visit_date=date(2020, 1, 1), needs="rye")
            Customer.objects.filter(id=second).update(first_visit_date=date(2024, 1, 1))
        street = person(owner, second).street
        form = Ticked()
        form.feed(page(browser, address(twins)))
        assert form.said == {"kept": "first"}

        browser.post(address(twins), form.said | {"kept": "second", "do": "merge"})

        row = person(owner, second)
        assert (row.street, row.needs) == (street, "rye")
        assert row.first_visit_date == date(2020, 1, 1)

    def test_without_saying_which_stays_it_asks(
        self, browser: Client, twins: tuple[UUID, UUID]
    ) -> None:
        answer = browser.post(address(twins), {"do": "merge"})

        assert answer.status_code == 422
        assert "Wskaż, która karta zostaje" in answer.content.decode()

    @pytest.mark.parametrize(("said", "denied"), [("deny", 1), ("later", 0)])
    def test_not_the_same_or_later(
        self, owner: Person, browser: Client, twins: tuple[UUID, UUID], said: str, denied: int
    ) -> None:
        assert browser.post(address(twins), {"do": said})["Location"] == LIST
        assert count(owner, NoDuplicate) == denied

    def test_a_stranger_joins_nothing(self, owner: Person, twins: tuple[UUID, UUID]) -> None:
        with inside(owner.workspace_id):
            merge_id = services.merge(owner.caller, kept_id=twins[0], gone_id=twins[1], now=NOW)

        answer = cora().browser().post(f"/customers/merges/{merge_id}/parting")

        assert answer.status_code == 404
        assert "ktoś to w międzyczasie usunął" in answer.text  # as of whatever is not there
        assert person(owner, twins[1]).merged_into_id == twins[0]


class TestSame:
    def test_likes_and_others_are_found(self, browser: Client, twins: tuple[UUID, UUID]) -> None:
        shown = page(browser, f"/customers/{twins[1]}/same/?q=lucja")

        assert shown.count(f"/customers/duplicates/{twins[1]}/{twins[0]}/") == 2
        assert "Nikt inny tak się nie nazywa" in page(
            browser, f"/customers/{twins[1]}/same/?q=nobody"
        )
