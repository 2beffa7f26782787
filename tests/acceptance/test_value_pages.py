"""What a firm sees of its customers' value, through HTTP and with the real worker."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from plon.accounts.domain import Role
from plon.accounts.models import Workspace
from plon.config.wiring import CLOCK, JOBS, REACTIONS
from plon.core.money import Money
from plon.orders.events import CatalogueChanged, OrderPaid
from plon.orders.models import Order, OrderLine
from plon.runtime import outbox
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from plon.runtime.worker import run_once
from plon.value.tests.shop import stock
from tests.cast import Person, ann, person

pytestmark = pytest.mark.django_db


def worker_runs() -> None:
    """Let the worker do all that is due."""
    while run_once(REACTIONS, CLOCK, JOBS, now=timezone.now() + timedelta(seconds=1)):
        pass


def order_paid(shop: Person, customer_id: object) -> None:
    with inside(shop.workspace_id), transaction.atomic():
        outbox.publish(
            OrderPaid(
                workspace_id=shop.workspace_id,
                occurred_at=timezone.now(),
                order_id=new_id(),
                customer_id=customer_id,  # type: ignore[arg-type]
                total=Money(minor=100, currency="PLN"),
            )
        )


@pytest.fixture
def shop() -> Person:
    """A bakery whose orders were told to the worker."""
    owner = ann()
    people = stock(owner.workspace_id, until=timezone.now())
    order_paid(owner, people[0])
    worker_runs()
    return owner


@pytest.mark.feature("LTV-002", "LTV-003", "KPI-019")
def test_an_order_reaches_the_card_and_today(shop: Person) -> None:
    browser = shop.browser()

    rows = browser.get("/customers/").context["table"].rows
    with inside(shop.workspace_id):
        order = Order.objects.filter(customer_id=rows[0].key).latest("ordered_at")
        OrderLine.objects.create(
            workspace_id=shop.workspace_id, order=order, name="Chleb żytni", amount_minor=1_200
        )
    card = browser.get(f"/customers/{rows[0].key}/").context["profile"]
    assert [tile.label for tile in card.tiles] != []
    assert len(card.reasons) >= 3
    assert [fact.what for fact in card.holding.products] == ["Chleb żytni"]
    assert any(entry.text.endswith("Chleb żytni") for entry in card.timeline.entries)

    today = browser.get("/").context["today"]
    assert 0 < len(today.tasks) <= 7
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR).browser()
    shown = ben.get("/").context["today"].numbers
    assert [tile.definition.key for tile in shown] == ["due"]
    assert ben.get("/value/").status_code == 403


@pytest.mark.feature("LTV-021")
@pytest.mark.parametrize("split", ["group", "tier", "channel", "region"])
def test_each_part_of_the_base_has_its_lifetime_value(shop: Person, split: str) -> None:
    found = shop.browser().get("/value/segments/", {"by": split})

    (table,) = found.context["tables"]
    assert table.split == split
    assert len(table.table.rows) >= 1
    assert sum(int(row[1]) for row in table.table.rows) == 120


@pytest.mark.feature("LTV-022")
def test_a_changed_price_list_flags_the_value_until_its_day(shop: Person) -> None:
    browser = shop.browser()
    browser.post("/value/cost/", {"cadence": "quarterly", "industry": "general"})
    with inside(shop.workspace_id), transaction.atomic():
        outbox.publish(
            CatalogueChanged(
                workspace_id=shop.workspace_id, occurred_at=timezone.now(), product_id=new_id()
            )
        )

    worker_runs()

    fresh = browser.get("/value/").context["freshness"]
    assert (fresh.state, fresh.reason) == ("stale", "prices")

    browser.post("/value/refresh/")
    worker_runs()

    assert browser.get("/value/").context["freshness"].state == "fresh"


@pytest.mark.feature("LTV-033", "KPI-020")
def test_the_one_page_summary_has_value_cost_ratio_band_and_payback_in_dollars() -> None:
    owner = ann()
    Workspace.objects.update(currency="USD")
    browser = owner.browser()
    numbers = {"order_value": "80", "purchases_yearly": "4", "lifespan_years": "3"}
    browser.post("/value/workbench/", {"method": "order_times_frequency", **numbers})
    browser.post(
        "/value/cost/",
        {
            "marketing_minor": "3200",
            "customers_won": "10",
            "industry": "general",
            "cadence": "monthly",
        },
    )

    ratio = browser.get("/value/summary/").context["ratio"]

    assert (ratio.value, ratio.cost, ratio.text) == ("960\xa0USD", "320\xa0USD", "3:1")
    assert ratio.band
    assert ratio.payback == "12,0"


@pytest.mark.feature("LTV-010")
def test_own_figures_stand_beside_those_of_the_best(shop: Person) -> None:
    found = shop.browser().get("/value/comparison/")

    products, referrals = found.context["benchmarks"]
    assert (products.best, referrals.best) == ("3,7", "6,2")
    assert products.own != "–"
    assert referrals.own == "0,0"
    assert "17 360".replace(" ", "\xa0") not in found.text  # an example, not the bakery's


@pytest.mark.feature("LTV-007", "LTV-008")
def test_one_contract_stands_beside_a_lifetime_by_the_firms_own_numbers(shop: Person) -> None:
    browser = shop.browser()
    costs = {"marketing_minor": "16 000", "customers_won": "20"}
    browser.post("/value/cost/", {**costs, "industry": "general", "cadence": "on_change"})
    client = {"first_commission": "3500", "cross_sell_commission": "2800", "cross_sells": "2,7"}
    referred = {"referral_conversion": "0,3", "referrals": "6"}
    browser.post("/value/workbench/", {"method": "broker", **client, **referred})

    rows = {
        what: (one, life) for what, one, life in browser.get("/value/comparison/").context["rows"]
    }

    assert rows["Wartość klienta"] == ("3\xa0500\xa0zł", "17\xa0360\xa0zł")
    assert rows["Koszt pozyskania klienta"] == ("800\xa0zł", "800\xa0zł")


@pytest.mark.feature("LTV-045", "LTV-047")
def test_seven_reasons_lead_to_pages_that_work(shop: Person) -> None:
    browser = shop.browser()
    found = browser.get("/value/guide/").context

    assert (len(found["reasons"]), len(found["levers"])) == (7, 7)
    assert {browser.get(card.href).status_code for card in found["reasons"]} == {200}


@pytest.mark.feature("LTV-046")
def test_causes_are_named_and_go_when_they_are_mended(shop: Person) -> None:
    browser = shop.browser()
    before = {card.href for card in browser.get("/value/guide/").context["causes"]}
    assert "/value/segments/" in before  # nobody has kept a segment yet

    sentence = {"join": "all", "not": "", "field": "tier", "op": "is", "value": "vip"}
    browser.post("/value/segments/", {**sentence, "name": "VIP"})

    after = {card.href for card in browser.get("/value/guide/").context["causes"]}
    assert "/value/segments/" not in after
