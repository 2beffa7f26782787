"""Shares of few and their levels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.segments.concentration import concentration, segment_shares, top_share

worth = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)


@given(worth)
def test_the_top_fifth_holds_at_least_its_fair_share_and_at_most_all(values: list[int]) -> None:
    share = top_share(np.array(values))
    many = max(1, (len(values) * 20 * 2 + 100) // 200)

    assert share <= 1
    if sum(values):
        assert share == pytest.approx(sum(sorted(values)[-many:]) / sum(values))
        assert share >= many / len(values) - 1e-9


@given(worth, st.permutations(range(30)))
def test_the_order_of_customers_does_not_matter(values: list[int], order: list[int]) -> None:
    shuffled = [values[k] for k in order if k < len(values)]

    assert top_share(np.array(values)) == top_share(np.array(shuffled))


def test_a_customer_in_debt_takes_nothing_from_the_others() -> None:
    assert top_share(np.array([100, -100, 0, 0, 0])) == 1.0


@pytest.mark.parametrize(
    ("best", "level"), [(80, "none"), (81, "warning"), (89, "warning"), (90, "severe")]
)
def test_levels_of_the_top_fifth(best: int, level: str) -> None:
    rest = [(100 - best) / 4] * 4
    seen = concentration(np.array([best, *rest]), channels={}, groups={})

    assert seen.top_20_level == level
    assert seen.top_20_share == pytest.approx(best / 100)


@pytest.mark.parametrize(
    ("share", "level"), [(50, "none"), (51, "warning"), (69, "warning"), (70, "severe")]
)
def test_levels_of_a_channel(share: int, level: str) -> None:
    largest = segment_shares({"shop": share, "web": 100 - share})[0]

    assert largest[2] == level


def test_shares_are_told_largest_first_then_by_name() -> None:
    assert [name for name, _, _ in segment_shares({"b": 1, "a": 1, "c": 2})] == ["c", "a", "b"]


def test_nobody_is_warned_of_what_is_not_known() -> None:
    assert segment_shares({"": 9, "web": 1})[0] == ("", 0.9, "none")


def test_without_revenue_there_is_no_dependence() -> None:
    seen = concentration(np.zeros(3), channels={"web": 0.0, "shop": 0.0}, groups={})

    assert seen.channels == (("shop", 0.0, "none"), ("web", 0.0, "none"))
    assert (seen.top_20_share, seen.top_20_level) == (0.0, "none")
