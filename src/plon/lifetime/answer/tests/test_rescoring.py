"""A few customers scored by an analysis of all: as in it where nothing changed, near it else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.rescoring import rescore
from plon.lifetime.errors import InputUnusable
from plon.lifetime.tests.bases import Bought
from plon.lifetime.tests.sales_maker import sales_of
from plon.lifetime.tests.shops import CALIBRATION_END, cdnow_shop, cdnow_until, thin_shop

CLOSE = 1e-9


def rows_of(table: Any) -> dict[str, Mapping[str, Any]]:
    return {row["customer"]: row for row in table.to_pylist()}


def some(bought: Bought, *, every: int = 23) -> Bought:
    return {who: bought[who] for who in sorted(bought)[::every]}


def differences(shop: Analysis, table: Any) -> list[tuple[str, str, Any, Any]]:
    """Return where a table differs from the rows of an analysis of all."""
    whole = rows_of(shop.customers)
    return [
        (who, name, found, whole[who][name])
        for who, row in rows_of(table).items()
        for name, found in row.items()
        if found
        != (pytest.approx(whole[who][name], rel=CLOSE) if _is_float(found) else whole[who][name])
    ]


def _is_float(value: Any) -> bool:
    return isinstance(value, float)


def test_whoever_did_not_change_comes_out_as_in_the_analysis() -> None:
    shop = cdnow_shop()
    few = sales_of(some(cdnow_until(CALIBRATION_END)), as_of=CALIBRATION_END)

    table = rescore(shop, few, language="en")

    assert len(table) == 103
    assert table.schema == shop.customers.schema
    assert differences(shop, table) == []


def test_margins_make_the_value_where_the_base_has_them() -> None:
    bought = cdnow_until(CALIBRATION_END)
    shop = analyse(
        sales_of(bought, as_of=CALIBRATION_END, margin_share=0.4),
        options=AnalyseOptions(language="en"),
    )

    table = rescore(
        shop, sales_of(some(bought), as_of=CALIBRATION_END, margin_share=0.4), language="en"
    )

    assert differences(shop, table) == []


def test_a_thin_shop_without_amounts_is_scored_too() -> None:
    days: Bought = {"ben": {date(2026, 1, 7): 0}}
    sales = sales_of(days, as_of=date(2026, 3, 10), has_amount=False)

    assert differences(thin_shop(), rescore(thin_shop(), sales, language="en")) == []


def test_a_new_purchase_is_seen_and_near_what_a_whole_analysis_says() -> None:
    before = cdnow_until(CALIBRATION_END)
    who = sorted(before)[5]
    last = CALIBRATION_END - timedelta(days=1)
    after = {**before, who: {**before[who], last: 40_00}, "new": {last: 25_00}}
    whole = rows_of(analyse(sales_of(after, as_of=CALIBRATION_END)).customers)

    found = rows_of(
        rescore(
            cdnow_shop(),
            sales_of({each: after[each] for each in (who, "new")}, as_of=CALIBRATION_END),
        )
    )

    for each in (who, "new"):
        for name in ("last_date", "purchase_days", "spend_days", "observed_value_minor", "group"):
            assert found[each][name] == whole[each][name]
        for name in ("probability_alive", "expected_purchases_12m", "value_12m_minor"):
            assert found[each][name] == pytest.approx(whole[each][name], rel=0.02)


def test_returns_that_leave_nothing_are_refused() -> None:
    bought: Bought = {"ann": {date(1997, 5, 1): 10_00}}
    sales = sales_of(bought, as_of=CALIBRATION_END, returned=bought)

    with pytest.raises(InputUnusable):
        rescore(cdnow_shop(), sales)


def test_an_analysis_of_an_older_version_has_no_scales() -> None:
    old = replace(cdnow_shop(), scales=None)

    with pytest.raises(ValueError, match="scales"):
        rescore(old, sales_of({"ann": {date(1997, 5, 1): 10_00}}, as_of=CALIBRATION_END))
