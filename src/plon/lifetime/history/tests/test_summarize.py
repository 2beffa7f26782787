"""Sales from anywhere become the same summary, to the bit, on every engine."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.engines.tests.fingerprint import fingerprint
from plon.lifetime.errors import InputUnusable
from plon.lifetime.forecasting.splits import summary_at
from plon.lifetime.history.daybook import customer_days_of
from plon.lifetime.history.summarize import summarize, summarize_split
from plon.lifetime.kernel import summarise
from plon.lifetime.kernel.library import load
from plon.lifetime.samples import CDNOW
from plon.lifetime.tests.typed_sales import ENGINES, FORMS, SALES, forms
from plon.lifetime.units import TimeUnit

SAMPLE = CDNOW


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def cdnow() -> pa.Table:
    options = pyarrow.csv.ReadOptions(column_names=["row"])
    rows = pyarrow.csv.read_csv(SAMPLE, read_options=options)["row"].to_pylist()
    cells = [row.split() for row in rows]
    return pa.table(
        {
            "customer": [int(cell[1]) for cell in cells],
            "date": [date.fromisoformat(cell[2]) for cell in cells],
            "amount": [Decimal(cell[4]) for cell in cells],
        }
    )


class TestCdnow:
    def test_the_sample_has_the_published_counts(self, cdnow: pa.Table, engine: str) -> None:
        days = customer_days_of(cdnow, amount="amount", engine=engine)
        summary = summarize(cdnow, amount="amount", until=date(1997, 9, 30), engine=engine)

        assert (len(days.customer), len(days)) == (2_357, 6_696)
        assert int((summary.x > 0).sum()) == 946
        assert summary.T.max() == pytest.approx(272 / 7)

    def test_the_holdout_has_the_published_purchase_days(
        self, cdnow: pa.Table, engine: str
    ) -> None:
        split = summarize_split(cdnow, cut=date(1997, 9, 30), amount="amount", engine=engine)

        assert split.end == date(1998, 6, 30)
        assert split.calendar_ahead == 39
        assert split.holdout.sum() == 1_882

    def test_any_order_of_rows_gives_the_same_bits(self, cdnow: pa.Table, engine: str) -> None:
        shuffled = cdnow.take(pa.array(np.random.default_rng(3).permutation(len(cdnow))))

        assert fingerprint(summarize(shuffled, amount="amount", engine=engine)) == fingerprint(
            summarize(cdnow, amount="amount", engine=engine)
        )


class TestConventions:
    def test_repeat_and_all_purchases_are_told_apart(self, engine: str) -> None:
        summary = summarize(SALES, amount="amount", engine=engine, unit=TimeUnit.DAY)

        assert summary.customer.to_pylist() == [3, 7, 9]
        assert summary.x.tolist() == [0, 2, 0]
        assert summary.t_x.tolist() == [0, 8, 0]
        assert summary.T.tolist() == [7, 8, 0]
        assert summary.purchase_days.tolist() == [1, 3, 1]
        assert summary.days_since_last.tolist() == [7, 0, 0]

    def test_money_is_whole_and_a_free_day_is_counted(self, engine: str) -> None:
        summary = summarize(SALES, amount="amount", engine=engine)

        assert summary.value_minor.tolist() == [2100, 1125, 300]
        assert summary.first_value_minor.tolist() == [2100, 1000, 300]
        assert summary.zero_days.tolist() == [0, 1, 0]

    def test_without_an_amount_there_are_counts_only(self, engine: str) -> None:
        summary = summarize(SALES, engine=engine)

        assert summary.purchase_days.tolist() == [1, 3, 1]
        assert summary.value_minor.tolist() == [0, 0, 0]

    def test_the_end_is_the_last_day_unless_given(self, engine: str) -> None:
        assert summarize(SALES, engine=engine).until == date(2026, 1, 9)
        early = summarize(SALES, amount="amount", until=date(2026, 1, 2), engine=engine)
        assert early.customer.to_pylist() == [3, 7]
        assert early.value_minor.tolist() == [2100, 1125]

    def test_a_cohort_leaves_out_who_was_seen_before(self, engine: str) -> None:
        summary = summarize(SALES, cohort_from=date(2026, 1, 2), engine=engine)

        assert summary.customer.to_pylist() == [3, 9]

    def test_a_return_is_netted_by_its_order(self, engine: str) -> None:
        sales = pa.table(
            {
                "customer": ["Ann", "Ann", "Ann", "Ben"],
                "date": [date(2026, 1, day) for day in (1, 5, 9, 2)],
                "amount": [10.0, 20.0, -10.0, 4.0],
                "order": [1, 2, 1, 3],
            }
        )

        summary = summarize(sales, amount="amount", order="order", engine=engine)

        assert summary.customer.to_pylist() == ["Ann", "Ben"]
        assert summary.purchase_days.tolist() == [1, 1]
        assert summary.value_minor.tolist() == [2000, 400]
        assert summary.until == date(2026, 1, 9)

    @pytest.mark.parametrize("amounts", [(450, -400, -100), (450, -100, -400)])
    def test_returns_of_one_day_are_netted_by_size_not_by_row(
        self, amounts: tuple[int, ...], engine: str
    ) -> None:
        days = [date(2026, 1, day) for day in (1, 9, 9)]
        sales = pa.table({"customer": [1] * 3, "date": days, "amount": amounts})

        summary = summarize(sales, amount="amount", engine=engine)

        assert summary.value_minor.tolist() == [5000]
        assert summary.returned_minor.tolist() == [10_000]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_bits(form: str, engine: str, tmp_path: Path) -> None:
    summary = summarize(forms(tmp_path)[form], amount="amount", engine=engine)

    assert fingerprint(summary) == fingerprint(summarize(SALES, amount="amount", engine=engine))


IDS = st.one_of(
    st.lists(st.integers(0, 3), min_size=1),
    st.lists(st.sampled_from([-5, 0, 2**40, 2**62]), min_size=1),
    st.lists(
        st.sampled_from(["", "Ann", "ben", "Żaneta", "a long name, longer than 8"]), min_size=1
    ),
)


@pytest.mark.skipif(load() is None, reason="the kernel was not built")
@settings(max_examples=20, deadline=None)
@given(ids=IDS, seed=st.integers(0, 99), share=st.sampled_from([0.0, 0.2]))
def test_engines_and_orders_agree_to_the_bit(ids: list[Any], seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    minor = rng.integers(0, 4, len(ids)) * np.where(rng.random(len(ids)) < share, -1, 1)
    sales = pa.table(
        {
            "customer": ids,
            "date": pa.array(rng.integers(0, 9, len(ids)).astype(np.int32)).cast(pa.date32()),
            "amount": minor,
        }
    )
    in_order = sales.sort_by("date")

    told = {
        fingerprint(summarize(table, amount="amount", engine=engine))
        for table in (sales, in_order)
        for engine in ENGINES
    }
    days = customer_days_of(sales, amount="amount", engine="duckdb")
    fast = customer_days_of(sales, amount="amount", engine="kernel")

    assert len(told) == 1
    assert {
        fingerprint(summary_at(d, until=date(1970, 1, 9), unit=TimeUnit.WEEK)) for d in (days, fast)
    } == {fingerprint(summarize(sales, amount="amount", until=date(1970, 1, 9)))}


@pytest.mark.skipif(load() is None, reason="the kernel was not built")
class TestMixedRows:
    """Rows out of order beyond what is sorted at once: a second reading, a slice at a time."""

    @pytest.fixture
    def mixed(self) -> pa.Table:
        rng = np.random.default_rng(5)
        return pa.table(
            {
                "customer": rng.integers(0, 50, 5_000),
                "date": pa.array(rng.integers(0, 400, 5_000).astype(np.int32)).cast(pa.date32()),
                "amount": rng.integers(0, 9_000, 5_000) / 100,
            }
        )

    @pytest.mark.parametrize("rows_at_once", [200, 4_999, 5_000])
    def test_slices_give_the_same_bits(
        self, mixed: pa.Table, rows_at_once: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wanted = fingerprint(summarize(mixed, amount="amount", engine="duckdb"))
        monkeypatch.setattr(summarise, "_ROWS_AT_ONCE", rows_at_once)

        assert fingerprint(summarize(mixed, amount="amount", engine="kernel")) == wanted

    def test_a_few_late_rows_are_put_right(
        self, mixed: pa.Table, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(summarise, "_ROWS_AT_ONCE", 10)
        sales = pa.concat_tables([mixed.sort_by("date"), mixed.slice(0, 3)])

        assert fingerprint(summarize(sales, amount="amount", engine="kernel")) == fingerprint(
            summarize(sales, amount="amount", engine="duckdb")
        )


@pytest.mark.parametrize("is_text", [False, True])
def test_thousands_of_far_ids_stay_apart(is_text: bool, engine: str) -> None:
    ids = [f"customer {n}" if is_text else n * 1_000_003 - 5 for n in range(20_000)]
    sales = pa.table({"customer": ids * 2, "date": [date(2026, 1, 1)] * 40_000})

    summary = summarize(sales, engine=engine)

    assert summary.customer.to_pylist() == sorted(ids)


class TestZones:
    def test_a_moment_belongs_to_the_business_day(self, engine: str) -> None:
        before, after = (datetime(2026, 1, 5, hour, 30, tzinfo=UTC) for hour in (22, 23))
        sales = pa.table({"customer": [1, 1], "date": [before, after]})

        warsaw = summarize(sales, engine=engine, unit=TimeUnit.DAY)
        utc = summarize(sales, engine=engine, zone="UTC")

        assert warsaw.purchase_days.tolist() == [2]
        assert warsaw.until == date(2026, 1, 6)
        assert utc.purchase_days.tolist() == [1]

    def test_a_plain_time_is_local_already(self, engine: str) -> None:
        late = datetime(2026, 1, 5, 23, 59, tzinfo=UTC).replace(tzinfo=None)
        sales = pa.table({"customer": [1], "date": pa.array([late], pa.timestamp("ms"))})

        assert summarize(sales, engine=engine).until == date(2026, 1, 5)

    @pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
    def test_summer_time_and_old_days_hold_in_every_resolution(
        self, unit: str, engine: str
    ) -> None:
        moments = [
            datetime(1935, 6, 1, 22, 30, tzinfo=UTC) + timedelta(days=217 * n, minutes=n % 3)
            for n in range(200)
        ]
        sales = pa.table(
            {"customer": list(range(200)), "date": pa.array(moments, pa.timestamp(unit, "UTC"))}
        )
        zone = "Europe/Warsaw"

        summary = summarize(sales, engine=engine, zone=zone)

        wanted = [moment.astimezone(ZoneInfo(zone)).date() for moment in moments]
        assert summary.first_day.tolist() == [(day - date(1970, 1, 1)).days for day in wanted]

    def test_an_unknown_zone_is_refused(self) -> None:
        with pytest.raises(InputUnusable, match='"Warsaw" is not a time zone'):
            summarize(SALES, zone="Warsaw")
