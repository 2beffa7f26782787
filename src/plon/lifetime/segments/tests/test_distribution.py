"""The histogram of value."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.segments.distribution import BARS, distribution, round_width


@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=200))
def test_every_customer_stands_in_one_bar(values: list[float]) -> None:
    seen = distribution(np.array(values))

    if max(values) < 1:
        assert seen is None
        return
    assert seen is not None
    assert sum(seen.counts) == len(values)
    assert len(seen.edges_minor) == len(seen.counts) + 1
    assert len(seen.counts) <= BARS + 2
    assert list(seen.edges_minor) == sorted(set(seen.edges_minor))
    assert seen.p50_minor <= seen.p90_minor <= seen.edges_minor[-1]


def test_one_giant_does_not_flatten_the_others() -> None:
    seen = distribution(np.array([*range(1, 1000), 10**9], dtype=float))

    assert seen is not None
    assert seen.edges_minor[1] == 50
    assert seen.edges_minor[-1] == 10**9
    assert max(seen.counts) <= 60


def test_where_nearly_nobody_has_value_the_bars_follow_the_few() -> None:
    seen = distribution(np.array([0.0] * 999 + [100.0]))

    assert seen is not None
    assert (seen.counts[0], seen.counts[-1]) == (999, 1)


def test_nobody_no_picture() -> None:
    assert distribution(np.zeros(0)) is None


@pytest.mark.parametrize(
    ("least", "width"), [(1, 1), (1.1, 2), (2.1, 2.5), (30, 50), (501, 1000), (0.03, 0.05)]
)
def test_bars_are_of_a_round_width(least: float, width: float) -> None:
    assert round_width(least) == pytest.approx(width)
