"""LTV-005: what an intermediary's products pay."""

import pytest

from plon.lifetime.formulas.commissions import Commission, CommissionModel, commission_earned

MORTGAGE = Commission(model=CommissionModel.SHARE, rate="0.01")
RENOVATION = Commission(model=CommissionModel.SHARE, rate="0.03")
CHILD_INSURANCE = Commission(model=CommissionModel.YEARLY, rate=800)
PACKAGE = Commission(model=CommissionModel.FIXED, rate=2_100)


@pytest.mark.feature("LTV-005")
def test_a_share_of_the_amount() -> None:
    assert commission_earned(MORTGAGE, amount=350_000) == 3_500
    assert commission_earned(RENOVATION, amount=50_000) == 1_500


@pytest.mark.feature("LTV-005")
def test_a_fixed_commission() -> None:
    assert commission_earned(PACKAGE, amount=350_000, years=3) == 2_100


@pytest.mark.feature("LTV-005")
def test_a_yearly_commission_counts_yearly_when_the_switch_is_on() -> None:
    assert commission_earned(CHILD_INSURANCE, years=2, counts_every_year=True) == 1_600
    assert commission_earned(CHILD_INSURANCE, years=2) == 800


@pytest.mark.feature("LTV-005")
@pytest.mark.parametrize(("counts_every_year", "path"), [(False, 12_100), (True, 12_900)])
def test_the_life_path_of_a_young_family(counts_every_year: bool, path: int) -> None:
    insured = commission_earned(CHILD_INSURANCE, years=2, counts_every_year=counts_every_year)

    assert 3_500 + 2_100 + 1_500 + insured + 4_200 == path
