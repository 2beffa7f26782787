import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from plon.lifetime.models.distinct import distinct_pairs, ranked
from plon.lifetime.purchases import Floats


@given(arrays(np.float64, st.integers(0, 50), elements=st.floats(0, 1e9, width=32)))
def test_a_table_gives_every_value_back_to_the_bit(values: Floats) -> None:
    table, index = ranked(values)

    np.testing.assert_array_equal(table[index], values)


@pytest.mark.parametrize("unit", [1.0, 7.0, 365.25 / 12, 365.25])
def test_days_in_any_unit_are_a_short_table(unit: float) -> None:
    values = np.random.default_rng(1).integers(0, 800, 100_000) / unit

    table, index = ranked(values)

    assert len(table) <= 802
    np.testing.assert_array_equal(table[index], values)


def test_values_off_any_grid_are_their_own_table() -> None:
    values = np.random.default_rng(1).random(100_000)

    table, index = ranked(values)

    assert table is values
    np.testing.assert_array_equal(table[index], values)


def test_few_values_off_a_grid_are_sorted() -> None:
    values = np.tile([np.pi, 3.14159, np.e], 40)

    table, _ = ranked(values)

    np.testing.assert_array_equal(table, [np.e, 3.14159, np.pi])


@pytest.mark.parametrize(("counts", "scale"), [(5, 1.0), (5, 1e6), (900, 1e6)])
def test_pairs_are_distinct_and_found_again(counts: int, scale: float) -> None:
    rng = np.random.default_rng(3)
    x, T = rng.integers(0, counts, 3000).astype(float), np.round(rng.random(3000) * scale) / 3

    first, second, position = distinct_pairs(x, T)

    np.testing.assert_array_equal(first[position], x)
    np.testing.assert_array_equal(second[position], T)
    assert (
        len(set(zip(first, second, strict=True))) == len(first) == len(set(zip(x, T, strict=True)))
    )
