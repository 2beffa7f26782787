"""Three ways a product pays."""

from decimal import Decimal

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.commissions import Commission, CommissionModel, commission_earned

FIXED = Commission(model=CommissionModel.FIXED, rate=2_100)
SHARE = Commission(model=CommissionModel.SHARE, rate="0.03")
YEARLY = Commission(model=CommissionModel.YEARLY, rate=800)


def test_a_fixed_commission_ignores_amount_and_years() -> None:
    assert commission_earned(FIXED, amount=350_000, years=3, counts_every_year=True) == 2_100


def test_a_share_is_taken_once_whatever_the_years() -> None:
    assert commission_earned(SHARE, amount="50000.10", years=3) == Decimal("1500.003")


@pytest.mark.parametrize(("counts", "paid"), [(True, 2_400), (False, 800)])
def test_a_yearly_commission_follows_the_switch(counts: bool, paid: int) -> None:
    assert commission_earned(YEARLY, years=3, counts_every_year=counts) == paid


def test_a_share_above_all_is_refused() -> None:
    with pytest.raises(InputUnusable, match="rate is a share"):
        commission_earned(Commission(model=CommissionModel.SHARE, rate=3), amount=1)
