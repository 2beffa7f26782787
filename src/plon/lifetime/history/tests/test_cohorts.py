"""The cohort table of raw sales in one pass equals the one by way of customer-days."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plon.lifetime.analysis import Cohorts
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.cohorts import cohorts_of
from plon.lifetime.history.daybook import customer_days_of
from plon.lifetime.kernel.library import load
from plon.lifetime.segments.cohorts import cohort_table

START = date(2024, 11, 15)
Row = tuple[int, date, int]
COLUMNS: dict[str, Any] = {"customer": "customer", "date": "date", "amount": "amount"}
sales = st.lists(
    st.tuples(
        st.integers(0, 7),
        st.integers(0, 700).map(lambda k: START + timedelta(days=k)),
        st.integers(-300, 900),
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture(params=["kernel", "plain"])
def path(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "plain":
        monkeypatch.setenv("PLON_NO_KERNEL", "1")
    elif load() is None:
        pytest.skip("no compiler was at hand when this was installed")
    return str(request.param)


def table(rows: list[Row]) -> Any:
    customer, day, minor = zip(*rows, strict=True)
    money = pa.array([amount / 100 for amount in minor])
    return pa.table({"customer": pa.array(customer, pa.int64()), "date": day, "amount": money})


def by_days(rows: Any, *, until: date, period: str = "month") -> Cohorts:
    days = customer_days_of(rows, **COLUMNS, until=until)
    return cohort_table(days, until=until, period=period)


@pytest.mark.usefixtures("path")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sales, st.sampled_from(["month", "quarter"]), st.integers(-200, 400))
def test_it_equals_the_table_of_customer_days(rows: list[Row], period: str, more: int) -> None:
    until = max(day for _, day, _ in rows) + timedelta(days=more)
    try:
        expected = by_days(table(rows), until=until, period=period)
    except InputUnusable:
        with pytest.raises(InputUnusable):
            cohorts_of(table(rows), **COLUMNS, until=until, period=period)
        return
    if not expected.sizes:  # returns took everything back
        with pytest.raises(InputUnusable):
            cohorts_of(table(rows), **COLUMNS, until=until, period=period)
        return

    assert cohorts_of(table(rows), **COLUMNS, until=until, period=period) == expected


@pytest.mark.usefixtures("path")
def test_sales_out_of_order_across_batches_are_read_twice() -> None:
    later = table([(n % 5, date(2025, 3, 1 + n % 28), 100) for n in range(140_000)])
    earlier = table([(n % 5, date(2025, 1 + n % 2, 3), 50) for n in range(10)])
    rows = pa.concat_tables([later, earlier])

    assert cohorts_of(rows, **COLUMNS, until=date(2025, 4, 1)) == by_days(
        rows, until=date(2025, 4, 1)
    )


@pytest.mark.usefixtures("path")
def test_without_an_end_the_last_sale_is_it() -> None:
    rows = table([(1, date(2025, 1, 31), 100), (2, date(2025, 3, 1), 100)])

    assert cohorts_of(rows, **COLUMNS).labels == ("2025-01", "2025-02", "2025-03")


@pytest.mark.usefixtures("path")
def test_without_amounts_customers_are_counted() -> None:
    rows = table([(1, date(2025, 1, 31), 100), (1, date(2025, 2, 1), 100)])
    found = cohorts_of(rows)

    assert (found.sizes, found.active) == ((1, 0), ((1, 1), (0,)))
    assert found.revenue_minor == ((0, 0), (0,))


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("last", [date(2035, 1, 1), date(2024, 12, 24)])
def test_more_than_63_periods_go_by_customer_days(last: date) -> None:
    rows = table([(1, date(2024, 12, 24), 100), (1, last, 100)])
    until = date(2035, 1, 1)

    assert cohorts_of(rows, **COLUMNS, until=until) == by_days(rows, until=until)


def test_ids_of_any_kind_and_moments_in_the_zone_count(tmp_path: Any) -> None:
    new_year = datetime(2025, 1, 1, tzinfo=ZoneInfo("Europe/Warsaw"))
    moments = [new_year, new_year - timedelta(seconds=1), new_year + timedelta(days=40)]
    rows = pa.table(
        {"customer": ["b", "a", "a"], "date": pa.array(moments, pa.timestamp("us", "UTC"))}
    )
    pq.write_table(rows, tmp_path / "sales.parquet")
    found = cohorts_of(tmp_path / "sales.parquet")

    assert found.labels == ("2024-12", "2025-01", "2025-02")
    assert found.active == ((1, 0, 1), (1, 0), (0,))


def test_many_texts_find_room() -> None:
    rows = pa.table(
        {"customer": [f"k{n % 90_001}" for n in range(300_000)], "date": [START] * 300_000}
    )

    assert cohorts_of(rows).sizes == (90_001,)


@pytest.mark.usefixtures("path")
def test_what_is_no_money_is_refused() -> None:
    rows = pa.table({"customer": [1], "date": [START], "amount": [float("nan")]})

    with pytest.raises(InputUnusable):
        cohorts_of(rows, **COLUMNS)


@pytest.mark.usefixtures("path")
def test_nothing_is_refused() -> None:
    with pytest.raises(InputUnusable):
        cohorts_of(table([(1, START, 5)]), **COLUMNS, until=START - timedelta(days=1))
    with pytest.raises(InputUnusable):
        cohorts_of(table([(1, START, 5)]), **COLUMNS, period="week")
