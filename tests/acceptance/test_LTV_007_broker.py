"""LTV-007, 008, 053: an intermediary's client, one contract against a lifetime."""

from decimal import Decimal

import pytest

from plon.lifetime.formulas.broker import BrokerValue, broker_value, compare_one_off, lost_value


def client(*, cross_sells: str = "2.7", referrals: str = "6") -> BrokerValue:
    return broker_value(
        first_commission=3_500,
        cross_sell_commission=2_800,
        cross_sells=cross_sells,
        referrals=referrals,
    )


@pytest.mark.feature("LTV-007")
@pytest.mark.parametrize(
    ("cross_sells", "referrals", "value"),
    [("2.7", "6", 17_360), ("2.7", "0", 11_060), ("2.7", "6.2", 17_570), ("0", "0", 3_500)],
)
def test_the_intermediarys_formula(cross_sells: str, referrals: str, value: int) -> None:
    assert client(cross_sells=cross_sells, referrals=referrals).value == value


@pytest.mark.feature("LTV-007")
def test_a_fifth_more() -> None:
    assert client().value * Decimal("1.2") == 20_832


@pytest.mark.feature("LTV-008")
def test_one_contract_against_a_lifetime() -> None:
    seen = compare_one_off(
        parts=client(),
        cross_sells="2.7",
        referrals=6,
        acquisition_cost=800,
        clients_yearly=100,
        lifetime_value=12_800,
    )

    assert seen.one_off.roi_percent == Decimal("337.5")
    assert seen.lifetime.roi_percent == 1_500
    assert seen.one_off.revenue_yearly == 350_000
    assert seen.lifetime.revenue_yearly == 1_280_000
    assert seen.one_off.products == 1
    assert seen.lifetime.products == Decimal("3.7")


@pytest.mark.feature("LTV-008")
def test_extra_revenue_is_computed_with_and_without_the_conversion() -> None:
    seen = compare_one_off(
        parts=client(), cross_sells="2.7", referrals=6, acquisition_cost=800, clients_yearly=100
    )

    assert seen.extra_revenue_if_all_referrals_buy == 21_000
    assert seen.lifetime.extra_revenue == 13_860


@pytest.mark.feature("LTV-008")
def test_other_inputs_give_other_numbers() -> None:
    seen = compare_one_off(
        parts=broker_value(first_commission=1_000, referrals=2),
        cross_sells=0,
        referrals=2,
        acquisition_cost=500,
        clients_yearly=10,
    )

    assert seen.one_off.roi_percent == 100
    assert seen.lifetime.roi_percent == 220
    assert seen.one_off.revenue_yearly == 10_000
    assert seen.lifetime.revenue_yearly == 16_000
    assert seen.extra_revenue_if_all_referrals_buy == 2_000


@pytest.mark.feature("LTV-053")
def test_what_one_product_clients_take_with_them() -> None:
    lost = lost_value(lifetime_value=client().value, first_commission=3_500, one_product_clients=40)

    assert lost == 13_860 * 40
