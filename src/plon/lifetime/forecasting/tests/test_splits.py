"""The state at any day, and a split into what was known and what came after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.days import CustomerDays
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.forecasting.splits import day_number, day_of, split, summary_at
from plon.lifetime.tests.bases import Bought, cdnow, days_of, summary_of
from plon.lifetime.units import TimeUnit

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in (1, 2, 3, 4))
BASE: Bought = {
    "ann": {JAN: 100, FEB: 250, APR: 50},
    "ben": {FEB: 400},
    "cora": {JAN: 10, JAN + timedelta(days=3): 0, MAR: 70},
    "dan": {APR: 90},
}


def bases() -> st.SearchStrategy[Bought]:
    days = st.dates(date(2024, 1, 1), date(2024, 3, 1))
    own = st.dictionaries(days, st.integers(0, 10_000), min_size=1, max_size=5)
    return st.dictionaries(st.sampled_from("abcdefgh"), own, min_size=1)


def seen_until(bought: Bought, until: date) -> Bought:
    kept = {who: {d: v for d, v in own.items() if d <= until} for who, own in bought.items()}
    return {who: own for who, own in kept.items() if own}


class TestSummaryAt:
    def test_holds_only_customers_first_seen_by_the_day(self) -> None:
        summary = summary_at(days_of(BASE), until=MAR, unit=TimeUnit.DAY)

        assert summary.customer.to_pylist() == ["ann", "ben", "cora"]
        assert summary.purchase_days.tolist() == [2, 1, 3]
        assert summary.value_minor.tolist() == [350, 400, 80]
        assert summary.first_value_minor.tolist() == [100, 400, 10]

    def test_counts_the_day_itself_as_observed(self) -> None:
        summary = summary_at(days_of(BASE), until=FEB, unit=TimeUnit.DAY)

        assert summary.x.tolist() == [1, 0, 1]
        assert summary.T.tolist() == [31, 0, 31]

    def test_counts_free_days_after_the_first_apart(self) -> None:
        summary = summary_at(days_of(BASE), until=MAR, unit=TimeUnit.DAY)

        assert summary.zero_days.tolist() == [0, 0, 1]

    def test_keeps_each_customers_own_returns(self) -> None:
        days = days_of(BASE, returned=[1, 2, 3, 4])

        summary = summary_at(days, until=MAR, unit=TimeUnit.DAY)

        assert summary.returned_minor.tolist() == [1, 2, 3]

    def test_is_empty_before_the_first_purchase(self) -> None:
        summary = summary_at(days_of(BASE), until=date(2023, 1, 1), unit=TimeUnit.DAY)

        assert len(summary) == 0
        assert summary.purchases().customers == 0

    @given(bought=bases(), until=st.dates(date(2024, 1, 1), date(2024, 3, 5)))
    def test_equals_plain_loops(self, bought: Bought, until: date) -> None:
        fast = summary_at(days_of(bought), until=until, unit=TimeUnit.WEEK)
        slow = summary_of(seen_until(bought, until), until=until)

        assert fast.customer.to_pylist() == slow.customer.to_pylist()
        for column in ("purchase_days", "first_day", "last_day", "value_minor", "zero_days"):
            assert getattr(fast, column).tolist() == getattr(slow, column).tolist()


class TestSplit:
    def test_counts_purchase_days_after_the_cut_up_to_the_end(self) -> None:
        parts = split(days_of(BASE), cut=FEB, end=APR, unit=TimeUnit.DAY)

        assert parts.summary.customer.to_pylist() == ["ann", "ben", "cora"]
        assert parts.holdout.tolist() == [1, 0, 1]
        assert parts.holdout_value_minor.tolist() == [50, 0, 70]

    def test_counts_the_window_before_the_cut_of_the_same_length(self) -> None:
        parts = split(days_of(BASE), cut=MAR, end=MAR + timedelta(days=29), unit=TimeUnit.DAY)

        assert parts.previous.tolist() == [0, 0, 1]  # 1 February is not within 29 days of 1 March
        wider = split(days_of(BASE), cut=MAR, end=MAR + timedelta(days=30), unit=TimeUnit.DAY)
        assert wider.previous.tolist() == [1, 1, 1]

    def test_tells_time_by_the_clock_but_the_calendar_stays_at_hand(self) -> None:
        clock = Clock.of_months((1, 3, *(0.8,) * 10))

        parts = split(days_of(BASE), cut=FEB, end=MAR, unit=TimeUnit.DAY, clock=clock)

        assert parts.ahead > 2 * parts.calendar_ahead
        assert parts.calendar_ahead == 29

    def test_nothing_is_lost_between_calibration_and_holdout(self) -> None:
        days = days_of(cdnow())
        parts = split(days, cut=date(1997, 9, 30), end=date(1998, 6, 30), unit=TimeUnit.WEEK)

        assert parts.summary.purchase_days.sum() + parts.holdout.sum() == len(days)
        total = parts.summary.value_minor.sum() + parts.holdout_value_minor.sum()
        assert total == days.value_minor.sum()

    def test_cdnow_is_split_as_published(self) -> None:
        """Fader, Hardie, Lee 2005: 2,357 customers, 946 repeat in 39 weeks."""
        parts = split(
            days_of(cdnow()), cut=date(1997, 9, 30), end=date(1998, 6, 30), unit=TimeUnit.WEEK
        )

        assert len(parts.summary) == 2_357
        assert int((parts.purchases.x > 0).sum()) == 946
        assert parts.purchases.T.max() == pytest.approx(272 / 7)
        assert parts.ahead == 39
        assert parts.holdout.sum() == 1_882

    @pytest.mark.parametrize("end", [FEB, JAN])
    def test_a_cut_must_come_before_its_end(self, end: date) -> None:
        with pytest.raises(ValueError, match="before the end"):
            split(days_of(BASE), cut=FEB, end=end, unit=TimeUnit.DAY)

    def test_a_base_without_days_has_nothing_to_split(self) -> None:
        nobody: CustomerDays = days_of({})

        parts = split(nobody, cut=JAN, end=FEB, unit=TimeUnit.DAY)

        assert len(parts.summary) == len(parts.holdout) == 0


def test_day_numbers_turn_back_into_dates() -> None:
    assert day_of(day_number(MAR)) == MAR
    assert day_of(0) == date(1970, 1, 1)
