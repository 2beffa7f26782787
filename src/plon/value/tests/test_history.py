"""The history page: what each refresh said, and what moved between any two days."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.lifetime.words import group_label
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Snapshot
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann
from tests.counting import queries_in

pytestmark = pytest.mark.django_db
ADDRESS = "/value/history/"


def keep(
    owner: Person,
    *,
    days_ago: int,
    dormant: int,
    value: int | None,
    is_margin: bool | None = None,
) -> str:
    day = NOW.date() - timedelta(days=days_ago)
    with inside(owner.workspace_id):
        Snapshot.objects.create(
            workspace_id=owner.workspace_id,
            as_of_date=day,
            computed_at=NOW,
            currency="PLN",
            method="",
            model_version="1",
            horizon_months=12,
            customers=100,
            active=61.5,
            value_12m_minor=value,
            is_margin=is_margin,
            groups={"dormant": dormant, "new": 100 - dormant},
        )
    return f"{day}"


@pytest.mark.feature("LTV-038")
def test_groups_move_between_any_two_days() -> None:
    owner = ann()
    days = [
        keep(owner, days_ago=ago, dormant=dormant, value=value)
        for ago, dormant, value in ((60, 40, 1_000_00), (30, 20, None), (0, 10, 1_500_00))
    ]
    browser = owner.browser()
    browser.get(ADDRESS)

    def dormant(query: str = "") -> list[str]:
        rows = browser.get(ADDRESS + query).context["moved"].rows
        return next(list(row[1:]) for row in rows if row[0] == group_label("dormant", "pl"))

    assert dormant()[:2] == ["40", "10"]
    assert dormant(f"?then={days[0]}&now={days[1]}")[:2] == ["40", "20"]
    assert dormant(f"?then={days[1]}&now={days[2]}")[:2] == ["20", "10"]
    assert dormant("?then=1999-01-01&now=x")[:2] == ["40", "10"]
    assert len(browser.get(ADDRESS).context["moved"].rows) == 11


def test_each_day_has_its_row_and_the_known_ones_a_line() -> None:
    owner = ann()
    for ago, value in ((60, 1_000_00), (30, None), (0, 1_500_00)):
        keep(owner, days_ago=ago, dormant=1, value=value)
    browser = owner.browser()
    browser.get(ADDRESS)

    with CaptureQueriesContext(connection) as asked:
        shown = browser.get(ADDRESS).context["history"]

    assert queries_in(asked) <= 12
    assert shown.line.values == [1_000_00, 1_500_00]
    assert len(shown.table.rows) == 3
    assert shown.table.rows[1][3] == "–"
    assert "62" in shown.table.rows[0][2]
    assert shown.line.summary == shown.sentence


@pytest.mark.parametrize(
    ("measures", "breaks", "said"),
    [
        ((False, None, True), [2], "od tego dnia marża"),
        ((True, False, False), [1], "od tego dnia przychód"),
        ((None, True, None), [], ""),
    ],
)
def test_the_line_breaks_where_revenue_becomes_margin(
    measures: tuple[bool | None, ...], breaks: list[int], said: str
) -> None:
    owner = ann()
    for ago, is_margin in zip((60, 30, 0), measures, strict=True):
        keep(owner, days_ago=ago, dormant=1, value=100_00 + ago, is_margin=is_margin)
    browser = owner.browser()
    browser.get(ADDRESS)

    shown = browser.get(ADDRESS).context["history"]

    assert shown.line.breaks == breaks
    assert said in shown.sentence
    assert ("linia" in shown.sentence) == bool(breaks)


def test_one_day_makes_no_line_and_no_choice() -> None:
    owner = ann()
    keep(owner, days_ago=0, dormant=1, value=100)

    response = owner.browser().get(ADDRESS)

    assert response.context["history"].line is None
    assert 'name="then"' not in response.text


def test_a_refresh_keeps_how_many_are_still_here() -> None:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)

    with inside(owner.workspace_id):
        kept = Snapshot.objects.get()
    assert kept.active is not None
    assert 0 < kept.active < kept.customers
