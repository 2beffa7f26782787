"""KPI-021: every page that a person can open speaks Polish: no message is left in English."""

import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.cast import ann
from tests.security import crawler

pytestmark = [pytest.mark.django_db, pytest.mark.feature("KPI-021")]
WORDS = Path("src/plon/locale/pl/LC_MESSAGES/django.po")
LENGTH_MIN = 12  # shorter ones may be names
_UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)
_PART = re.compile(r">([^<]+)<")


def english() -> set[str]:
    """Return the sources that Polish says otherwise, without those that hold a figure."""
    with WORDS.open("rb") as file:
        kept = read_po(file)
    return {
        str(message.id)
        for message in kept
        if isinstance(message.id, str)
        and len(message.id) >= LENGTH_MIN
        and message.id != message.string
        and "%(" not in message.id
    }


def test_no_page_leaves_a_message_in_english() -> None:
    owner = ann()
    browser = owner.browser()
    browser.raise_request_exception = False
    made, sources, left, seen = crawler.things(owner), english(), {}, 0
    for route, expected in crawler.EXPECTED.items():
        if "GET" not in expected.answers or expected.answers["GET"][1] == 405:
            continue
        found = browser.get(crawler.address(route, made), headers={"Accept-Language": "pl"})
        if "text/html" not in found.headers.get("Content-Type", ""):
            continue
        seen += 1
        text = _UNSEEN.sub("", found.content.decode())
        parts = {" ".join(unescape(part).split()) for part in _PART.findall(text)}
        if parts & sources:
            left[route] = parts & sources

    assert left == {}
    assert seen > 40
