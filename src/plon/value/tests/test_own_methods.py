"""One customer's value by every method: the library's formulas, with the customer's own numbers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plon.accounts.domain import Role
from plon.accounts.queries import workspace
from plon.lifetime.answer.explain import explain
from plon.lifetime.formulas import classic
from plon.lifetime.formulas.broker import broker_value
from plon.lifetime.formulas.methods import Method
from plon.orders.models import Order
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import tasks
from plon.value.domain.own_methods import CODES, Habits, OwnMethod, by_every_method
from plon.value.models import Basis, Figures, Snapshot
from plon.value.queries.base import table_of
from plon.value.queries.stored import unpacked
from plon.value.services import own_method_words as words
from plon.value.services.own_methods import Own, every_own_method, minor_of, own_methods
from plon.value.tests.shop import stock
from tests.api.program import program
from tests.cast import NOW, Person, ann, cora, person
from tests.counting import queries_in

ONE = Habits(
    observed=Decimal(600),
    revenue=Decimal(1000),
    first=Decimal(120),
    value_is_margin=True,
    purchase_days=5,
    known_days=365,
    alive=Decimal("0.8"),
    ahead=Decimal(480),
    low=Decimal(200),
    high=Decimal(900),
    discounted=Decimal(456),
    referred=2,
    lifetime_months=Decimal(36),
    discount=Decimal("0.1"),
    churn_monthly=Decimal("0.04"),
    cost=Decimal(80),
)
PENNY = Decimal("0.5")  # what rounding a year's numbers to two decimals may move


def found(one: Habits) -> dict[str, OwnMethod]:
    return {each.code: each for each in by_every_method(one)}


def test_equal_the_librarys_formulas() -> None:
    monthly = Decimal(1000) / (365 / Decimal("30.4375"))
    yearly, stays = monthly * 12, Decimal("0.96") ** 12
    expected = {
        "observed": classic.observed_value(earned=[600]),
        "from_sales": Decimal(1080),
        "discounted": Decimal(456),
        "broker": broker_value(
            first_commission=120,
            cross_sell_commission=120,
            cross_sells=4,
            referrals=2,
            referral_conversion=1,
        ).value,
        "margin_times_purchases": classic.margin_times_purchases(
            margin=120, purchases=5 / (365 / Decimal("365.25")) * 3
        ),
        "arpu_times_lifetime": classic.arpu_times_lifetime(
            arpu_monthly=monthly, lifetime_months=36
        ),
        "order_times_frequency": classic.order_times_frequency(
            order_value=200, purchases_yearly=5 / (365 / Decimal("365.25")), lifespan_years=3
        ),
        "margin_over_churn": classic.margin_over_churn(
            revenue_monthly=monthly, margin="0.6", churn_monthly="0.04"
        ),
        "net_present_value": classic.net_present_value(
            revenues=[yearly, yearly * stays, yearly * stays**2],
            margin="0.6",
            discount="0.1",
            acquisition_cost=80,
        ).value,
        "sum_of_segments": classic.sum_of_segments(
            [classic.SegmentRevenue(revenue=yearly, retention="0.8", margin="0.6")]
        ),
    }

    told = found(ONE)

    assert set(told) == set(expected) == set(CODES)
    for code, value in expected.items():
        assert told[code].value == pytest.approx(value, abs=PENNY * 3), code
    assert [told["from_sales"].low, told["from_sales"].high] == [Decimal(800), Decimal(1500)]
    assert told["discounted"].low == Decimal(200) * Decimal(456) / 480


@pytest.mark.parametrize(
    ("lacking", "reason", "codes"),
    [
        ({"value_is_margin": False}, "no_margin", {"broker", "margin_over_churn"}),
        ({"ahead": None, "alive": None}, "too_early", {"from_sales", "discounted"}),
        ({"purchase_days": 1}, "one_purchase", {"order_times_frequency", "arpu_times_lifetime"}),
        ({"known_days": 30}, "known_too_short", {"order_times_frequency"}),
        ({"cost": None}, "no_cost", {"net_present_value"}),
        ({"churn_monthly": None}, "no_churn", {"margin_over_churn", "net_present_value"}),
        ({"churn_monthly": Decimal(2)}, "no_churn", {"margin_over_churn"}),
        ({"revenue": Decimal(0)}, "no_amounts", {"margin_over_churn"}),
        ({"observed": None, "revenue": None}, "no_amounts", {"observed", "from_sales"}),
    ],
)
def test_say_why_a_value_is_not_known(
    lacking: dict[str, object], reason: str, codes: set[str]
) -> None:
    told = found(replace(ONE, **lacking))  # type: ignore[arg-type] # fields by name

    for code in codes:
        assert (told[code].unknown, told[code].value) == (reason, None)
    assert all(each.unknown == "" or each.value is None for each in told.values())


def test_every_reason_and_method_has_words_in_both_languages() -> None:
    own = Own(
        customer_id=None,  # type: ignore[arg-type] # no words of it
        as_of=NOW.date(),
        habits=ONE,
        methods=by_every_method(replace(ONE, purchase_days=1)),
    )
    labels = {}
    for language in ("pl", "en"):
        with translation.override(language):
            rows = words.told(own, Speech(language=language, currency="PLN"))
            assert all(row.label and row.formula for row in rows)
            assert all(bool(row.unknown) == (row.value == "–") for row in rows)
            labels[language] = {row.label for row in rows}
    assert labels["pl"].isdisjoint(labels["en"])


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    with inside(owner.workspace_id):
        Order.objects.all().update(margin_minor=1_000)
        Basis.objects.create(
            workspace_id=owner.workspace_id, marketing_minor=1_000_00, customers_won=20
        )
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


@pytest.mark.django_db
@pytest.mark.feature("LTV-018")
def test_of_a_real_shop_are_those_of_the_kept_figures(shop: Person) -> None:
    with inside(shop.workspace_id):
        zone = workspace(shop.workspace_id).zone
        row = Figures.objects.order_by("-purchase_days").first()
        assert row is not None
        own = own_methods(customer_id=row.customer_id, zone=zone)
        kept = Snapshot.objects.get()
        alone = unpacked(kept.answer, customers=table_of([row], as_of=kept.as_of_date))
        every = {each.customer_id: each for each in every_own_method(zone=zone)}
        turnover = Order.objects.filter(customer_id=row.customer_id)
        people = Figures.objects.count()
        revenue = sum(turnover.values_list("total_minor", flat=True))

    assert own is not None
    told = {each.code: each for each in own.methods}
    assert minor_of(told["observed"].value) == row.observed_minor
    assert minor_of(told["from_sales"].value) == row.ltv_minor
    facts = explain(alone, str(row.customer_id), discount_per_year=0.1).facts
    assert told["discounted"].value == pytest.approx(
        Decimal(str(facts["discounted_value_12m_minor"])) / 100, rel=Decimal("1e-9")
    )
    assert own.habits.revenue == Decimal(revenue) / 100
    assert all(each.unknown == "" for each in own.methods)
    assert len(every) == people
    mine = {each.code: minor_of(each.value) for each in every[row.customer_id].methods}
    for code, value in {each.code: minor_of(each.value) for each in own.methods}.items():
        assert mine[code] == pytest.approx(value, abs=1), code


@pytest.mark.django_db
def test_are_a_page_and_a_part_of_the_card(shop: Person) -> None:
    with inside(shop.workspace_id):
        one = Figures.objects.order_by("-purchase_days").values_list("customer_id", flat=True)[0]
    browser, address = shop.browser(), f"/value/customers/{one}/"

    browser.get("/value/")  # the session's first page writes it down
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(address).text
    assert queries_in(asked) <= 12
    part = browser.get(address, headers={"HX-Request": "true"}).text

    assert f'hx-get="{address}"' in browser.get(f"/customers/{one}/").text
    assert "<html" in page
    assert "<html" not in part
    assert part.count("<tr>") == len(CODES) + 1
    assert f"/customers/{one}/" in page
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)
    assert ben.browser().get(address).status_code == 403
    assert cora().browser().get(address).status_code == 404


@pytest.mark.django_db
def test_are_exported_for_every_customer(shop: Person) -> None:
    response = shop.browser().post("/import/export/value/")
    lines = b"".join(response).decode("utf-8-sig").splitlines()

    with inside(shop.workspace_id):
        people = Figures.objects.count()
    assert len(lines) == 1 + people * len(CODES)
    assert len({line.split(";")[2] for line in lines[1:]}) == len(CODES)


@pytest.mark.django_db
def test_a_firm_without_figures_has_nobody() -> None:
    owner = ann()
    with inside(owner.workspace_id):
        assert list(every_own_method(zone=owner.caller.firm.zone)) == []


def test_every_method_of_the_library_is_there() -> None:
    assert {method.value for method in Method} <= set(CODES)


@pytest.mark.django_db
def test_are_told_to_programs(shop: Person) -> None:
    with inside(shop.workspace_id):
        row = Figures.objects.order_by("-purchase_days").first()
    assert row is not None

    body = program(shop).get(f"/customers/{row.customer_id}/value").body

    told = {each["method"]: each for each in body["methods"]}
    assert list(told) == list(CODES)
    assert told["from_sales"]["minor"] == body["ltv_minor"]
    assert told["discounted"]["low_minor"] <= told["discounted"]["minor"] < row.value_12m_minor
    assert {each["unknown"] for each in told.values()} == {None}
