"""A refused form is a page, too: what it sends back to (the switch of languages) can be opened."""

import re
from html import unescape

import pytest
from pytest_django import Settings

from tests.cast import ann
from tests.security import crawler

pytestmark = pytest.mark.django_db
AS_BROWSERS = {"Accept": "text/html,application/xhtml+xml"}
_NEXT = re.compile(r'name="next"\s+value="([^"]+)"')


def test_the_language_can_be_changed_on_every_answer_to_a_form(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    owner = ann()
    browser, made = owner.browser(), crawler.things(owner)
    browser.raise_request_exception = False
    lost, seen = {}, 0
    for route, expected in crawler.EXPECTED.items():
        if "POST" not in expected.answers or route.startswith("api/"):
            continue
        answer = browser.post(crawler.address(route, made), headers=AS_BROWSERS)
        if "text/html" not in answer.headers.get("Content-Type", ""):
            continue
        for there in {unescape(each) for each in _NEXT.findall(answer.content.decode())}:
            seen += 1
            status = browser.get(there, headers=AS_BROWSERS, follow=True).status_code
            if status == 405:
                lost[route] = there

    assert lost == {}
    assert seen > 10
