"""What if fewer leave, what went with those who left; a season that is none."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plon.lifetime.analysis import Season
from plon.lifetime.forecasting.season_presets import PRESETS
from plon.lifetime.formulas.broker import lost_value
from plon.lifetime.segments.values import Plan
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import queries, tasks
from plon.value.models import Basis, Figures
from plon.value.queries.segments import SILENT_DAYS
from plon.value.services import retention
from plon.value.services.report.groups import groups
from plon.value.services.report.sureness import season_text, season_word
from plon.value.tests import sample
from plon.value.tests.shop import stock
from tests.architecture.house import ROOT
from tests.cast import NOW, Person, ann
from tests.counting import queries_in

EN = Speech(language="en", currency="PLN")
PLAN = Plan(
    name="",
    active_customers=100,
    purchases_monthly=1,
    order_value=50,
    retention_monthly=Decimal("0.9"),
    margin=1,
)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def snapshot(**told: object) -> queries.SnapshotFacts:
    kept: dict[str, object] = dict.fromkeys(queries.SnapshotFacts.__dataclass_fields__)
    kept |= {"once_silent": 3, "ltv_mean_minor": 9_00, "purchase_mean_minor": 4_00}
    return queries.SnapshotFacts(**(kept | told))  # type: ignore[arg-type] # fields by name


def test_nothing_was_lost_where_nobody_left_or_values_are_not_known() -> None:
    assert retention.lost(snapshot(), EN) is not None
    for told in ({"once_silent": 0}, {"ltv_mean_minor": None}, {"purchase_mean_minor": None}):
        assert retention.lost(snapshot(**told), EN) is None
    assert (
        retention.lost(snapshot(purchase_mean_minor=9_00), EN) is None
    )  # a lifetime is a purchase


def test_there_is_no_plan_without_a_churn_or_a_forecast() -> None:
    analysis, told = sample.full(), Basis()
    for churn in ("1", "1.5"):
        told.parameters = {"margin_over_churn": {"churn_monthly": churn}}
        assert retention.plan_of(told, analysis) is None
    told.parameters = {"margin_over_churn": {"churn_monthly": "0.1"}}
    assert retention.plan_of(told, analysis) is not None
    nobody = replace(analysis, totals=replace(analysis.totals, alive=float("nan")))
    assert retention.plan_of(told, nobody) is None


@pytest.mark.feature("LTV-044")
def test_scenarios_differ_by_retention_alone() -> None:
    table = retention.scenarios(PLAN, fall=50, speech=EN)

    left = [row[1] for row in table.rows]
    assert left[1] == "10.0%"
    assert left[3] == "5.0%"  # half of the churn
    expected = Plan(
        name="",
        active_customers=100,
        purchases_monthly=1,
        order_value=50,
        retention_monthly=Decimal("0.95"),
        margin=1,
    ).revenue(months=12)
    assert table.rows[3][3] == EN.estimate(float(expected * 100))
    assert table.rows[1][4] == EN.change(0)
    assert table.rows[0][4].startswith("\N{MINUS SIGN}") or table.rows[0][4].startswith("-")
    assert table.rows[2][4].startswith("+")


def test_churn_of_nobody_is_the_most() -> None:
    assert retention.scenarios(PLAN, fall=100, speech=EN).rows[3][1] == "0.0%"
    assert [retention.asked_fall(text) for text in ("", "0", "101", "x", "-5", "35")] == [
        *[retention.USUAL_FALL] * 5,
        35,
    ]


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


@pytest.mark.django_db
@pytest.mark.feature("LTV-053")
def test_what_was_lost_with_those_who_bought_once(shop: Person) -> None:
    browser = shop.browser()
    browser.get("/value/")

    with CaptureQueriesContext(connection) as asked:
        found = browser.get("/value/").context["lost"]

    assert queries_in(asked) <= 12
    with inside(shop.workspace_id):
        silent = Figures.objects.filter(
            purchase_days=1, last_date__lte=NOW.date() - timedelta(days=SILENT_DAYS)
        )
        many, newest = silent.count(), queries.newest()
    assert newest is not None
    minor = lost_value(
        lifetime_value=newest.ltv_mean_minor or 0,
        first_commission=newest.purchase_mean_minor or 0,
        one_product_clients=many,
    )
    assert many > 0
    assert found.value == Speech(language="pl", currency="PLN").estimate(float(minor))
    assert browser.get(found.href).context["worth"].customers >= 0


@pytest.mark.django_db
def test_the_forecast_asks_what_if(shop: Person) -> None:
    with inside(shop.workspace_id):
        Basis.objects.create(
            workspace_id=shop.workspace_id,
            parameters={"margin_over_churn": {"churn_monthly": "0.1"}},
        )
    browser = shop.browser()

    usual = browser.get("/value/forecast/").context
    asked = browser.get("/value/forecast/?churn=50").context

    assert (usual["fall"], asked["fall"]) == (20, 50)
    with inside(shop.workspace_id):
        newest = queries.newest()
    assert newest is not None
    ahead = Speech(language="pl", currency="PLN").estimate(newest.value_12m_minor or 0)
    assert usual["scenarios"].rows[1][3] == ahead  # as it is: the forecast
    assert usual["scenarios"].rows[1][1] == asked["scenarios"].rows[1][1] == "10,0%"
    assert (usual["scenarios"].rows[3][1], asked["scenarios"].rows[3][1]) == ("8,0%", "5,0%")


def test_a_season_of_equal_months_is_called_so() -> None:
    shop = replace(sample.full(), files=())

    def with_season(source: str, preset: str, months: tuple[float, ...]) -> Season:
        return replace(shop.season, source=source, preset=preset, months=months)

    flat = replace(shop, season=with_season("learned", "", (1.0,) * 12))
    strong = replace(shop, season=with_season("learned", "", (0.5, *(1.0,) * 10, 1.5)))

    assert season_word(flat, level="good") == "Months alike"
    assert "no season" in season_text(flat)
    assert season_word(strong, level="good") == "Known"


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "flat"])
def test_a_season_of_a_trade_names_its_source(name: str) -> None:
    shop = sample.full()
    own = replace(shop.season, source="preset", preset=name, months=PRESETS[name].months)

    text = season_text(replace(shop, season=own))

    assert "US Census Bureau" in text
    assert PRESETS[name].kind in text


def test_turnover_is_called_so_where_value_is_margin() -> None:
    def words(is_margin: bool) -> set[str]:
        part = groups(replace(sample.full(), value_is_margin=is_margin), EN)
        return {word for policy in part.policies for row in policy.rows for word, _ in row.figures}

    assert "Turnover so far" in words(True)
    assert "So far" not in words(True)
    assert "So far" in words(False)


def test_the_docs_name_the_source_of_every_season() -> None:
    text = (ROOT.parents[1] / "docs" / "concepts" / "method.md").read_text(encoding="utf-8")

    for name, preset in PRESETS.items():
        if name != "flat":
            assert f"| `{name}` | {preset.kind} |" in text
            assert preset.source in text
