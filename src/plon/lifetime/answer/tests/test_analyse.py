"""Sales to the whole answer: figures that fit together, in every state of knowledge."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pyarrow.compute as pc
import pytest

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.columns import COLUMNS, HORIZONS
from plon.lifetime.errors import InputUnusable
from plon.lifetime.tests.sales_maker import sales_of
from plon.lifetime.tests.shops import CALIBRATION_END, cdnow_shop, cdnow_until, thin_shop
from plon.lifetime.units import Horizon, TimeUnit


def total(name: str) -> float:
    return float(pc.sum(cdnow_shop().customers[name]).as_py())


def test_customers_add_up_to_the_base() -> None:
    shop = cdnow_shop()

    assert len(shop.customers) == shop.totals.customers == 2357
    assert total("purchase_days") == shop.totals.purchases
    assert total("spend_days") <= total("x")
    assert total("observed_value_minor") == shop.totals.revenue_minor
    assert total("probability_alive") == pytest.approx(shop.totals.alive)
    told = {forecast.horizon: forecast for forecast in shop.forecasts}
    for horizon in HORIZONS:
        assert total(f"expected_purchases_{horizon.code}") == pytest.approx(
            told[horizon].purchases.value
        )
        assert total(f"value_{horizon.code}_minor") == pytest.approx(
            told[horizon].value_minor.value, rel=1e-3
        )


def test_groups_tiers_and_cohorts_hold_everyone_once() -> None:
    shop = cdnow_shop()

    assert sum(group.customers for group in shop.groups) == 2357
    assert sum(customers for _, customers, _ in shop.tiers) == 2357
    assert sum(shop.cohorts.sizes) == 2357
    assert sum(map(sum, shop.rfm_grid)) == 2357
    for table in (shop.groups, shop.cohorts.revenue_minor):
        assert table
    assert sum(group.revenue_minor for group in shop.groups) == shop.totals.revenue_minor
    assert sum(map(sum, shop.cohorts.revenue_minor)) == shop.totals.revenue_minor
    ahead = sum(group.value_12m_minor for group in shop.groups)
    assert ahead == pytest.approx(shop.totals.value_12m_minor.value)
    assert sum(value for _, _, value in shop.tiers) == pytest.approx(ahead)


def test_intervals_of_customers_are_ordered_counts() -> None:
    table = cdnow_shop().customers
    low, high = (table[f"expected_purchases_12m_{end}"].to_numpy() for end in ("low", "high"))

    assert (low <= high).all()
    assert (np.mod(high, 1) == 0).all()


@pytest.mark.parametrize("shop", [cdnow_shop, thin_shop])
def test_the_table_has_the_columns_it_documents(shop: Callable[[], Analysis]) -> None:
    fields = shop().customers.schema

    assert [(field.name, str(field.type)) for field in fields] == [
        (column.name, column.type.replace("date32", "date32[day]")) for column in COLUMNS
    ]


def test_rows_are_ordered_by_customer() -> None:
    ids = cdnow_shop().customers["customer"].to_pylist()

    assert ids == sorted(ids)


def test_slipping_customers_are_those_of_the_table_worth_contacting() -> None:
    shop = cdnow_shop()

    assert 0 < shop.totals.slipping_customers < 2357
    assert 0 < shop.totals.slipping_value_minor < shop.totals.value_12m_minor.value
    assert len(shop.contacts) == 10
    assert {contact.customer for contact in shop.contacts} <= set(
        shop.customers["customer"].to_pylist()
    )


def test_equal_sales_give_equal_answers() -> None:
    again = analyse(
        sales_of(cdnow_until(CALIBRATION_END), as_of=CALIBRATION_END),
        options=AnalyseOptions(language="en"),
    )

    assert again.customers.equals(cdnow_shop().customers)
    assert again.forecasts == cdnow_shop().forecasts
    assert again.totals == cdnow_shop().totals


def test_the_unit_changes_parameters_but_no_forecast() -> None:
    by_days = analyse(
        sales_of(cdnow_until(CALIBRATION_END), as_of=CALIBRATION_END),
        options=AnalyseOptions(unit=TimeUnit.DAY, language="en"),
    )

    alphas = [
        next(c.fit.params["alpha"] for c in shop.choice.candidates if c.name == "bg_nbd" and c.fit)
        for shop in (by_days, cdnow_shop())
    ]
    assert alphas[0] == pytest.approx(7 * alphas[1], rel=1e-5)
    assert by_days.forecasts[0].purchases.value == pytest.approx(
        cdnow_shop().forecasts[0].purchases.value, rel=1e-5
    )


def test_every_stage_is_timed_and_told() -> None:
    told: list[str] = []
    sales = sales_of({"ann": {date(2026, 1, 5): 100}}, as_of=date(2026, 1, 5))

    shop = analyse(sales, progress=lambda stage, done, total: told.append(stage))

    assert told == ["days", "fit", "tables"]
    assert set(shop.timings_s) == {
        "days", "summary", "season", "fit", "predict", "forecast", "tables",
    }  # fmt: skip


def test_another_horizon_is_forecast_beside_the_usual_ones() -> None:
    def codes(asked: Horizon) -> list[str]:
        return [horizon.code for horizon in AnalyseOptions(horizon=asked).horizons]

    assert codes(Horizon(months=18)) == ["3m", "6m", "12m", "18m"]
    assert codes(Horizon(months=6)) == ["3m", "6m", "12m"]
    assert codes(Horizon(weeks=6)) == ["6w", "3m", "6m", "12m"]
    assert codes(Horizon(days=100)) == ["3m", "100d", "6m", "12m"]


def test_one_purchase_of_one_customer_is_answered_with_facts() -> None:
    shop = analyse(
        sales_of({"ann": {date(2026, 1, 5): 120_00}}, as_of=date(2026, 1, 5)),
        options=AnalyseOptions(language="en"),
    )

    assert shop.choice.verdict == "too_thin"
    assert [len(part) for part in (shop.forecasts, shop.contacts, shop.tiers)] == [0, 0, 0]
    assert [shop.spend, shop.distribution] == [None, None]
    assert np.isnan(shop.totals.alive)
    assert shop.totals.revenue_minor == 120_00
    (row,) = shop.customers.to_pylist()
    assert row["why"] == "Purchases: 1; the last one 0 days ago."
    assert row["probability_alive"] is row["due_date"] is row["value_12m_minor"] is None
    assert row["observed_value_minor"] == 120_00


def test_without_amounts_there_is_no_money_but_there_are_purchases() -> None:
    shop = thin_shop()

    assert [shop.spend, shop.distribution] == [None, None]
    assert [len(shop.tiers), len(shop.channels)] == [0, 0]
    assert np.isnan(shop.totals.value_12m_minor.value)
    assert shop.customers["value_12m_minor"].null_count == 3
    assert shop.customers["tier"].null_count == 3
    assert shop.customers["expected_purchases_12m"].null_count == 0
    assert all(contact.at_stake_minor == 0 for contact in shop.contacts)


def test_value_is_margin_where_there_is_a_margin() -> None:
    bought = cdnow_until(CALIBRATION_END)
    shop = analyse(
        sales_of(bought, as_of=CALIBRATION_END, margin_share=0.5),
        options=AnalyseOptions(language="en"),
    )

    assert shop.value_is_margin
    assert shop.totals.revenue_minor == cdnow_shop().totals.revenue_minor
    assert pc.sum(shop.customers["observed_value_minor"]).as_py() == pytest.approx(
        shop.totals.revenue_minor / 2, rel=1e-3
    )
    assert shop.totals.value_12m_minor.value == pytest.approx(
        cdnow_shop().totals.value_12m_minor.value / 2, rel=1e-2
    )


def test_channels_are_named_in_the_table_and_ranked() -> None:
    bought = {f"c{k}": {date(2026, 1, 5 + k): 100} for k in range(5)}

    shop = analyse(sales_of(bought, as_of=date(2026, 2, 1), channel="web"))

    assert shop.customers["channel"].to_pylist() == ["web"] * 5
    assert [channel.channel for channel in shop.channels] == ["web"]


def test_what_was_returned_is_told() -> None:
    day = date(2026, 1, 5)
    bought = {"ann": {day: 500, day + timedelta(days=9): 300}, "ben": {day: 200}}

    shop = analyse(
        sales_of(bought, as_of=date(2026, 2, 1), returned={"ann": {day + timedelta(days=12): -300}})
    )

    assert shop.totals.returned_minor == 300
    assert shop.totals.revenue_minor == 700


def test_nothing_but_returns_is_refused() -> None:
    day = date(2026, 1, 5)
    sales = sales_of({"ann": {day: 100}}, as_of=day, returned={"ann": {day: -100}})

    with pytest.raises(InputUnusable, match="no purchase at all"):
        analyse(sales)


def test_a_till_is_left_out_of_the_fit_but_kept_in_the_totals() -> None:
    bought = cdnow_until(CALIBRATION_END)
    first = date(1995, 1, 1)
    till = {first + timedelta(days=n): 100 for n in range(1000)}
    fewer = {who: own for k, (who, own) in enumerate(bought.items()) if k % 4 == 0}

    shop = analyse(
        sales_of({**fewer, "till": till}, as_of=CALIBRATION_END),
        options=AnalyseOptions(language="en"),
    )

    customers = {c.fit.customers for c in shop.choice.candidates if c.fit}
    assert shop.totals.customers == len(fewer) + 1
    assert customers == {len(fewer)}
    assert "one_customer_purchases" in {finding.code for finding in shop.findings}
