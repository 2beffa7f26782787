"""The margin that a firm says of itself: figures are of it where orders tell none."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
from django.db.models import F

from plon.accounts.domain import Role
from plon.orders.models import Order
from plon.orders.queries.sales import SALES
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from plon.value import queries, tasks
from plon.value.models import Basis, Snapshot
from plon.value.services.known_numbers import margin_share
from plon.value.services.sales import with_margins
from plon.value.tests import sample
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    refresh(owner)
    return owner


def refresh(owner: Person) -> None:
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)


def expected(owner: Person) -> int:
    with inside(owner.workspace_id):
        newest = queries.newest()
    assert newest is not None
    assert newest.value_12m_minor is not None
    return newest.value_12m_minor


def test_only_purchases_without_a_margin_get_the_firms() -> None:
    rows = [
        {"amount_minor": 100_00, "margin_minor": None},
        {"amount_minor": 100_00, "margin_minor": 7_00},
        {"amount_minor": -50_00, "margin_minor": None},
        {"amount_minor": 3, "margin_minor": None},
    ]
    sold = pa.Table.from_pylist(rows, schema=SALES)

    assert with_margins(sold, None) is sold
    filled = with_margins(sold, 2_550)
    assert filled["margin_minor"].to_pylist() == [25_50, 7_00, None, 1]
    assert filled.schema == SALES


def test_the_margin_changes_the_figures_and_is_taken_back(shop: Person) -> None:
    browser, turnover = shop.browser(), expected(shop)
    assert 'action="/value/margin/"' in browser.get("/value/").text

    for told, share in (("25,5", 0.255), ("", 1.0)):
        answer = browser.post("/value/margin/", {"margin_bp": told})
        assert answer.headers["Location"] == "/value/"
        with inside(shop.workspace_id):
            assert queries.freshness().state == "running"
        refresh(shop)
        assert expected(shop) == pytest.approx(turnover * share, rel=0.01)

    with inside(shop.workspace_id):
        assert Basis.objects.get().margin_bp is None


def test_those_who_bought_since_are_counted_with_the_margin_too(shop: Person) -> None:
    shop.browser().post("/value/margin/", {"margin_bp": "40"})
    refresh(shop)
    before = expected(shop)
    with inside(shop.workspace_id):
        some = Order.objects.order_by("id")[0]
        Order.objects.filter(id=some.id).update(changed_at=NOW)
    refresh(shop)

    assert expected(shop) == pytest.approx(before, rel=0.01)


def test_the_same_margin_computes_nothing_anew(shop: Person) -> None:
    browser = shop.browser()
    browser.post("/value/margin/", {"margin_bp": "40"})
    refresh(shop)
    Duty.objects.filter(job="value.refresh").delete()
    browser.post("/value/margin/", {"margin_bp": "40"})

    assert not Duty.objects.filter(job="value.refresh").exists()


@pytest.mark.parametrize("odd", ["-1", "0", "101", "much"])
def test_what_is_no_share_is_refused_beside_the_field(shop: Person, odd: str) -> None:
    answer = shop.browser().post("/value/margin/", {"margin_bp": odd})

    assert answer.status_code == 422
    assert "field-error" in answer.text
    with inside(shop.workspace_id):
        assert queries.margin_bp() is None


def test_it_is_asked_for_among_the_first_steps_until_told(shop: Person) -> None:
    browser = shop.browser()
    assert 'href="/value/margin/"' in browser.get("/").text
    browser.post("/value/margin/", {"margin_bp": "40"})

    assert 'href="/value/margin/"' not in browser.get("/").text


def test_where_every_order_has_a_margin_nobody_is_asked(shop: Person) -> None:
    with inside(shop.workspace_id):
        Order.objects.update(margin_minor=1_00, changed_at=NOW)
        queries_before = queries.freshness().has_margin
    shop.browser().post("/value/refresh/")
    refresh(shop)

    with inside(shop.workspace_id):
        assert (queries_before, queries.freshness().has_margin) == (False, True)
    assert 'action="/value/margin/"' not in shop.browser().get("/value/").text
    assert 'href="/value/margin/"' not in shop.browser().get("/").text


def test_turnover_is_not_told_as_margin(shop: Person) -> None:
    browser = shop.browser()
    turnover = browser.get("/value/cohorts/?measure=revenue").context["found"].answer
    browser.post("/value/margin/", {"margin_bp": "25"})
    refresh(shop)

    shown = browser.get("/value/cohorts/?measure=revenue")

    assert dict(shown.context["measures"])["revenue"] == "Przychód"
    assert shown.context["found"].answer == turnover


def numbers(shop: Person, method: str) -> dict[str, float]:
    form = shop.browser().get(f"/value/workbench/?method={method}").context["form"]
    return {name: float(text.replace(",", ".")) for name, text in form.data.items()}


def test_the_workbench_starts_with_what_stays_of_turnover(shop: Person) -> None:
    order = numbers(shop, "order_times_frequency")["order_value"]
    assert numbers(shop, "margin_times_purchases")["margin"] == order

    shop.browser().post("/value/margin/", {"margin_bp": "25,5"})
    refresh(shop)

    assert numbers(shop, "margin_over_churn")["margin_share"] == 0.255
    assert numbers(shop, "order_times_frequency")["order_value"] == order
    told = numbers(shop, "margin_times_purchases")["margin"]
    assert told == pytest.approx(order * 0.255, abs=0.01)


def test_the_workbench_takes_the_margin_of_the_orders_where_they_tell_it(shop: Person) -> None:
    with inside(shop.workspace_id):
        Order.objects.update(margin_minor=F("total_minor") / 2, changed_at=NOW)
    shop.browser().post("/value/refresh/")
    refresh(shop)

    assert numbers(shop, "margin_over_churn")["margin_share"] == pytest.approx(0.5, abs=0.001)


def test_without_turnover_no_margin_is_told() -> None:
    nothing = replace(
        sample.with_margin(), totals=replace(sample.with_margin().totals, revenue_minor=0)
    )

    with inside(ann().workspace_id):
        assert margin_share(Basis(), nothing) is None
        assert margin_share(Basis(margin_bp=2_550), nothing) == Decimal("0.255")


def test_an_operator_changes_no_margin(shop: Person) -> None:
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

    assert ben.browser().post("/value/margin/", {"margin_bp": "40"}).status_code == 403
    with inside(shop.workspace_id):
        assert queries.margin_bp() is None


def test_a_margin_just_told_is_no_fall_of_value(shop: Person) -> None:
    """Yesterday's revenue is no measure of today's margin."""
    shop.browser().post("/value/margin/", {"margin_bp": "40"})
    later = NOW + timedelta(days=1)
    tasks.refresh(workspace_id=shop.workspace_id, subject="", now=later)

    with inside(shop.workspace_id):
        kept = queries.snapshots()
        assert [each.is_margin for each in kept] == [True, False]
        assert queries.changes().drops == ()
        assert queries.alike_since(kept) == later.date()
        Snapshot.objects.update(is_margin=None)  # kept by an older version: not known
        assert queries.changes().drops
        assert queries.alike_since(queries.snapshots()) == date.min
