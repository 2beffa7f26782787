"""Rows merged early, and range by range, give the days that they give in one piece."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.kernel import merging
from plon.lifetime.kernel.merging import Gathered, MergedDays, Rows, merge_rows, rows_of

CUSTOMERS = 9
rows = st.tuples(st.integers(0, CUSTOMERS - 1), st.integers(-3, 3), st.integers(-5, 50))


def parts_of(lines: list[tuple[int, int, int]], size: int = 4) -> Rows:
    code, day, minor = np.array(lines, dtype=np.int64).reshape(-1, 3).T
    whole = rows_of(code.astype(np.int32), day.astype(np.int32), minor)
    return [whole[start : start + size].copy() for start in range(0, len(whole), size)]


def same(one: MergedDays, other: MergedDays) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("codes", "index", "day", "minor", "has_return")
    )


@pytest.mark.parametrize("is_compiled", [True, False], ids=["kernel", "NumPy"])
@given(lines=st.lists(rows, max_size=40), at_once=st.integers(1, 12))
def test_ranges_of_codes_are_joined_as_they_were(
    lines: list[tuple[int, int, int]], at_once: int, is_compiled: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not is_compiled:
            patch.setenv("PLON_NO_KERNEL", "1")
        whole = merge_rows(parts_of(lines), CUSTOMERS)
        patch.setattr(merging, "ROWS_AT_ONCE", at_once)
        parts = parts_of(lines)

        assert same(merge_rows(parts, CUSTOMERS), whole)
        assert parts == []


@given(lines=st.lists(rows, max_size=40), at_once=st.integers(1, 12), part=st.integers(1, 5))
def test_rows_merged_early_have_the_same_sums(
    lines: list[tuple[int, int, int]], at_once: int, part: int
) -> None:
    whole = merge_rows(parts_of(lines), CUSTOMERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "ROWS_AT_ONCE", at_once)
        patch.setattr(merging, "PART", part)
        gathered = Gathered()
        for rows_ in parts_of(lines):
            gathered.add(rows_)
        early = merge_rows(gathered.taken(), CUSTOMERS)

    assert [early.codes.tolist(), early.index.tolist()] == [
        whole.codes.tolist(),
        whole.index.tolist(),
    ]
    assert [early.day.tolist(), early.minor.tolist()] == [whole.day.tolist(), whole.minor.tolist()]


def test_lines_of_one_day_take_no_more_memory_the_more_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(merging, "ROWS_AT_ONCE", 100)
    gathered = Gathered()
    for _ in range(50):
        gathered.add(parts_of([(1, 2, 3)] * 40, size=40)[0])

    kept = gathered.taken()
    assert sum(map(len, kept)) <= 140
    assert merge_rows(kept, CUSTOMERS).minor.tolist() == [50 * 40 * 3]
