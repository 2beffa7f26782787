"""A page that draws a list has a way to take it along: the next list without one is noticed."""

import csv
import re
from html import unescape

import pytest
from django.db.models import Sum
from django.test import Client

from plon.accounts.models import AuditEntry
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Figures
from plon.value.tests.shop import stock
from tests.acceptance.importing import content_of
from tests.cast import NOW, Person, ann
from tests.security import crawler

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-054")]

_CHART = re.compile(r"<figure.*?</figure>", re.DOTALL)  # its table says what the picture shows
_FILE = re.compile(r'href="([^"]*(?:format=csv[^"]*|\.csv|\.pdf))"')
ELSEWHERE = ("api/", "ui", "accounts/")  # programs, components in samples, the sign-in library
NO_LISTS = {
    "customers/duplicates/<uuid:customer_id>/<uuid:other_id>/": "two cards side by side, to decide",
    "ledger/transfers/<uuid:transfer_id>/": "one transfer; all lines are in the list's file",
    "value/comparison/": "one formula with the firm's numbers in it",
    "value/customers/<uuid:customer_id>/": "one customer's methods beside each other",
    "value/forecast/": "how one forecast was made, and what-if",
    "value/workbench/": "methods beside each other, and what-if",
}


def stocked(made: Person) -> Person:
    """Give a firm sixty buyers and the figures of all it has."""
    stock(made.workspace_id, customers=60, until=NOW)
    tasks.refresh(workspace_id=made.workspace_id, subject="", now=NOW)
    return made


@pytest.fixture
def owner() -> Person:
    return stocked(ann())


def test_every_page_with_a_list_has_a_file_of_it() -> None:
    made = ann()
    things = crawler.things(made)
    browser = stocked(made).browser()
    drawn, bare = set(), set()
    for route, expected in crawler.EXPECTED.items():
        if expected.get[0] == 405 or route.startswith(ELSEWHERE):
            continue
        address = crawler.address(route, things)
        page = drawn_at(browser, address)
        if "<table" not in page:
            continue
        drawn.add(route)
        files = [unescape(each) for each in _FILE.findall(page)]
        if not files:
            bare.add(route)
        for each in files:
            there = address + each if each.startswith("?") else each
            answer = browser.get(there)
            assert answer["Content-Disposition"].startswith("attachment"), there
            assert answer.getvalue()

    assert bare == NO_LISTS.keys()
    assert {"customers/", "value/", "ledger/accounts/<uuid:account_id>/"} <= drawn


def drawn_at(browser: Client, address: str) -> str:
    """Return the page without its charts; "" where there is none."""
    answer = browser.get(address, headers={"Accept": "text/html"})
    is_page = answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]
    return _CHART.sub("", answer.text) if is_page else ""


def lines_of(who: Person, address: str) -> list[list[str]]:
    """Return a file as a Polish spreadsheet reads it, headings first."""
    text = content_of(who.browser().get(address)).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))


def test_the_groups_and_other_parts_are_those_of_the_page(owner: Person) -> None:
    heads, *groups = lines_of(owner, "/value/?format=csv")

    shown = owner.browser().get("/value/").context["tables"][0].table
    assert heads == list(shown.headings)
    assert [row[:2] for row in groups] == [list(row[:2]) for row in shown.rows]
    with inside(owner.workspace_id):
        found = Figures.objects.aggregate(sum=Sum("value_12m_minor"))["sum"]
    assert sum(round(100 * float(row[4].replace(",", "."))) for row in groups) == found
    _heads, *regions = lines_of(owner, "/value/segments/?by=region&format=csv")
    assert sum(int(row[1]) for row in regions) == 60
    htmx = {"HX-Request": "true", "HX-Target": "count"}
    chosen_later = owner.browser().get("/value/segments/?by=tier", headers=htmx)
    assert 'href="?by=tier&amp;format=csv"' in chosen_later.text


def test_the_history_has_every_day_and_a_statement_every_line(owner: Person) -> None:
    _heads, day = lines_of(owner, "/value/history/?format=csv")
    assert day[:2] == [NOW.date().isoformat(), "60"]

    account_id = crawler.things(owner)["account_id"]
    page = owner.browser().get(f"/ledger/accounts/{account_id}/").context["table"]
    _heads, *lines = lines_of(owner, f"/ledger/accounts/{account_id}/?format=csv")
    assert [line[1] for line in lines] == [row.cells[1].note for row in page.rows]
    with inside(owner.workspace_id):
        assert AuditEntry.objects.filter(detail={"what": "ledger.statement"}).count() == 1
