"""What an intermediary earns on a contract: a fixed sum, a share of it, or a sum every year."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plon.lifetime.formulas.amounts import Amount, exact, not_negative, share_of_one


class CommissionModel(StrEnum):
    """How a product pays."""

    FIXED = "fixed"
    SHARE = "share"  # of the contract's amount
    YEARLY = "yearly"  # while the contract lasts


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """A product's commission. `rate` is an amount, or a share of 1 for the model "share"."""

    model: CommissionModel
    rate: Amount


def commission_earned(
    commission: Commission, *, amount: Amount = 0, years: int = 1, counts_every_year: bool = False
) -> Decimal:
    """Return what a contract over `amount` pays in `years` started years.

    counts_every_year: the switch for yearly commissions; off, only the first year counts, as in
    the printed life path of 12,100. Examples: 350,000 at 1 % gives 3,500; 50,000 at 3 % 1,500.
    """
    if commission.model is CommissionModel.SHARE:
        return not_negative(amount, name="amount") * share_of_one(commission.rate, name="rate")
    is_repeated = commission.model is CommissionModel.YEARLY and counts_every_year
    return exact(commission.rate) * (not_negative(years, name="years") if is_repeated else 1)
