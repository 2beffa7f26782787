"""The menu and the theme that every page shows."""

from uuid import UUID

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from plon.accounts.domain import RIGHTS, Role
from plon.accounts.models import User
from plon.accounts.queries import Caller
from plon.config import menu
from tests.cast import NOW

PLACES = (
    menu.Place(word="Today", href="/", icon="house", may="today.read"),
    menu.Place(word="Customers", href="/customers", icon="users", may="customers.read"),
    menu.Place(word="Groups", href="/customers/groups/", icon="users", may="customers.read"),
    menu.Place(word="Firm", href="/firm/", icon="settings", may="settings.firm", is_last=True),
)


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "PLACES", PLACES)


def caller(role: Role) -> Caller:
    return Caller(workspace_id=UUID(int=1), actor="user:1", name="Ann", rights=RIGHTS[role])


def current(path: str) -> list[str]:
    shown = menu.places(caller(Role.OWNER), path=path, now=NOW)
    return [place.word for place in shown if place.is_current]


class TestPlaces:
    def test_a_role_sees_only_its_own(self) -> None:
        operator = menu.places(caller(Role.OPERATOR), path="/", now=NOW)
        counter = menu.places(caller(Role.COUNTER), path="/", now=NOW)

        assert [place.word for place in operator] == ["Today", "Customers", "Groups"]
        assert [place.word for place in counter] == ["Today", "Customers", "Groups"]

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("/", ["Today"]),
            ("/customers", ["Customers"]),
            ("/customers/17", ["Customers"]),
            ("/customers/groups/", ["Groups"]),
            ("/customers/groups/1", ["Groups"]),
            ("/customersandmore", []),
            ("/elsewhere", []),
        ],
    )
    def test_the_deepest_place_above_the_page_is_current(self, path: str, words: list[str]) -> None:
        assert current(path) == words

    @pytest.mark.parametrize(("waiting", "shown"), [(0, ""), (3, "3"), (99, "99"), (100, "99+")])
    def test_what_waits_is_counted(
        self, monkeypatch: pytest.MonkeyPatch, waiting: int, shown: str
    ) -> None:
        place = menu.Place(
            word="Today", href="/", icon="x", may="today.read", count=lambda _who, _now: waiting
        )
        monkeypatch.setattr(menu, "PLACES", (place,))

        assert [each.count for each in menu.places(caller(Role.OWNER), path="/", now=NOW)] == [
            shown
        ]

    def test_settings_stand_apart(self) -> None:
        shown = menu.places(caller(Role.OWNER), path="/", now=NOW)

        assert [place.word for place in shown if place.is_last] == ["Firm"]


class TestTheme:
    def asked(self, *, cookie: str = "", user: User | None = None) -> HttpRequest:
        request = RequestFactory().get("/", headers={"cookie": f"theme={cookie}"})
        if user is not None:
            request.user = user
        return request

    def test_is_that_of_the_account_before_that_of_the_cookie(self) -> None:
        assert menu.theme(self.asked(cookie="light", user=User(theme="dark"))) == "dark"

    @pytest.mark.parametrize(
        ("cookie", "theme"), [("dark", "dark"), ("", "system"), ("pink", "system")]
    )
    def test_of_a_stranger_is_that_of_the_cookie(self, cookie: str, theme: str) -> None:
        assert menu.theme(self.asked(cookie=cookie)) == theme
