"""An intermediary's client: first contract, cross-sells, referrals; one contract or a lifetime."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.broker import broker_value, compare_one_off, lost_value

commission = st.decimals(min_value=0, max_value=10**5, places=2)
many = st.decimals(min_value=0, max_value=50, places=1)


def test_the_parts_are_kept_apart() -> None:
    parts = broker_value(
        first_commission=3_500, cross_sell_commission=2_800, cross_sells="2.7", referrals=6
    )

    assert parts.first == 3_500
    assert parts.cross_sell == 7_560
    assert parts.referrals == 6_300
    assert parts.beyond_first == Decimal(13_860)


def test_a_firm_may_have_its_own_referral_conversion() -> None:
    parts = broker_value(first_commission=3_500, referrals=6, referral_conversion=1)

    assert parts.referrals == 21_000


def test_a_conversion_is_a_share() -> None:
    with pytest.raises(InputUnusable, match="referral_conversion"):
        broker_value(first_commission=3_500, referrals=6, referral_conversion=30)


@given(commission, commission, many, many)
def test_a_client_is_never_worth_less_than_the_first_commission(
    first: Decimal, cross: Decimal, sells: Decimal, referrals: Decimal
) -> None:
    parts = broker_value(
        first_commission=first, cross_sell_commission=cross, cross_sells=sells, referrals=referrals
    )

    assert parts.value >= first
    assert parts.value == parts.first + parts.beyond_first


def test_the_comparison_takes_the_formula_where_the_firm_has_no_figure_of_its_own() -> None:
    parts = broker_value(
        first_commission=3_500, cross_sell_commission=2_800, cross_sells="2.7", referrals=6
    )
    seen = compare_one_off(
        parts=parts, cross_sells="2.7", referrals=6, acquisition_cost=800, clients_yearly=100
    )

    assert seen.lifetime.value == 17_360
    assert seen.lifetime.roi_percent == 2_070
    assert seen.lifetime.products == Decimal("3.7")
    assert seen.lifetime.extra_revenue == 13_860
    assert seen.one_off.products == 1
    assert seen.one_off.extra_revenue == 0


@pytest.mark.parametrize(("value", "lost"), [(12_800, 9_300), (12_100, 8_600), (17_360, 13_860)])
def test_what_a_one_product_client_leaves_behind_depends_on_the_lifetime_value(
    value: int, lost: int
) -> None:
    assert lost_value(lifetime_value=value, first_commission=3_500, one_product_clients=1) == lost


def test_nothing_is_lost_where_the_first_contract_was_all() -> None:
    assert lost_value(lifetime_value=3_000, first_commission=3_500, one_product_clients=9) == 0
