"""The horizon asked for is the one that the report and summary.json speak of."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils import translation
from jsonschema import Draft202012Validator

from plon.lifetime.analysis import Analysis
from plon.lifetime.units import Horizon
from plon.ui.speech import Speech
from plon.value.domain import confidence, known
from plon.value.services.report.outlook import fan
from plon.value.services.summary import summary_of, to_json
from plon.value.tests import sample
from plon.value.tests.horizons import asked
from plon.value.tests.page import Page, html
from plon.value.tests.test_summary import SCHEMA

NOW = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
TWO_YEARS, SIX_WEEKS, HUNDRED_DAYS = Horizon(months=24), Horizon(weeks=6), Horizon(days=100)
ASKED = {TWO_YEARS: 1.8, SIX_WEEKS: 0.14, HUNDRED_DAYS: 0.31}


def document(shop: Analysis) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(summary_of(shop, generated_at=NOW)))
    return found


def text(shop: Analysis, language: str = "en") -> str:
    return Page(html(shop, language)).sentences.replace("\N{NO-BREAK SPACE}", " ")


class TestReport:
    @pytest.mark.parametrize(
        ("horizon", "period", "value"),
        [
            (TWO_YEARS, "next 24 months", "PLN 742,000"),
            (SIX_WEEKS, "next 6 weeks", "PLN 57,700"),
            (HUNDRED_DAYS, "next 100 days", "PLN 128,000"),
        ],
    )
    def test_the_headline_and_the_forecast_tell_it(
        self, horizon: Horizon, period: str, value: str
    ) -> None:
        page = text(asked(horizon, ASKED[horizon]))

        assert f"Over the {period} your customers should bring about {value} of revenue" in page
        assert f"Revenue from this base, {period}" in page
        assert f"In the {period}: about {value}" in page
        assert "Over the next 12 months your customers" not in page

    def test_polish_inflects_it(self) -> None:
        assert "Przez najbliższe 24 miesiące Twoi klienci" in text(asked(TWO_YEARS, 1.8), "pl")
        assert "Przez najbliższe 6 tygodni: ok." in text(asked(SIX_WEEKS, 0.14), "pl")

    def test_without_amounts_purchases_are_told_for_it(self) -> None:
        shop = sample.without_amounts()
        bought = replace(shop.forecasts[0], months=0, weeks=6)
        page = text(replace(shop, horizon=SIX_WEEKS, forecasts=(bought, *shop.forecasts)))

        assert "Over the next 6 weeks your customers should make about 1,140 purchases" in page
        assert "Purchases, next 6 weeks" in page
        assert "In the next 6 weeks: about 1,140 purchases" in page

    def test_margin_is_told_for_it(self) -> None:
        page = text(replace(asked(TWO_YEARS, 1.8), value_is_margin=True))

        assert "Margin from this base, next 24 months" in page

    def test_the_usual_year_tells_the_nearest_first(self) -> None:
        page = text(sample.full())

        assert "Over the next 12 months your customers" in page
        assert "In the next 3 months: about" in page


class TestLine:
    @pytest.mark.parametrize(
        ("horizon", "labels"),
        [
            (Horizon(months=12), ["", "6 months", "12 months"]),
            (TWO_YEARS, ["3 months", "", "12 months", "24 months"]),
            (SIX_WEEKS, ["6 weeks", "", "6 months", "12 months"]),
            (HUNDRED_DAYS, ["", "100 days", "", "12 months"]),
        ],
    )
    def test_labels_do_not_lie_over_each_other(self, horizon: Horizon, labels: list[str]) -> None:
        shop = asked(horizon, ASKED.get(horizon, 1.0))
        with translation.override("en"):
            line = fan(known.forecasts(shop), shop, Speech(language="en", currency="PLN"))

        assert [point.label for point in line.points] == labels
        assert [bool(point.text) for point in line.points] == [bool(label) for label in labels]
        assert len(line.table.rows) == len(labels)


class TestReachingFar:
    def test_a_horizon_longer_than_the_past_is_a_direction(self) -> None:
        shop = asked(TWO_YEARS, 1.8)
        young = replace(shop, first_day=date(2025, 1, 2))

        assert "The forecast of the next 24 months reaches further than your sales go back" in text(
            young
        )
        assert "reaches further" not in text(shop)  # two years and two days

    def test_the_usual_year_is_not_remarked_on(self) -> None:
        young = replace(sample.full(), first_day=date(2026, 6, 1))

        assert "reaches further" not in text(young)


def test_the_width_is_that_of_the_horizon_asked_for() -> None:
    shop = asked(TWO_YEARS, 1.8)

    assert confidence.asked_ahead(shop) == shop.forecasts[-1].value_minor
    assert [f.horizon.code for f in known.forecasts(asked(SIX_WEEKS, 0.14))] == [
        *("6w", "3m", "6m", "12m")
    ]


@pytest.mark.parametrize(
    ("horizon", "unit", "count"), [(TWO_YEARS, "months", 24), (SIX_WEEKS, "weeks", 6)]
)
def test_summary_tells_it_in_its_own_unit(horizon: Horizon, unit: str, count: int) -> None:
    found = document(asked(horizon, ASKED[horizon]))

    assert list(Draft202012Validator(SCHEMA).iter_errors(found)) == []
    assert found[f"horizon_{unit}"] == count
    assert [key for key in found if key.startswith("horizon")] == [f"horizon_{unit}"]
    told = next(f for f in found["forecasts"] if f.get(unit) == count)
    assert {"months", "weeks", "days"} & set(told) == {unit}


def test_a_summary_without_a_horizon_is_none() -> None:
    found = document(sample.full())
    del found["horizon_months"]

    assert not Draft202012Validator(SCHEMA).is_valid(found)
