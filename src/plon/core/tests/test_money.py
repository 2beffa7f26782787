"""Money adds up in one currency only, and never leaves whole minor units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.core.money import BASIS_POINTS, CurrencyMismatch, Money

AMOUNTS = st.integers(-(10**12), 10**12)


def zl(minor: int) -> Money:
    return Money(minor=minor, currency="PLN")


@given(one=AMOUNTS, other=AMOUNTS)
def test_sums_are_exact(one: int, other: int) -> None:
    assert zl(one) + zl(other) == zl(one + other)


@pytest.mark.parametrize(
    ("minor", "limit", "least"), [(5, 7, 5), (7, 7, 7), (9, 7, 7), (-1, 0, -1)]
)
def test_at_most_gives_the_smaller(minor: int, limit: int, least: int) -> None:
    assert zl(minor).at_most(zl(limit)) == zl(least)


@pytest.mark.parametrize(
    ("minor", "share_bp", "share"),
    [(10_000, 1_500, 1_500), (1, 5_000, 1), (1, 4_999, 0), (333, BASIS_POINTS, 333), (7, 0, 0)],
)
def test_a_share_is_whole_with_a_half_rounded_up(minor: int, share_bp: int, share: int) -> None:
    assert zl(minor).share(share_bp) == zl(share)


def test_two_currencies_never_meet() -> None:
    euro = Money(minor=1, currency="EUR")

    with pytest.raises(CurrencyMismatch, match="PLN and EUR"):
        zl(1) + euro
    with pytest.raises(CurrencyMismatch, match="PLN and EUR"):
        zl(1).at_most(euro)
