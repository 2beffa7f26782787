"""NumPy alone gives what every engine gives, bit for bit; it says what it cannot compute."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.engines import plain
from plon.lifetime.engines.pick import days_by, figures_by
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.batches import TypedSales, typed
from plon.lifetime.history.figures import FIGURES, Figures
from plon.lifetime.history.transactions import source_of

WARSAW = "Europe/Warsaw"
START = date(1969, 12, 20)  # days before 1970 are days, too
COLUMNS = {"customer": "customer", "date": "date", "amount": "amount"}
lines = st.tuples(st.integers(0, 40), st.integers(0, 30), st.integers(-500, 5_000))


def sales_of(rows: list[tuple[int, int, int]]) -> TypedSales:
    table = pa.table(
        {
            "customer": pa.array([row[0] for row in rows], pa.int64()),
            "date": pa.array([START + timedelta(days=row[1]) for row in rows], pa.date32()),
            "amount": pa.array([row[2] / 100 for row in rows], pa.float64()),
        }
    )
    return typed(source_of(table), COLUMNS)


def same(one: Figures, other: Figures) -> bool:
    return one.customer.to_pylist() == other.customer.to_pylist() and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in (*FIGURES, "has_return")
    )


@given(rows=st.lists(lines, min_size=1, max_size=60), until=st.none() | st.integers(-5, 20))
def test_it_equals_the_embedded_engine(rows: list[tuple[int, int, int]], until: int | None) -> None:
    sales = sales_of(rows)

    assert same(
        plain.figures(sales, until=until),
        figures_by("duckdb", sales, zone=WARSAW, until=until),
    )


@given(rows=st.lists(lines, min_size=1, max_size=60), until=st.none() | st.integers(-5, 20))
def test_its_days_equal_the_embedded_engines(
    rows: list[tuple[int, int, int]], until: int | None
) -> None:
    sales = sales_of(rows)
    ours = plain.coded_days(sales, until=until)
    theirs = days_by("duckdb", sales, zone=WARSAW, until=until)

    assert ours.customer.to_pylist() == theirs.customer.to_pylist()
    for name in ("index", "day", "minor", "has_return"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), 1e308, 1e14])
def test_an_amount_that_is_no_money_is_refused(amount: float) -> None:
    table = pa.table({"customer": [1], "date": [START], "amount": [amount]})

    with pytest.raises(InputUnusable, match="no money"):
        plain.figures(typed(source_of(table), COLUMNS), until=None)


OTHERS = {
    "text ids": ("customer", pa.array(["a"])),
    "ids below zero": ("customer", pa.array([-1])),
    "ids too large": ("customer", pa.array([1 << 40])),
    "moments": ("date", pa.array([0], pa.timestamp("us"))),
    "decimals": ("amount", pa.array([1], pa.int64()).cast(pa.decimal128(22, 2))),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_it_leaves_to_others_what_it_cannot_compute(kind: str) -> None:
    table = pa.table({"customer": [1], "date": [START], "amount": [1.0]})
    column, values = OTHERS[kind]
    other = table.set_column(table.schema.get_field_index(column), column, values)

    assert plain.can_compute(typed(source_of(table), COLUMNS))
    assert not plain.can_compute(typed(source_of(other), COLUMNS))
