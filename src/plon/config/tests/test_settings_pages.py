"""The page that leads to all settings, and the tabs above each."""

import pytest
from django.test import Client

from plon.accounts.domain import RIGHTS, Role
from plon.config import menu
from tests.cast import Person, ann, person

pytestmark = pytest.mark.django_db


def hrefs(browser: Client) -> list[str]:
    return [page.href for page in browser.get("/settings/").context["pages"]]


def test_an_owner_is_led_everywhere_and_every_page_is_there() -> None:
    browser = ann().browser()

    found = hrefs(browser)

    assert found == [page.href for page in menu.SETTINGS]
    assert {browser.get(href).status_code for href in found} == {200}


def test_others_are_led_where_they_may_go() -> None:
    owner: Person = ann()
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

    assert hrefs(ben.browser()) == ["/settings/account/"]


def test_tabs_stand_on_pages_of_settings_alone_and_mark_the_one_shown() -> None:
    rights = RIGHTS[Role.OWNER]

    tabs = menu.settings_tabs(rights, path="/settings/people/invitations")

    assert [tab.href for tab in tabs if tab.is_current] == ["/settings/people/"]
    assert len(tabs) == len(menu.SETTINGS)
    assert menu.settings_tabs(rights, path="/customers/") == []
