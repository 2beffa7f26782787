"""Everybody in exactly one tier."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.segments.tiers import TIERS, assign_tiers, half_up_percent, tier_records

worth = st.lists(st.integers(0, 20), max_size=200)


@given(worth)
def test_every_customer_is_in_exactly_one_tier_of_the_right_size(values: list[int]) -> None:
    tiers = assign_tiers(np.array(values, dtype=np.int64))
    sizes = np.bincount(tiers, minlength=4)
    ends = np.cumsum(sizes)

    assert len(tiers) == len(values) == ends[-1]
    assert [*ends] == [half_up_percent(len(values), percent) for percent in (10, 30, 70, 100)]


@given(worth)
def test_nobody_stands_above_a_more_valuable_customer(values: list[int]) -> None:
    tiers = assign_tiers(np.array(values, dtype=np.int64))
    best_first = sorted(
        zip(values, tiers.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1])
    )

    assert [tier for _, tier in best_first] == sorted(tiers.tolist())


def test_equal_values_go_by_the_order_of_ids() -> None:
    assert assign_tiers(np.ones(10)).tolist() == [0, 1, 1, 2, 2, 2, 2, 3, 3, 3]


@pytest.mark.parametrize(
    ("customers", "sizes"), [(1, [0, 0, 1, 0]), (4, [0, 1, 2, 1]), (5, [1, 1, 2, 1])]
)
def test_small_bases_are_cut_half_up(customers: int, sizes: list[int]) -> None:
    tiers = assign_tiers(np.arange(customers))

    assert np.bincount(tiers, minlength=4).tolist() == sizes


def test_a_firm_may_cut_elsewhere() -> None:
    tiers = assign_tiers(np.arange(10), percents=(50, 50, 0, 0))

    assert np.bincount(tiers, minlength=4).tolist() == [5, 5, 0, 0]


@pytest.mark.parametrize("percents", [(10, 20, 40, 20), (110, -10, 0, 0)])
def test_percents_must_cover_the_base_once(percents: tuple[int, int, int, int]) -> None:
    with pytest.raises(InputUnusable, match="must add up to 100"):
        assign_tiers(np.arange(10), percents=percents)


def test_records_add_up() -> None:
    value = np.array([5.0, 1.0, 3.0, 2.0, 4.0, 6.0, 7.0, 8.0, 9.0, 10.0])
    records = tier_records(assign_tiers(value), value)

    assert [code for code, _, _ in records] == list(TIERS)
    assert records[0] == ("vip", 1, 10.0)
    assert sum(worth for _, _, worth in records) == value.sum()
