"""The kernel counts the rows that repeat another as a list of Python would."""

from collections import Counter
from collections.abc import Sequence

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.kernel.library import load
from plon.lifetime.kernel.repeats import repeated_rows

pytestmark = pytest.mark.skipif(load() is None, reason="the kernel was not built")

Row = tuple[str, str, int, int]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "a", "ab", "Zoë Łęcka", "a rather long name"]),
        st.sampled_from(["", "b", "bc", "c"]),
        st.sampled_from([-1, 0, 1, 20_000]),
        st.sampled_from([-(1 << 62), -1, 0, 1, 1 << 62]),
    )
)


def table_of(rows: Sequence[Row]) -> pa.Table:
    name, text, day, minor = zip(*rows, strict=True) if rows else ((), (), (), ())
    columns = {
        "customer": pa.array(name, pa.string()),
        "order_id": pa.array(text, pa.string()),
        "moment": pa.array(day, pa.int32()).cast(pa.date32()),
        "amount_minor": pa.array(minor, pa.int64()),
    }
    return pa.table(columns)


def in_batches(rows: Sequence[Row], size: int) -> pa.Table:
    """Return a table of batches that are slices: their texts do not begin at the buffer's start."""
    whole = table_of(rows)
    return pa.Table.from_batches(whole.to_batches(max_chunksize=size), schema=whole.schema)


@given(first=ROWS, second=ROWS, size=st.integers(1, 5))
def test_counts_as_a_list_does(first: list[Row], second: list[Row], size: int) -> None:
    wanted = sum(Counter([*first, *second]).values()) - len({*first, *second})

    assert repeated_rows([in_batches(first, size), in_batches(second, 1)]) == wanted


def test_many_equal_and_many_different_rows() -> None:
    rows = [("a", "b", day % 7, day) for day in range(3000)]

    assert repeated_rows([table_of(rows)]) == 0
    assert repeated_rows([table_of(rows), table_of(rows[:1000])]) == 1000


def test_without_the_kernel_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLON_NO_KERNEL", "1")

    assert repeated_rows([table_of([("a", "b", 1, 2)])]) is None
