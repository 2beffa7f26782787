"""What if: dearer acquisition, better retention, more value or more customers."""

from dataclasses import dataclass
from decimal import Decimal

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.formulas.acquisition import HEALTHY_RATIO, roi_percent
from plon.lifetime.formulas.amounts import Amount, above_zero, exact, not_negative, share_of_one

FACTOR_MIN, FACTOR_MAX = Decimal(5), Decimal(25)  # keeping costs 5 to 25 times less than winning
LEVER_FACTOR = Decimal(10)
UPLIFT_LEAST, UPLIFT_MOST = Decimal("0.15"), Decimal("0.2")  # of ROI, in two to three years


@dataclass(frozen=True, slots=True, kw_only=True)
class Levers:
    """The same growth reached in two ways: more value a client, or more clients."""

    revenue_now: Decimal
    revenue_with_more_value: Decimal
    revenue_with_more_clients: Decimal
    cost_of_more_value: Decimal
    cost_of_more_clients: Decimal


def compare_levers(
    *,
    clients: Amount,
    lifetime_value: Amount,
    acquisition_cost: Amount,
    growth: Amount = Decimal("0.2"),
    cost_factor: Amount = LEVER_FACTOR,
) -> Levers:
    """Set growth by lifetime value beside growth by new clients.

    cost_factor: how many times cheaper it is to raise the value than to win clients.
    Example: 100 × 17,360, a fifth more, at 800 a client: 16,000 against 1,600.
    """
    many, value = not_negative(clients, name="clients"), exact(lifetime_value)
    more = not_negative(growth, name="growth")
    cost = many * more * not_negative(acquisition_cost, name="acquisition_cost")
    return Levers(
        revenue_now=many * value,
        revenue_with_more_value=many * (value * (1 + more)),
        revenue_with_more_clients=(many * (1 + more)) * value,
        cost_of_more_value=cost / above_zero(cost_factor, name="cost_factor"),
        cost_of_more_clients=cost,
    )


def growing_cost(
    *, cost: Amount, growth: Amount = Decimal("0.5"), months: int = 60
) -> tuple[Decimal, ...]:
    """Return the acquisition cost now and after each month, rising evenly by `growth` in all.

    The default is the rise seen in five years: month 60 costs 1.5 times month 0.
    """
    start, step = not_negative(cost, name="cost"), exact(growth) / above_zero(months, name="months")
    return tuple(start * (1 + step * month) for month in range(months + 1))


def months_until_unhealthy(
    *, lifetime_value: Amount, costs: tuple[Decimal, ...], target_ratio: Amount = HEALTHY_RATIO
) -> int | None:
    """Return the first month whose cost breaks the target ratio; None if no month does."""
    value, target = exact(lifetime_value), above_zero(target_ratio, name="target_ratio")
    return next((month for month, cost in enumerate(costs) if cost * target > value), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSaving:
    """Keeping customers against winning as many new ones."""

    cost_of_winning: Decimal
    cost_of_keeping: Decimal

    @property
    def saving(self) -> Decimal:
        return self.cost_of_winning - self.cost_of_keeping


def retention_saving(
    *, acquisition_cost: Amount, factor: Amount, customers: Amount = 1
) -> RetentionSaving:
    """Return what keeping `customers` saves. Raises InputUnusable for a factor outside 5 … 25."""
    times = exact(factor)
    if not FACTOR_MIN <= times <= FACTOR_MAX:
        raise InputUnusable(
            sentence("Keeping is 5 to 25 times cheaper than winning, not %(factor)s"), factor=factor
        )
    winning = not_negative(acquisition_cost, name="acquisition_cost") * exact(customers)
    return RetentionSaving(cost_of_winning=winning, cost_of_keeping=winning / times)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionScenarios:
    """One parameter, three values of it: the chance that a customer stays a period."""

    pessimistic: Decimal
    base: Decimal
    optimistic: Decimal


def retention_scenarios(
    retention: Amount, *, spread: Amount = Decimal("0.2")
) -> RetentionScenarios:
    """Return retention a fifth lower, as it is, and a fifth higher; never above 1."""
    base, width = share_of_one(retention, name="retention"), share_of_one(spread, name="spread")
    return RetentionScenarios(
        pessimistic=base * (1 - width), base=base, optimistic=min(base * (1 + width), Decimal(1))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SteeredCampaigns:
    """Return on the same spending today, and once data steer it: in percent, and what is left."""

    roi_now: Decimal
    roi_least: Decimal
    roi_most: Decimal
    left_now: Decimal
    left_least: Decimal
    left_most: Decimal


def steered_campaigns(*, spent: Amount, brought: Amount) -> SteeredCampaigns:
    """Raise the return on campaigns by 15 to 20%, as was found where data steer them.

    Example: 1,000 spent, 3,000 brought: 200% becomes 230 to 240%, 2,000 left become 2,300 to 2,400.
    Raises InputUnusable where nothing was spent, or not more brought than spent.
    """
    cost = above_zero(spent, name="spent")
    left = above_zero(exact(brought) - cost, name="brought - spent")
    least, most = 1 + UPLIFT_LEAST, 1 + UPLIFT_MOST
    roi = roi_percent(value=brought, cost=cost)
    return SteeredCampaigns(
        roi_now=roi,
        roi_least=roi * least,
        roi_most=roi * most,
        left_now=left,
        left_least=left * least,
        left_most=left * most,
    )
