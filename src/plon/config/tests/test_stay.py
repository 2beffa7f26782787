"""A session ends after its role's time; somebody without a firm is told so."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from plon.accounts.domain import STAYS, Role
from plon.accounts.models import Membership
from plon.config.stay import NOTED_EVERY
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def is_in(client: Client) -> bool:
    return client.get("/settings/account/").status_code == 200


@pytest.mark.parametrize("role", [Role.OWNER, Role.BROKER, Role.COUNTER])
class TestStay:
    def member(self, role: Role) -> Client:
        return person("Ben", workspace_id=ann().workspace_id, role=role).browser()

    def test_ends_when_idle(self, clock: time_machine.Traveller, role: Role) -> None:
        client = self.member(role)
        assert is_in(client)

        clock.shift(STAYS[role].idle)
        assert is_in(client)
        clock.shift(STAYS[role].idle + MINUTE)
        assert not is_in(client)
        clock.move_to(NOW)
        assert not is_in(client)  # ended for good

    def test_ends_when_busy_too_long(self, clock: time_machine.Traveller, role: Role) -> None:
        client, step = self.member(role), STAYS[role].idle - NOTED_EVERY
        moment = NOW
        while moment <= NOW + STAYS[role].whole:
            clock.move_to(moment)
            assert is_in(client)
            moment += step
        clock.move_to(NOW + STAYS[role].whole + MINUTE)
        assert not is_in(client)


def test_a_changed_role_holds_at_the_next_request() -> None:
    owner = ann()
    client = owner.browser()
    assert client.get("/settings/firm/").status_code == 200
    Membership.objects.filter(user=owner.user).update(role="operator")

    assert client.get("/settings/firm/").status_code == 403


@pytest.mark.parametrize(
    ("language", "word"), [("pl", "Nie należysz już"), ("en", "belong to no firm")]
)
def test_somebody_without_a_firm_is_told_so(language: str, word: str) -> None:
    owner = ann()
    Membership.objects.filter(user=owner.user).update(ended_at=NOW)
    client = owner.browser()
    client.post("/language", {"language": language})
    response = client.get("/settings/account/")

    assert response.status_code == 403
    assert word in response.content.decode()


class TestStrangers:
    def test_come_back_to_where_they_wanted(self) -> None:
        response = Client().get("/settings/audit/?page=2")

        assert response.headers["Location"] == "/accounts/login/?next=/settings/audit/%3Fpage%3D2"
        assert Client().post("/settings/firm/").headers["Location"] == "/accounts/login/?next=/"

    def test_are_led_there_by_htmx_too(self) -> None:
        response = Client(headers={"hx-request": "true"}).get("/settings/audit/")

        assert (response.status_code, response.headers["HX-Redirect"]) == (401, "/accounts/login/")


def test_a_key_whose_workspace_is_anothers_opens_nothing_of_ours() -> None:
    owner, stranger = ann(), cora()
    client = stranger.browser()
    session = client.session
    session["workspace"] = str(owner.workspace_id)
    session.save()

    page: Person = stranger
    assert client.get("/settings/firm/").context["caller"].workspace_id == page.workspace_id
