"""Cohort tables against plain loops, and their closing sums."""

import tracemalloc
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.segments import cohorts
from plon.lifetime.segments.cohorts import cohort_table, retention, suited_period
from plon.lifetime.tests.bases import Bought, cdnow, days_of

START = date(2024, 11, 15)
bases = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.dictionaries(
        st.integers(0, 500).map(lambda k: START + timedelta(days=k)),
        st.integers(0, 10_000),
        min_size=1,
        max_size=5,
    ),
    min_size=1,
)


def month(day: date, months: int = 1) -> int:
    return (day.year * 12 + day.month - 1) // months


def by_loops(bought: Bought, months: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Return (active customers, revenue) by (cohort, offset)."""
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for own in bought.values():
        first = min(month(day, months) for day in own)
        for period in {month(day, months) for day in own}:
            spent = sum(value for day, value in own.items() if month(day, months) == period)
            active, revenue = cells.get((first, period - first), (0, 0))
            cells[first, period - first] = active + 1, revenue + spent
    return cells


def last_day(bought: Bought) -> date:
    return max(day for own in bought.values() for day in own)


@given(bases, st.sampled_from([("month", 1), ("quarter", 3)]))
def test_the_table_equals_plain_loops(bought: Bought, period: tuple[str, int]) -> None:
    name, months = period
    table = cohort_table(days_of(bought), until=last_day(bought), period=name)
    start = min(month(day, months) for own in bought.values() for day in own)
    cells = by_loops(bought, months)

    for i, (active, revenue) in enumerate(zip(table.active, table.revenue_minor, strict=True)):
        assert len(active) == len(table.labels) - i
        for offset, pair in enumerate(zip(active, revenue, strict=True)):
            assert pair == cells.get((start + i, offset), (0, 0))


@given(bases)
def test_sums_close(bought: Bought) -> None:
    days = days_of(bought)
    table = cohort_table(days, until=last_day(bought))

    assert sum(table.sizes) == len(bought)
    assert tuple(row[0] for row in table.active) == table.sizes
    assert sum(map(sum, table.revenue_minor)) == days.value_minor.sum()
    assert all(n <= size for row, size in zip(table.active, table.sizes, strict=True) for n in row)


@given(bases)
def test_value_a_customer_only_grows_and_ends_at_the_mean(bought: Bought) -> None:
    table = cohort_table(days_of(bought), until=last_day(bought))

    for cumulative, revenue, size in zip(
        table.cumulative_minor, table.revenue_minor, table.sizes, strict=True
    ):
        assert list(cumulative) == sorted(cumulative)
        if size:
            assert abs(cumulative[-1] - sum(revenue) / size) <= 0.5


def test_a_half_grosz_a_customer_goes_up() -> None:
    bought = {"a": {START: 1}, "b": {START: 2}}

    assert cohort_table(days_of(bought), until=START).cumulative_minor == ((2,),)


def test_silent_months_up_to_the_end_are_there() -> None:
    table = cohort_table(days_of({"a": {START: 100}}), until=date(2025, 2, 1))

    assert table.labels == ("2024-11", "2024-12", "2025-01", "2025-02")
    assert table.active == ((1, 0, 0, 0), (0, 0, 0), (0, 0), (0,))
    assert table.cumulative_minor[0] == (100, 100, 100, 100)
    assert retention(table)[1] == (0.0, 0.0, 0.0)  # an empty cohort


def test_quarters_are_named() -> None:
    table = cohort_table(days_of({"a": {START: 1}}), until=date(2025, 4, 1), period="quarter")

    assert table.labels == ("2024-Q4", "2025-Q1", "2025-Q2")


@pytest.mark.parametrize("rows", [1, 2, 7])
def test_days_are_counted_a_slice_at_a_time(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    days = days_of(cdnow())
    keep = np.arange(len(days.customer)) % 3 > 0
    tables = {}
    for size in (cohorts.ROWS_AT_ONCE, rows):
        monkeypatch.setattr(cohorts, "ROWS_AT_ONCE", size)
        tables[size] = cohort_table(days, until=date(1998, 6, 30), keep=keep)

    assert tables[rows] == tables[max(tables)]


def test_no_column_as_long_as_the_days_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLON_THREADS", "2")
    few = days_of({"a": {START + timedelta(days=k): k for k in range(100)}})
    repeats = 20_000
    many = replace(
        few,
        customer=pa.array(range(repeats)),
        index=np.repeat(np.arange(repeats), 100),
        day=np.tile(few.day, repeats),
        value_minor=np.tile(few.value_minor, repeats),
        returned_minor=np.zeros(repeats, dtype=np.int64),
    )
    tracemalloc.start()
    cohort_table(many, until=START + timedelta(days=100))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak_bytes < many.day.nbytes


def test_two_days_in_one_month_are_one_active_customer() -> None:
    bought = {"a": {date(2025, 1, 1): 1, date(2025, 3, 1): 1, date(2025, 3, 31): 1}}

    assert cohort_table(days_of(bought), until=date(2025, 3, 31)).active[0] == (1, 0, 1)


def test_one_channel_can_be_seen_alone() -> None:
    days = days_of(cdnow())
    keep = np.arange(len(days.customer)) % 2 == 0
    both = [cohort_table(days, until=date(1998, 6, 30), keep=part) for part in (keep, ~keep)]
    whole = cohort_table(days, until=date(1998, 6, 30))

    assert [sum(pair) for pair in zip(both[0].sizes, both[1].sizes, strict=True)] == [*whole.sizes]
    halves = zip(both[0].revenue_minor[0], both[1].revenue_minor[0], strict=True)
    assert tuple(map(sum, halves)) == whole.revenue_minor[0]


def test_margin_can_be_added_up_instead_of_revenue() -> None:
    days = days_of({"a": {START: 100}})

    table = cohort_table(days, until=START, value_minor=np.array([40]))

    assert table.revenue_minor == ((40,),)


def test_no_sales_no_cohorts() -> None:
    table = cohort_table(days_of({}), until=START)

    assert (table.labels, table.sizes, retention(table)) == ((), (), ())


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InputUnusable, match="not “week”"):
        cohort_table(days_of({}), until=START, period="week")


@pytest.mark.parametrize(
    ("until", "period"), [(date(2027, 10, 31), "month"), (date(2027, 11, 1), "quarter")]
)
def test_a_long_history_is_told_in_quarters(until: date, period: str) -> None:
    assert suited_period(START, until) == period
