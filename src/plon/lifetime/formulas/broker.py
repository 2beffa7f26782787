"""An intermediary's arithmetic: what a client is worth beyond the first contract."""

from dataclasses import dataclass
from decimal import Decimal

from plon.lifetime.formulas.acquisition import roi_percent
from plon.lifetime.formulas.amounts import Amount, exact, not_negative, share_of_one

REFERRAL_CONVERSION = Decimal("0.3")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerValue:
    """A client's value by source, so that a page can show the sum with its numbers."""

    first: Decimal
    cross_sell: Decimal
    referrals: Decimal

    @property
    def value(self) -> Decimal:
        return self.first + self.cross_sell + self.referrals

    @property
    def beyond_first(self) -> Decimal:
        return self.cross_sell + self.referrals


def broker_value(
    *,
    first_commission: Amount,
    cross_sell_commission: Amount = 0,
    cross_sells: Amount = 0,
    referrals: Amount = 0,
    referral_conversion: Amount = REFERRAL_CONVERSION,
) -> BrokerValue:
    """Return first commission + cross-sells + referrals that become clients.

    A referred client is counted with the first commission only. Example: 3,500; 2,800 × 2.7;
    6 referrals at 0.3 give 17,360.
    """
    first = exact(first_commission)
    conversion = share_of_one(referral_conversion, name="referral_conversion")
    return BrokerValue(
        first=first,
        cross_sell=exact(cross_sell_commission) * not_negative(cross_sells, name="cross_sells"),
        referrals=first * conversion * not_negative(referrals, name="referrals"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """One way to look at a client: what one brings, at what return, and a year of them."""

    products: Decimal
    value: Decimal
    acquisition_cost: Decimal
    clients_yearly: Decimal
    extra_revenue: Decimal  # after the first contract

    @property
    def roi_percent(self) -> Decimal:
        return roi_percent(value=self.value, cost=self.acquisition_cost)

    @property
    def revenue_yearly(self) -> Decimal:
        return self.value * self.clients_yearly


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One contract against a lifetime, for the same client at the same cost."""

    one_off: Thinking
    lifetime: Thinking
    extra_revenue_if_all_referrals_buy: Decimal


def compare_one_off(
    *,
    parts: BrokerValue,
    cross_sells: Amount,
    referrals: Amount,
    acquisition_cost: Amount,
    clients_yearly: Amount,
    lifetime_value: Amount | None = None,
) -> Comparison:
    """Compare thinking in one contract with thinking in lifetime value; everything is computed.

    lifetime_value: the firm's own figure; by default that of `parts`.
    """
    cost, clients = exact(acquisition_cost), not_negative(clients_yearly, name="clients_yearly")
    value = parts.value if lifetime_value is None else exact(lifetime_value)
    one = Decimal(1)

    def thinking(products: Decimal, worth: Decimal, extra: Decimal) -> Thinking:
        return Thinking(
            products=products,
            value=worth,
            acquisition_cost=cost,
            clients_yearly=clients,
            extra_revenue=extra,
        )

    return Comparison(
        one_off=thinking(one, parts.first, Decimal(0)),
        lifetime=thinking(one + exact(cross_sells), value, parts.beyond_first),
        extra_revenue_if_all_referrals_buy=parts.first * exact(referrals),
    )


def lost_value(
    *, lifetime_value: Amount, first_commission: Amount, one_product_clients: int
) -> Decimal:
    """Return what one-product clients would still have brought; never below zero."""
    missed = exact(lifetime_value) - exact(first_commission)
    return max(missed, Decimal(0)) * not_negative(one_product_clients, name="one_product_clients")
