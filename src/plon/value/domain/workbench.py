"""The workbench: each formula of lifetime value, the numbers it takes, and the sum written out.

Pure. Numbers are exact decimals in major units; where the base can tell one, it is the default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from plon.lifetime.analysis import Analysis, Cohorts
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.formulas import classic
from plon.lifetime.formulas.amounts import Amount, exact
from plon.lifetime.formulas.broker import broker_value
from plon.lifetime.formulas.methods import Method

Numbers = Mapping[str, str]  # what stands in the fields, as people write it
NUMBER, LIST, ROWS = "number", "list", "rows"
MONTH_DAYS = Decimal("30.4375")
SHARES = frozenset({"margin_share", "churn_monthly"})  # told with more decimals


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number that a formula takes; `default` where the base does not tell it."""

    name: str
    default: str
    kind: str = NUMBER  # LIST: numbers in a row; ROWS: three numbers a line


PARAMETERS: Mapping[Method, tuple[Parameter, ...]] = {
    Method.BROKER: (
        Parameter(name="first_commission", default="3500"),
        Parameter(name="cross_sell_commission", default="2800"),
        Parameter(name="cross_sells", default="2.7"),
        Parameter(name="referral_conversion", default="0.3"),
        Parameter(name="referrals", default="6"),
    ),
    Method.MARGIN_TIMES_PURCHASES: (
        Parameter(name="margin", default="25"),
        Parameter(name="purchases", default="12"),
    ),
    Method.ARPU_TIMES_LIFETIME: (
        Parameter(name="arpu_monthly", default="30"),
        Parameter(name="lifetime_months", default="24"),
    ),
    Method.ORDER_TIMES_FREQUENCY: (
        Parameter(name="order_value", default="80"),
        Parameter(name="purchases_yearly", default="4"),
        Parameter(name="lifespan_years", default="3"),
    ),
    Method.MARGIN_OVER_CHURN: (
        Parameter(name="arpu_monthly", default="15"),
        Parameter(name="margin_share", default="0.6"),
        Parameter(name="churn_monthly", default="0.04"),
    ),
    Method.NET_PRESENT_VALUE: (
        Parameter(name="revenues", default="200; 240; 300", kind=LIST),
        Parameter(name="margin_share", default="0.5"),
        Parameter(name="discount", default="0.1"),
        Parameter(name="acquisition_cost", default="100"),
    ),
    Method.SUM_OF_SEGMENTS: (
        Parameter(name="segments", default="10000 0.8 0.5\n6000 0.5 0.4", kind=ROWS),
    ),
    Method.OBSERVED: (
        Parameter(name="earned", default="0"),
        Parameter(name="open_referrals", default="0"),
        Parameter(name="referral_value", default="0"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A formula worked out: the value, and the sum with its numbers, "80 × 4 × 3"."""

    value: Decimal
    sum: str


def number(text: str) -> Decimal:
    """Return a number as people write it: blanks between thousands, comma or dot.

    Raises InputUnusable.
    """
    return exact("".join(text.split()).replace(",", "."))


def work_out(method: Method, given: Numbers) -> Worked:
    """Return the value by a formula. Raises InputUnusable, LifetimeUndefined."""
    try:
        worked = _WORK[method](given)
        plain(worked.value)
    except ArithmeticError:  # of more digits than anybody reckons with
        raise InputUnusable(sentence("These numbers are too large: write smaller ones")) from None
    return worked


def defaults(method: Method, known: Numbers) -> dict[str, str]:
    """Return a formula's numbers: what the base tells, else the published example."""
    return {each.name: known.get(each.name, each.default) for each in PARAMETERS[method]}


def known_of(analysis: Analysis, *, margin_share: Decimal | None = None) -> dict[str, str]:
    """Return the numbers that sales tell about the average customer.

    margin_share: what part of turnover stays, where it is known; else margins are turnover.
    churn_monthly: of those who ever bought, spread evenly over the mean age of a customer.
    """
    totals, days = analysis.totals, (analysis.as_of - analysis.first_day).days
    if totals.customers == 0 or totals.purchases == 0 or days < 1:
        return {}
    people, months = Decimal(totals.customers), max(Decimal(days) / MONTH_DAYS, Decimal(1))
    order = Decimal(totals.revenue_minor) / 100 / totals.purchases
    each = Decimal(totals.purchases) / people
    revenue = Decimal(totals.revenue_minor) / 100
    kept = Decimal(1) if margin_share is None else margin_share
    told = {
        "order_value": order,
        "margin": order * kept,
        "purchases": each,
        "purchases_yearly": each / months * 12,
        "arpu_monthly": revenue / months / people,
        "lifetime_months": months,
        "lifespan_years": months / 12,
        "earned": revenue * kept / people,
        "first_commission": order * kept,
        "cross_sell_commission": order * kept,
        "cross_sells": max(each - 1, Decimal(0)),
    }
    if margin_share is not None:
        told["margin_share"] = margin_share
    if analysis.totals.alive == analysis.totals.alive:  # known
        gone = 1 - min(Decimal(str(totals.alive)) / people, Decimal(1))
        told["churn_monthly"] = gone / (months / 2)
    return {name: plain(value, decimals=4 if name in SHARES else 2) for name, value in told.items()}


def won_yearly(cohorts: Cohorts) -> int | None:
    """Return how many customers came in the last year of whole periods; None before a year."""
    periods = 12 if cohorts.period == "month" else 4
    whole = cohorts.sizes[:-1]  # the last one may not be over
    return sum(whole[-periods:]) if len(whole) >= periods else None


def plain(value: Decimal, *, decimals: int = 2) -> str:
    """Return a number with as many decimals as it needs, at most that many."""
    short = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP).normalize()
    return f"{short:f}"


def _shown(*values: Amount) -> tuple[str, ...]:
    return tuple(plain(exact(value), decimals=4) for value in values)


def _numbers(given: Numbers, *names: str) -> tuple[Decimal, ...]:
    return tuple(number(given[name]) for name in names)


def _broker(given: Numbers) -> Worked:
    first, cross, many, conversion, referrals = _numbers(
        given,
        "first_commission",
        "cross_sell_commission",
        "cross_sells",
        "referral_conversion",
        "referrals",
    )
    worth = broker_value(
        first_commission=first,
        cross_sell_commission=cross,
        cross_sells=many,
        referrals=referrals,
        referral_conversion=conversion,
    )
    a, b, c, d, e = _shown(first, cross, many, conversion, referrals)
    return Worked(value=worth.value, sum=f"{a} + {b} × {c} + {a} × {d} × {e}")


def _margin_times_purchases(given: Numbers) -> Worked:
    margin, many = _numbers(given, "margin", "purchases")
    value = classic.margin_times_purchases(margin=margin, purchases=many)
    return Worked(value=value, sum=" × ".join(_shown(margin, many)))


def _arpu_times_lifetime(given: Numbers) -> Worked:
    monthly, months = _numbers(given, "arpu_monthly", "lifetime_months")
    value = classic.arpu_times_lifetime(arpu_monthly=monthly, lifetime_months=months)
    return Worked(value=value, sum=" × ".join(_shown(monthly, months)))


def _order_times_frequency(given: Numbers) -> Worked:
    order, yearly, years = _numbers(given, "order_value", "purchases_yearly", "lifespan_years")
    value = classic.order_times_frequency(
        order_value=order, purchases_yearly=yearly, lifespan_years=years
    )
    return Worked(value=value, sum=" × ".join(_shown(order, yearly, years)))


def _margin_over_churn(given: Numbers) -> Worked:
    monthly, margin, churn = _numbers(given, "arpu_monthly", "margin_share", "churn_monthly")
    value = classic.margin_over_churn(revenue_monthly=monthly, margin=margin, churn_monthly=churn)
    a, b, c = _shown(monthly, margin, churn)
    return Worked(value=value, sum=f"{a} × {b} ÷ {c}")


def _net_present_value(given: Numbers) -> Worked:
    revenues = [number(part) for part in given["revenues"].split(";") if part.strip()]
    margin, discount, cost = _numbers(given, "margin_share", "discount", "acquisition_cost")
    found = classic.net_present_value(
        revenues=revenues, margin=margin, discount=discount, acquisition_cost=cost
    )
    terms = " + ".join(plain(part) for part in found.discounted)
    return Worked(value=found.value, sum=f"{terms} \N{MINUS SIGN} {plain(cost)}")


def _sum_of_segments(given: Numbers) -> Worked:
    lines = [line.split() for line in given["segments"].splitlines() if line.strip()]
    if any(len(line) != 3 for line in lines):
        raise InputUnusable(
            sentence("Write each segment in a line of its own: revenue, retention, margin.")
        )
    parts = [
        classic.SegmentRevenue(revenue=number(a), retention=number(b), margin=number(c))
        for a, b, c in lines
    ]
    terms = " + ".join(
        " × ".join(_shown(part.revenue, part.retention, part.margin)) for part in parts
    )
    return Worked(value=classic.sum_of_segments(parts), sum=terms or "0")


def _observed(given: Numbers) -> Worked:
    earned, many, each = _numbers(given, "earned", "open_referrals", "referral_value")
    value = classic.observed_value(earned=[earned], open_referrals=many, referral_value=each)
    a, b, c = _shown(earned, many, each)
    return Worked(value=value, sum=f"{a} + {b} × {c}")


_WORK: Mapping[Method, Callable[[Numbers], Worked]] = {
    Method.BROKER: _broker,
    Method.MARGIN_TIMES_PURCHASES: _margin_times_purchases,
    Method.ARPU_TIMES_LIFETIME: _arpu_times_lifetime,
    Method.ORDER_TIMES_FREQUENCY: _order_times_frequency,
    Method.MARGIN_OVER_CHURN: _margin_over_churn,
    Method.NET_PRESENT_VALUE: _net_present_value,
    Method.SUM_OF_SEGMENTS: _sum_of_segments,
    Method.OBSERVED: _observed,
}
