"""Money adds up in one currency only, and never leaves whole minor units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.core.money import CurrencyMismatch, Money

AMOUNTS = st.integers(-(10**12), 10**12)


def zl(minor: int) -> Money:
    return Money(minor=minor, currency="PLN")


@given(one=AMOUNTS, other=AMOUNTS)
def test_sums_are_exact(one: int, other: int) -> None:
    assert zl(one) + zl(other) == zl(one + other)


def test_two_currencies_never_meet() -> None:
    euro = Money(minor=1, currency="EUR")

    with pytest.raises(CurrencyMismatch, match="PLN and EUR"):
        zl(1) + euro
