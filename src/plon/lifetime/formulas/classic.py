"""Lifetime value by formula: for firms too young for a model. Amounts are exact decimals.

Every formula is free of currency: amounts are major units of one, shares are of 1.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from plon.lifetime.errors import LifetimeError, sentence
from plon.lifetime.formulas.amounts import (
    Amount,
    above_zero,
    exact,
    not_negative,
    share_of_one,
    total,
)

Habits = TypeVar("Habits")  # what a method needs to know of one customer


class LifetimeUndefined(LifetimeError):
    """Nobody leaves, so the formula has no end: use a formula with a stated lifetime."""

    code = "lifetime_undefined"


def margin_times_purchases(*, margin: Amount, purchases: Amount) -> Decimal:
    """Return the profit of all purchases of one customer. Example: 25, 12 gives 300."""
    return exact(margin) * not_negative(purchases, name="purchases")


def arpu(*, revenue_monthly: Amount, active_customers: Amount) -> Decimal:
    """Return the mean monthly revenue of an active customer."""
    return exact(revenue_monthly) / above_zero(active_customers, name="active_customers")


def arpu_times_lifetime(*, arpu_monthly: Amount, lifetime_months: Amount) -> Decimal:
    """Return the revenue of a subscriber over a stated lifetime. Example: 30, 24 gives 720."""
    return exact(arpu_monthly) * not_negative(lifetime_months, name="lifetime_months")


def order_times_frequency(
    *, order_value: Amount, purchases_yearly: Amount, lifespan_years: Amount
) -> Decimal:
    """Return the value of a shop's customer. Example: 80, 4, 3 gives 960."""
    frequency = not_negative(purchases_yearly, name="purchases_yearly")
    return exact(order_value) * frequency * not_negative(lifespan_years, name="lifespan_years")


def margin_over_churn(*, revenue_monthly: Amount, margin: Amount, churn_monthly: Amount) -> Decimal:
    """Return the value of one customer over the whole lifetime, undiscounted.

    `margin` and `churn_monthly` are shares of 1. Example: 15, 0.60, 0.04 gives 225.
    Raises LifetimeUndefined at a churn of zero.
    """
    profit = exact(revenue_monthly) * share_of_one(margin, name="margin")
    churn = share_of_one(churn_monthly, name="churn_monthly")
    if churn == 0:
        raise LifetimeUndefined(
            sentence("With a churn of 0 nobody ever leaves: use a formula with a stated lifetime")
        )
    return profit / churn


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentValue:
    """Future margins in today's money, period by period."""

    discounted: tuple[Decimal, ...]
    acquisition_cost: Decimal

    @property
    def before_cost(self) -> Decimal:
        return total(self.discounted)

    @property
    def value(self) -> Decimal:
        return self.before_cost - self.acquisition_cost


def net_present_value(
    *, revenues: Iterable[Amount], margin: Amount, discount: Amount, acquisition_cost: Amount = 0
) -> PresentValue:
    """Discount the revenues of periods 1, 2, … at `discount` a period.

    Example: 200, 240, 300 at a margin of 0.5 and a discount of 0.10 give 302.78 before cost.
    """
    share = share_of_one(margin, name="margin")
    factor = above_zero(1 + exact(discount), name="1 + discount")
    discounted = tuple(
        exact(revenue) * share / factor**period for period, revenue in enumerate(revenues, start=1)
    )
    cost = not_negative(acquisition_cost, name="acquisition_cost")
    return PresentValue(discounted=discounted, acquisition_cost=cost)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentRevenue:
    """What a segment or cohort brings in a period, if its customers stay."""

    revenue: Amount
    retention: Amount  # chance that the revenue comes, of 1
    margin: Amount = 1

    @property
    def value(self) -> Decimal:
        retention = share_of_one(self.retention, name="retention")
        return exact(self.revenue) * retention * share_of_one(self.margin, name="margin")


def sum_of_segments(segments: Iterable[SegmentRevenue]) -> Decimal:
    """Return the value of all segments and periods together."""
    return total(segment.value for segment in segments)


def observed_value(
    *, earned: Iterable[Amount], open_referrals: Amount = 0, referral_value: Amount = 0
) -> Decimal:
    """Return the margins or commissions of one customer to date, and of referrals still open.

    `referral_value` is what one open referral is expected to bring, its chance included.
    """
    expected = not_negative(open_referrals, name="open_referrals") * exact(referral_value)
    return total(exact(amount) for amount in earned) + expected


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeValues:
    """The value of each customer (CLV) and, never told apart from it, of the average one (LTV)."""

    clv_customer: Mapping[str, Decimal]

    @property
    def ltv_avg(self) -> Decimal:
        """Return the mean of the individual values; 0 without customers.

        The formula of mean inputs is something else: the mean of products is not the product
        of means.
        """
        return total(self.clv_customer.values()) / max(1, len(self.clv_customer))


def value_each(
    customers: Mapping[str, Habits], method: Callable[[Habits], Decimal]
) -> LifetimeValues:
    """Value every customer by one method, so that base and customer speak of the same thing."""
    return LifetimeValues(clv_customer={name: method(own) for name, own in customers.items()})
