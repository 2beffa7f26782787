"""LTV:CAC as a band, and against a line of business."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.formulas.bands import BENCHMARKS, Band, Benchmark, band_of

ORDER = list(Band)


@given(
    st.decimals(min_value=-5, max_value=20, places=3),
    st.decimals(min_value=0, max_value=5, places=3),
)
def test_a_higher_ratio_is_never_in_a_lower_band(ratio: Decimal, more: Decimal) -> None:
    assert ORDER.index(band_of(ratio)) <= ORDER.index(band_of(ratio + more))


def test_a_loss_is_in_the_lowest_band() -> None:
    assert band_of(-3) is Band.LOSES


def test_every_band_has_a_colour() -> None:
    colours = [band.colour for band in Band]

    assert colours == ["red", "orange", "yellow", "green", "green", "blue"]


@pytest.mark.parametrize(
    ("ratio", "position"), [("2.99", "below"), (3, "within"), (4, "within"), ("4.01", "above")]
)
def test_both_ends_of_a_range_are_within(ratio: str, position: str) -> None:
    assert Benchmark.of("3", "4").position(ratio) == position


def test_a_single_figure_is_a_range_of_one() -> None:
    assert BENCHMARKS["general"].low == BENCHMARKS["general"].high == 3
