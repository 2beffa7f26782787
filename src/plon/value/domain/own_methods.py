"""One customer's lifetime value by every formula that can be worked out for one person.

Pure. The formulas are those of the workbench; here are the customer's own numbers for them, or
why they are not known.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from plon.lifetime.formulas.methods import Method
from plon.value.domain.workbench import MONTH_DAYS, Numbers, plain, work_out

OBSERVED = Method.OBSERVED.value
FROM_SALES, DISCOUNTED = "from_sales", "discounted"
KNOWN_DAYS_MIN = 90  # a pace of fewer says nothing of a year
CODES = (
    OBSERVED,
    FROM_SALES,
    DISCOUNTED,
    *(method.value for method in Method if method is not Method.OBSERVED),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What is known of one customer, and what the firm told of all. Major units; None: unknown.

    observed, ahead, low, high, discounted: margin where value_is_margin, else turnover.
    """

    observed: Decimal | None
    revenue: Decimal | None  # so far, refunds taken off
    first: Decimal | None  # margin of the first day of purchase
    value_is_margin: bool
    purchase_days: int
    known_days: int  # since the first purchase
    alive: Decimal | None  # chance of not having left
    ahead: Decimal | None  # in twelve months
    low: Decimal | None
    high: Decimal | None
    discounted: Decimal | None  # the same twelve months in today's money
    referred: int  # customers who came by this one's word
    lifetime_months: Decimal
    discount: Decimal  # a year
    churn_monthly: Decimal | None  # of the firm
    cost: Decimal | None  # of winning a customer


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnMethod:
    """A value by one formula, with its numbers. Without a value, `unknown` says why."""

    code: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    sum: str = ""
    unknown: str = ""


class _NotKnownError(Exception):
    """A number is missing; the message is the reason's code."""


def by_every_method(one: Habits) -> tuple[OwnMethod, ...]:
    """Return the customer's value by each method of CODES, in that order."""
    return tuple(_by(code, one) for code in CODES)


def _by(code: str, one: Habits) -> OwnMethod:
    try:
        if code == FROM_SALES:
            return _from_sales(one)
        if code == DISCOUNTED:
            return _discounted(one)
        worked = work_out(Method(code), _GIVEN[Method(code)](one))
    except _NotKnownError as missing:
        return OwnMethod(code=code, unknown=str(missing))
    return OwnMethod(code=code, value=worked.value, sum=worked.sum)


def _known(number: Decimal | None, reason: str) -> Decimal:
    if number is None:
        raise _NotKnownError(reason)
    return number


def _from_sales(one: Habits) -> OwnMethod:
    seen, ahead = _known(one.observed, "no_amounts"), _known(one.ahead, "too_early")
    return OwnMethod(
        code=FROM_SALES,
        value=seen + ahead,
        low=None if one.low is None else seen + one.low,
        high=None if one.high is None else seen + one.high,
        sum=f"{plain(seen)} + {plain(ahead)}",
    )


def _discounted(one: Habits) -> OwnMethod:
    """The interval is that of the twelve months, at the same discount."""
    _known(one.observed, "no_amounts")
    ahead, value = _known(one.ahead, "too_early"), _known(one.discounted, "too_early")
    factor = value / ahead if ahead else Decimal(1)
    return OwnMethod(
        code=DISCOUNTED,
        value=value,
        low=None if one.low is None else one.low * factor,
        high=None if one.high is None else one.high * factor,
        sum=f"{plain(ahead)} × {plain(factor, decimals=4)}",
    )


def _margin_share(one: Habits) -> Decimal:
    if not one.value_is_margin:
        raise _NotKnownError("no_margin")
    seen, revenue = _known(one.observed, "no_amounts"), _known(one.revenue, "no_amounts")
    if revenue <= 0:
        raise _NotKnownError("no_amounts")
    return min(max(seen / revenue, Decimal(0)), Decimal(1))


def _months(one: Habits) -> Decimal:
    if one.known_days < KNOWN_DAYS_MIN:
        raise _NotKnownError("known_too_short")
    return one.known_days / MONTH_DAYS


def _monthly(one: Habits) -> Decimal:
    if one.purchase_days < 2:
        raise _NotKnownError("one_purchase")
    return _known(one.revenue, "no_amounts") / _months(one)


def _yearly(one: Habits) -> Decimal:
    if one.purchase_days < 2:
        raise _NotKnownError("one_purchase")
    return one.purchase_days / _months(one) * 12


def _money(number: Decimal) -> str:
    return plain(number)


def _share(number: Decimal) -> str:
    return plain(number, decimals=4)


def _margin_times_purchases(one: Habits) -> Numbers:
    _margin_share(one)
    seen = _known(one.observed, "no_amounts")
    years = one.lifetime_months / 12
    return {
        "margin": _money(seen / one.purchase_days),
        "purchases": _share(_yearly(one) * years),
    }


def _order_times_frequency(one: Habits) -> Numbers:
    return {
        "order_value": _money(_known(one.revenue, "no_amounts") / one.purchase_days),
        "purchases_yearly": _share(_yearly(one)),
        "lifespan_years": _share(one.lifetime_months / 12),
    }


def _arpu_times_lifetime(one: Habits) -> Numbers:
    return {"arpu_monthly": _money(_monthly(one)), "lifetime_months": _money(one.lifetime_months)}


def _churn(one: Habits) -> Decimal:
    churn = _known(one.churn_monthly, "no_churn")
    if not 0 < churn <= 1:
        raise _NotKnownError("no_churn")
    return churn


def _margin_over_churn(one: Habits) -> Numbers:
    return {
        "arpu_monthly": _money(_monthly(one)),
        "margin_share": _share(_margin_share(one)),
        "churn_monthly": _share(_churn(one)),
    }


def _net_present_value(one: Habits) -> Numbers:
    """Each year brings what the year before did, of those who stay."""
    yearly, stays = _monthly(one) * 12, (1 - _churn(one)) ** 12
    years = max(int(one.lifetime_months / 12), 1)
    return {
        "revenues": "; ".join(_money(yearly * stays**year) for year in range(years)),
        "margin_share": _share(_margin_share(one)),
        "discount": _share(one.discount),
        "acquisition_cost": _money(_known(one.cost, "no_cost")),
    }


def _sum_of_segments(one: Habits) -> Numbers:
    """The customer is a segment of their own: a year at their pace × the chance that they stay."""
    alive = _known(one.alive, "too_early")
    parts = _money(_monthly(one) * 12), _share(min(alive, Decimal(1))), _share(_margin_share(one))
    return {"segments": " ".join(parts)}


def _broker(one: Habits) -> Numbers:
    """Whoever came by this one's word is counted as having bought: they are customers."""
    _margin_share(one)
    first, seen = _known(one.first, "no_margin"), _known(one.observed, "no_amounts")
    more = one.purchase_days - 1
    return {
        "first_commission": _money(first),
        "cross_sell_commission": _money((seen - first) / more if more else Decimal(0)),
        "cross_sells": str(more),
        "referral_conversion": "1",
        "referrals": str(one.referred),
    }


def _observed(one: Habits) -> Numbers:
    seen = _known(one.observed, "no_amounts")
    return {"earned": _money(seen), "open_referrals": "0", "referral_value": "0"}


_GIVEN: Mapping[Method, Callable[[Habits], Numbers]] = {
    Method.BROKER: _broker,
    Method.MARGIN_TIMES_PURCHASES: _margin_times_purchases,
    Method.ARPU_TIMES_LIFETIME: _arpu_times_lifetime,
    Method.ORDER_TIMES_FREQUENCY: _order_times_frequency,
    Method.MARGIN_OVER_CHURN: _margin_over_churn,
    Method.NET_PRESENT_VALUE: _net_present_value,
    Method.SUM_OF_SEGMENTS: _sum_of_segments,
    Method.OBSERVED: _observed,
}
