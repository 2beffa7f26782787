"""Value by channel, region, cohort or any other label: what it is, will be, and where it falls."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.formulas.amounts import Amount, exact, not_negative, share_of_one, total
from plon.lifetime.purchases import Floats

UNKNOWN = ""  # the name of "no segment"
DROP = Decimal("0.1")  # against the previous period


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentValue:
    """One label: how many customers, what they are worth together and each."""

    name: str
    customers: int
    value_minor: int

    @property
    def ltv_minor(self) -> float:
        """Return the mean value of a customer of the segment."""
        return self.value_minor / self.customers


def value_by_segment(
    codes: NDArray[np.integer[Any]], *, names: Sequence[str], value_minor: Floats
) -> tuple[SegmentValue, ...]:
    """Return the segments' values, largest first; they add up to the rounded total exactly.

    codes: each customer's position in `names`, -1 without a segment, told under the empty name.
    The grosze that rounding leaves over go to the largest remainders, then by position.
    """
    place = np.where(codes < 0, len(names), codes)
    count = np.bincount(place, minlength=len(names) + 1)
    whole = whole_parts(np.bincount(place, weights=value_minor, minlength=len(names) + 1))
    values = [
        SegmentValue(name=name, customers=int(count[k]), value_minor=whole[k])
        for k, name in enumerate((*names, UNKNOWN))
        if count[k]
    ]
    return tuple(sorted(values, key=lambda each: (-each.value_minor, each.name)))


def whole_parts(parts: NDArray[Any]) -> list[int]:
    """Return whole numbers whose sum is the rounded sum of the parts (largest remainders)."""
    floors = np.floor(parts)
    left = round(float(parts.sum())) - int(floors.sum())
    by_remainder = np.argsort(floors - parts, kind="stable")
    whole = floors.astype(np.int64)
    whole[by_remainder[:left]] += 1
    return [int(part) for part in whole]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a segment's customers are expected to do, a month. Rates are the planner's."""

    name: str
    active_customers: Amount
    purchases_monthly: Amount  # of one customer
    order_value: Amount
    retention_monthly: Amount  # chance to stay for one more month
    margin: Amount = 1

    def revenue(self, *, months: int) -> Decimal:
        """Return active × purchases × order value × retention^t × margin, months 1 … `months`."""
        stay = share_of_one(self.retention_monthly, name="retention_monthly")
        active = not_negative(self.active_customers, name="active_customers")
        bought = active * exact(self.purchases_monthly) * exact(self.order_value)
        share = share_of_one(self.margin, name="margin")
        return total(bought * stay**month * share for month in range(1, months + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRevenue:
    """A forecast by segment, largest first: where the future profit comes from."""

    months: int
    by_segment: tuple[tuple[str, Decimal], ...]

    @property
    def total(self) -> Decimal:
        return total(amount for _, amount in self.by_segment)


def forecast_plans(plans: Iterable[Plan], *, months: int) -> PlannedRevenue:
    """Forecast every segment over the next months; the segments add up to the total."""
    amounts = [(plan.name, plan.revenue(months=months)) for plan in plans]
    by_segment = tuple(sorted(amounts, key=lambda pair: (-pair[1], pair[0])))
    return PlannedRevenue(months=months, by_segment=by_segment)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A segment whose value fell: interest is being lost."""

    name: str
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """Return now / before - 1, below zero."""
        return self.now / self.before - 1


def falling_segments(
    before: Mapping[str, Amount], now: Mapping[str, Amount], *, drop: Amount = DROP
) -> tuple[Drop, ...]:
    """Return one alert for each segment whose value fell by `drop` or more, deepest fall first.

    Segments of only one of the two periods, or worth nothing before, say nothing.
    """
    deepest = 1 - share_of_one(drop, name="drop")
    pairs = [
        Drop(name=name, before=exact(value), now=exact(now[name]))
        for name, value in before.items()
        if name in now and exact(value) > 0
    ]
    fallen = [each for each in pairs if each.now <= each.before * deepest]
    return tuple(sorted(fallen, key=lambda each: (each.change, each.name)))
