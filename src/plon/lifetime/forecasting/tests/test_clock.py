"""Season time: a year stays a year, busy months are long, and T, t_x follow."""

from datetime import date

import numpy as np
import pytest

from plon.lifetime.forecasting.clock import CALENDAR, Clock, months_of
from plon.lifetime.forecasting.splits import day_number, summary_at
from plon.lifetime.tests.bases import days_of
from plon.lifetime.units import TimeUnit

CHRISTMAS = (0.5,) * 11 + (6.5,)
NEW_YEAR = day_number(date(2023, 1, 1))


def test_the_calendar_is_the_days_themselves() -> None:
    assert CALENDAR.ahead(NEW_YEAR, NEW_YEAR + 14, TimeUnit.WEEK) == 2.0


def test_an_even_season_is_the_calendar() -> None:
    clock = Clock.of_months([3.0] * 12)

    assert clock.ahead(NEW_YEAR, NEW_YEAR + 100, TimeUnit.DAY) == pytest.approx(100)


def test_a_whole_year_keeps_its_length() -> None:
    clock = Clock.of_months(CHRISTMAS)

    four_years = clock.ahead(NEW_YEAR, day_number(date(2027, 1, 1)), TimeUnit.DAY)

    assert four_years == pytest.approx(1461, rel=1e-3)


def test_a_busy_month_is_as_much_longer_as_its_weight_says() -> None:
    clock = Clock.of_months(CHRISTMAS)
    december = clock.ahead(
        day_number(date(2023, 11, 30)), day_number(date(2023, 12, 31)), TimeUnit.DAY
    )
    october = clock.ahead(
        day_number(date(2023, 9, 30)), day_number(date(2023, 10, 31)), TimeUnit.DAY
    )

    assert december / october == pytest.approx(13)


def test_a_month_without_sales_still_passes() -> None:
    clock = Clock.of_months((0.0, *(1.0,) * 11))

    assert clock.ahead(NEW_YEAR, NEW_YEAR + 20, TimeUnit.DAY) > 0


def test_purchases_are_told_in_season_time_and_stay_ordered() -> None:
    bought = {"ann": {date(2023, 11, 30): 100, date(2023, 12, 31): 100}}
    summary = summary_at(days_of(bought), until=date(2024, 1, 31), unit=TimeUnit.DAY)

    told = Clock.of_months(CHRISTMAS).purchases(summary)

    assert told.x.tolist() == [1]
    assert told.t_x[0] > 100  # December's 31 days at 6.5 times the pace
    assert told.T[0] - told.t_x[0] < 20  # January's at half
    assert CALENDAR.purchases(summary).t_x.tolist() == [31]
    assert CALENDAR.purchases(summary).T.tolist() == [62]


def test_months_are_counted_from_january() -> None:
    days = np.array([day_number(date(1969, 12, 31)), day_number(date(2024, 2, 29))])

    assert months_of(days).tolist() == [11, 1]
