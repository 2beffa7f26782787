"""The estimates' small parts: who is left out of the fit, and the seed."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from plon.lifetime.answer.fitted import without
from plon.lifetime.answer.foretold import seed_of
from plon.lifetime.forecasting.splits import summary_at
from plon.lifetime.tests.bases import days_of
from plon.lifetime.units import TimeUnit

JAN, FEB = date(2026, 1, 5), date(2026, 2, 5)
BOUGHT = {"ann": {JAN: 100}, "till": {JAN: 500, FEB: 700}, "zed": {FEB: 300}}


def test_one_customer_is_left_out_whole() -> None:
    days = replace(
        days_of(BOUGHT, channel=["web", "shop", "web"], returned=[1, 2, 3]),
        margin_minor=np.array([10, 50, 70, 30]),
    )

    rest = without(days, 1)

    assert rest.customer.to_pylist() == ["ann", "zed"]
    assert rest.index.tolist() == [0, 1]
    assert rest.value_minor.tolist() == [100, 300]
    assert rest.margin_minor is not None
    assert rest.margin_minor.tolist() == [10, 30]
    assert rest.channel is not None
    assert rest.channel.tolist() == [1, 1]
    assert rest.returned_minor.tolist() == [1, 3]


def test_the_rest_has_the_summary_of_a_base_without_that_customer() -> None:
    rest = without(days_of(BOUGHT), 0)

    others = days_of({who: own for who, own in BOUGHT.items() if who != "ann"})
    for days in (rest, others):
        summary = summary_at(days, until=FEB, unit=TimeUnit.WEEK)
        assert summary.customer.equals(pa.array(["till", "zed"]))
        assert summary.value_minor.tolist() == [1200, 300]


def test_nobody_is_left_out_of_a_usual_base() -> None:
    days = days_of(BOUGHT)

    assert without(days, None) is days


def test_the_seed_is_of_the_content() -> None:
    days = days_of(BOUGHT)
    dearer = replace(days, value_minor=days.value_minor + 1)

    assert seed_of(days) == seed_of(days_of(BOUGHT))
    assert seed_of(days) != seed_of(dearer)
