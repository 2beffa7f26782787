"""Cells that are money and cells that are not; what is refused, and by which sentence."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.engines import plain
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.batches import typed
from plon.lifetime.history.conversions import minor_units
from plon.lifetime.history.daybook import customer_days_of, roles
from plon.lifetime.history.summarize import summarize, summarize_split
from plon.lifetime.history.transactions import source_of
from plon.lifetime.tests.typed_sales import ENGINES, SALES, forms


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class TestAmounts:
    @pytest.mark.parametrize(
        ("amounts", "minor"),
        [
            (pa.array([0.125, 1.005, -0.0, 12.34]), [13, 101, 0, 1234]),
            (
                pa.array([Decimal("0.125"), Decimal("1.005"), Decimal("0"), Decimal("9.994")]),
                [13, 101, 0, 999],
            ),
            (
                pa.array([Decimal("1.5"), Decimal("2.5"), Decimal("0.0"), Decimal("3.1")]),
                [150, 250, 0, 310],
            ),
        ],
        ids=["doubles", "decimals", "one place"],
    )
    def test_halves_go_away_from_zero(
        self, amounts: pa.Array, minor: list[int], engine: str
    ) -> None:
        sales = pa.table(
            {"customer": [1, 2, 3, 4], "date": [date(2026, 1, 1)] * 4, "amount": amounts}
        )

        assert summarize(sales, amount="amount", engine=engine).value_minor.tolist() == minor

    @pytest.mark.parametrize(
        "amounts",
        [
            pa.array([10, 20, -7]),
            pa.array([10, 20, -7], pa.int32()),
            pa.array([10.0, 20.0, -7.0]),
            pa.array([Decimal(10), Decimal(20), Decimal(-7)]),
        ],
        ids=["whole", "narrow", "doubles", "decimals"],
    )
    @pytest.mark.parametrize(("is_minor", "minor"), [(False, [300, 2000]), (True, [3, 20])])
    def test_the_kind_of_number_does_not_choose_the_unit(
        self, amounts: pa.Array, is_minor: bool, minor: list[int], engine: str, tmp_path: Path
    ) -> None:
        day = date(2026, 1, 1)
        sales = pa.table({"customer": [1, 2, 1], "date": [day] * 3, "amount": amounts})
        pq.write_table(sales, tmp_path / "sales.parquet")

        for form in (sales, tmp_path / "sales.parquet"):
            asked: dict[str, Any] = {"amount_in_minor_units": is_minor, "engine": engine}
            summary = summarize(form, amount="amount", **asked)
            days = customer_days_of(form, amount="amount", **asked)
            assert summary.value_minor.tolist() == minor
            assert days.value_minor.tolist() == minor

    def test_one_fraction_in_a_file_does_not_change_the_others(self, tmp_path: Path) -> None:
        file = tmp_path / "sales.csv"
        for last, minor in (("30", 3000), ("30.5", 3050)):
            rows = f"1,2026-01-05,10\n1,2026-02-05,20\n2,2026-02-06,{last}\n"
            file.write_text("customer,date,amount\n" + rows)

            assert summarize(file, amount="amount").value_minor.tolist() == [3000, minor]

    def test_a_split_takes_minor_units(self) -> None:
        days = [date(2026, 1, 1), date(2026, 1, 9)]
        sales = pa.table({"customer": [1, 1], "date": days, "amount": [5, 7]})

        parts = {
            is_minor: summarize_split(
                sales, cut=days[0], amount="amount", amount_in_minor_units=is_minor
            )
            for is_minor in (False, True)
        }

        assert parts[False].holdout_value_minor.tolist() == [700]
        assert parts[True].holdout_value_minor.tolist() == [7]

    def test_a_fraction_is_no_minor_unit(self, engine: str) -> None:
        for amount in (1.5, Decimal("1.5")):
            sales = pa.table({"customer": [1], "date": [date(2026, 1, 1)], "amount": [amount]})

            with pytest.raises(InputUnusable, match='"amount" does not hold minor units'):
                summarize(sales, amount="amount", amount_in_minor_units=True, engine=engine)

    @pytest.mark.parametrize("amount", [10**14, -(10**14)])
    def test_a_whole_number_too_large_is_refused(self, amount: int) -> None:
        sales = pa.table({"customer": [1], "date": [date(2026, 1, 1)], "amount": [amount]})

        with pytest.raises(InputUnusable, match="no money"):
            summarize(sales, amount="amount")

    @settings(max_examples=60, deadline=None)
    @given(thousandths=st.lists(st.integers(0, 10**10), min_size=1, max_size=40))
    def test_floats_are_rounded_as_their_decimal_text(self, thousandths: list[int]) -> None:
        texts = [Decimal(number) / 1000 for number in (1005, 285, 2675, 1115, *thousandths)]
        wanted = [int((text * 100).quantize(Decimal(1), ROUND_HALF_UP)) for text in texts]
        amounts = [float(text) for text in texts]
        customers = range(len(texts))
        days = [date(2026, 1, 1)] * len(texts)
        sales = pa.table({"customer": customers, "date": days, "amount": amounts})

        for engine in ENGINES:
            summary = summarize(sales, amount="amount", engine=engine)
            assert summary.value_minor.tolist() == wanted
        by_numpy = plain.figures(
            typed(source_of(sales), roles("customer", "date", "amount", None)), until=None
        )
        assert by_numpy.value_minor.tolist() == wanted
        back = pa.array([-amount for amount in amounts])
        assert minor_units(back, are_minor=False).tolist() == [-minor for minor in wanted]

    @pytest.mark.parametrize("amount", [float("nan"), float("inf"), 1e308, -1e308])
    def test_what_is_no_money_is_refused(self, amount: float, engine: str) -> None:
        sales = pa.table(
            {"customer": [1, 2], "date": [date(2026, 1, 1)] * 2, "amount": [1.0, amount]}
        )

        with pytest.raises(InputUnusable, match='"amount" holds an amount that is no money'):
            summarize(sales, amount="amount", engine=engine)


class TestRefusals:
    @pytest.mark.parametrize("column", ["customer", "date", "amount"])
    def test_an_empty_cell_is_named_by_its_column(
        self, column: str, engine: str, tmp_path: Path
    ) -> None:
        cells = SALES[column].to_pylist()
        cells[2] = None
        at = SALES.schema.get_field_index(column)
        hole = SALES.set_column(at, column, pa.array(cells, SALES.schema.field(column).type))
        pq.write_table(hole, tmp_path / "hole.parquet")

        for form in (hole, tmp_path / "hole.parquet"):
            with pytest.raises(InputUnusable, match=f'"{column}" has empty cells'):
                summarize(form, amount="amount", engine=engine)

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"customer": [1.5] * 6}, "does not hold customers' ids"),
            ({"customer": [True] * 6}, "does not hold customers' ids"),
            ({"date": [1] * 6}, "does not hold dates"),
            ({"date": ["soon"] * 6}, "does not hold dates"),
            ({"amount": ["1 zł"] * 6}, "does not hold amounts"),
        ],
    )
    def test_a_column_of_the_wrong_kind_is_refused(
        self, change: dict[str, Any], reason: str, engine: str
    ) -> None:
        sales = pa.table({**SALES.to_pydict(), **change})

        with pytest.raises(InputUnusable, match=reason):
            summarize(sales, amount="amount", engine=engine)

    def test_a_missing_column_lists_those_there_are(self) -> None:
        with pytest.raises(
            InputUnusable, match='no column "price"; the columns are: customer, date'
        ):
            summarize(SALES, amount="price")

    def test_no_rows_are_no_summary(self, engine: str) -> None:
        with pytest.raises(InputUnusable, match="no transactions"):
            summarize(SALES.slice(0, 0), engine=engine)
        with pytest.raises(InputUnusable, match="no transactions"):
            customer_days_of(SALES, until=date(2025, 1, 1), engine=engine)

    def test_a_cut_outside_the_sales_is_refused(self) -> None:
        with pytest.raises(InputUnusable, match="between the first day, 2026-01-01, and the last"):
            summarize_split(SALES, cut=date(2026, 1, 9))

    @pytest.mark.parametrize(
        ("given_", "reason"),
        [
            (42, "not int"),
            ("nowhere.parquet", 'no file "nowhere.parquet"'),
        ],
    )
    def test_what_cannot_be_read_is_refused(self, given_: Any, reason: str) -> None:
        with pytest.raises(InputUnusable, match=reason):
            summarize(given_)

    def test_files_of_two_kinds_are_refused(self, tmp_path: Path) -> None:
        forms(tmp_path)
        with pytest.raises(InputUnusable, match="not both"):
            summarize([tmp_path / "sales.csv", tmp_path / "sales.parquet"])
        pq.write_table(SALES.drop(["amount"]), tmp_path / "other.parquet")
        with pytest.raises(InputUnusable, match="different columns"):
            summarize([tmp_path / "other.parquet", tmp_path / "sales.parquet"])

    def test_a_false_parquet_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x.parquet").write_text("customer;date")
        with pytest.raises(InputUnusable, match="not Parquet"):
            summarize(tmp_path / "x.parquet")

    def test_an_unknown_engine_is_refused(self) -> None:
        with pytest.raises(InputUnusable, match='"oracle" is no engine'):
            summarize(SALES, engine="oracle")

    def test_the_kernel_is_not_asked_for_where_it_is_not(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PLON_NO_KERNEL", "1")
        with pytest.raises(InputUnusable, match="kernel was not built"):
            summarize(SALES, engine="kernel")
        assert len(summarize(SALES)) == 3
