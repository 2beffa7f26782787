"""Cells that are money and cells that are not; what is refused, and by which sentence."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.daybook import customer_days_of
from plon.lifetime.history.summarize import summarize, summarize_split
from plon.lifetime.tests.typed_sales import ENGINES, SALES, forms


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


class TestAmounts:
    @pytest.mark.parametrize(
        ("amounts", "minor"),
        [
            (pa.array([0.125, 1.005, -0.0, 12.34]), [13, 100, 0, 1234]),
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
