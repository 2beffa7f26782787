"""Exact numbers: what comes in, what is refused, what is shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.amounts import (
    above_zero,
    exact,
    not_negative,
    rounded,
    share_of_one,
    to_grosz,
    total,
)


@pytest.mark.parametrize("value", [Decimal("0.1"), "0.1"])
def test_a_tenth_is_a_tenth(value: Decimal | str) -> None:
    assert exact(value) * 3 == Decimal("0.3")


@pytest.mark.parametrize("value", [0.1, True, "ten", "", "NaN", "Infinity", Decimal("-Infinity")])
def test_what_is_not_an_exact_number_is_refused(value: object) -> None:
    with pytest.raises(InputUnusable):
        exact(value)  # type: ignore[arg-type]  # callers without a type checker


@pytest.mark.parametrize(
    ("value", "shown"),
    [("2.665", "2.67"), ("2.664999", "2.66"), ("-2.665", "-2.67"), ("0.005", "0.01"), (7, "7.00")],
)
def test_a_half_grosz_goes_away_from_zero(value: str | int, shown: str) -> None:
    assert str(to_grosz(value)) == shown


def test_a_ratio_is_shown_with_one_decimal() -> None:
    assert str(rounded("337.45")) == "337.5"


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9
    )
)
def test_rounding_moves_less_than_a_grosz(value: Decimal) -> None:
    assert abs(to_grosz(value) - value) <= Decimal("0.005")


@given(st.lists(st.decimals(places=2, min_value=-1000, max_value=1000)))
def test_a_total_does_not_depend_on_the_order(values: list[Decimal]) -> None:
    assert total(values) == total(reversed(values))


def test_the_total_of_nothing_is_zero() -> None:
    assert total([]) == 0


@pytest.mark.parametrize("value", [-1, "-0.01", "1.01", 2])
def test_a_share_lies_between_nothing_and_all(value: str | int) -> None:
    with pytest.raises(InputUnusable, match="margin is a share between 0 and 1"):
        share_of_one(value, name="margin")


def test_both_ends_of_a_share_are_allowed() -> None:
    assert [share_of_one(value, name="margin") for value in (0, 1)] == [0, 1]


def test_zero_is_not_negative_and_not_above_zero() -> None:
    assert not_negative(0, name="clients") == 0
    with pytest.raises(InputUnusable, match="clients must be above zero"):
        above_zero(0, name="clients")


def test_a_negative_number_is_refused_by_name() -> None:
    with pytest.raises(InputUnusable, match="clients cannot be below zero, and is -1"):
        not_negative(-1, name="clients")
