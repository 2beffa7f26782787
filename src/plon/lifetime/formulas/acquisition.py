"""What a new customer costs and when the cost comes back. Amounts are exact decimals."""

from decimal import Decimal
from enum import StrEnum

from plon.lifetime.formulas.amounts import Amount, above_zero, exact, not_negative, share_of_one

HEALTHY_RATIO = Decimal(3)
RETENTION_SHARE = Decimal("0.1")  # a value of 500 justifies 50 of care


class SpendDecision(StrEnum):
    """Whether what a customer brings pays for winning one."""

    JUSTIFIED = "justified"
    BREAK_EVEN = "break_even"
    OPTIMISE = "optimise"  # the campaign or the channel


def acquisition_cost(
    *,
    marketing: Amount,
    customers_won: Amount,
    product_cost: Amount = 0,
    counts_product_cost: bool = False,
) -> Decimal:
    """Return the cost of winning one customer (CAC) in a period. Example: 16,000 / 20 is 800.

    counts_product_cost: off, for a value that is a margin already holds the products' cost.
    """
    products = not_negative(product_cost, name="product_cost") * counts_product_cost
    spent = not_negative(marketing, name="marketing") + products
    return spent / above_zero(customers_won, name="customers_won")


def value_to_cost(*, value: Amount, cost: Amount) -> Decimal:
    """Return value ÷ cost: LTV:CAC, or the "8" of a return of 8:1."""
    return exact(value) / above_zero(cost, name="cost")


def roi_percent(*, value: Amount, cost: Amount) -> Decimal:
    """Return what is left over the cost, in percent of it: 8:1 is 700, never 800."""
    return (value_to_cost(value=value, cost=cost) - 1) * 100


def affordable_cost(*, lifetime_value: Amount, target_ratio: Amount = HEALTHY_RATIO) -> Decimal:
    """Return the most a new customer may cost at the ratio aimed at. Example: 960 / 3 is 320."""
    return exact(lifetime_value) / above_zero(target_ratio, name="target_ratio")


def payback_months(*, lifetime_months: Amount, ratio: Amount) -> Decimal:
    """Return when the cost is back if the value comes in evenly. Example: 20 months at 5:1, 4.

    More than `lifetime_months` means never.
    """
    lifetime = not_negative(lifetime_months, name="lifetime_months")
    return lifetime / above_zero(ratio, name="ratio")


def spend_decision(*, lifetime_value: Amount, cost: Amount) -> SpendDecision:
    """Say whether acquisition at that cost is justified."""
    gain = exact(lifetime_value) - exact(cost)
    if gain == 0:
        return SpendDecision.BREAK_EVEN
    return SpendDecision.JUSTIFIED if gain > 0 else SpendDecision.OPTIMISE


def retention_budget(*, lifetime_value: Amount, share: Amount = RETENTION_SHARE) -> Decimal:
    """Return what keeping one customer may cost. Example: 500 at a tenth is 50."""
    return max(exact(lifetime_value), Decimal(0)) * share_of_one(share, name="share")
