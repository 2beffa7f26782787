"""From three scores to one of eleven groups, and what to do with each group."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.analysis import Group
from plon.lifetime.purchases import Floats
from plon.lifetime.segments.rfm import Rfm
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import add_months

GROUPS = (
    "champions",
    "loyal",
    "potential_loyal",
    "new",
    "promising",
    "need_attention",
    "about_to_sleep",
    "potential_churn",
    "cant_lose",
    "dormant",
    "churn",
)
POLICIES: Mapping[str, str] = {
    "champions": "invest",
    "loyal": "invest",
    "potential_loyal": "invest",
    "new": "win_over",
    "promising": "win_over",
    "need_attention": "win_over",
    "about_to_sleep": "win_over",
    "potential_churn": "notice",
    "cant_lose": "notice",
    "dormant": "notice",
    "churn": "low_cost",
}
BY_R_AND_V = {  # V = the mean of F and M, half up
    5: ("new", "potential_loyal", "potential_loyal", "champions", "champions"),
    4: ("promising", "potential_loyal", "potential_loyal", "loyal", "champions"),
    3: ("about_to_sleep", "need_attention", "need_attention", "loyal", "loyal"),
    2: ("dormant", "about_to_sleep", "potential_churn", "potential_churn", "cant_lose"),
    1: ("churn", "dormant", "potential_churn", "cant_lose", "cant_lose"),
}
WIN_BACK_MONTHS = 9  # calendar months without a purchase
CHURN_MONTHS = 36

Codes = NDArray[np.int8]  # positions in GROUPS
DORMANT, CHURN = GROUPS.index("dormant"), GROUPS.index("churn")


def group_of(*, r: int, f: int, m: int) -> str:
    """Return the group of a cell, before the calendar has its say."""
    if r >= 4 and f == 1:  # one purchase, lately: whatever it cost
        return "new" if r == 5 else "promising"
    return BY_R_AND_V[r][(f + m + 1) // 2 - 1]


TABLE: Codes = np.array(
    [GROUPS.index(group_of(r=r, f=f, m=m)) for r, f, m in product(range(1, 6), repeat=3)],
    dtype=np.int8,
)


def assign_groups(rfm: Rfm, summary: Summary) -> Codes:
    """Return each customer's group as a position in GROUPS, the calendar applied.

    36 calendar months without a purchase are churn, whatever the scores; before that a customer
    of the churn cell is still dormant. A purchase resets both.
    """
    cell = (rfm.r.astype(np.int16) - 1) * 25 + (rfm.f - 1) * 5 + (rfm.m - 1)
    codes: Codes = TABLE[cell]
    codes[codes == CHURN] = DORMANT
    codes[is_idle(summary, CHURN_MONTHS)] = CHURN
    return codes


def is_idle(summary: Summary, months: int = WIN_BACK_MONTHS) -> NDArray[np.bool_]:
    """Return who has not bought for that many calendar months; by default, who to win back."""
    return np.asarray(summary.last_day <= day_number(idle_since(summary.until, months)))


def idle_since(until: date, months: int) -> date:
    """Return the latest day whose same day `months` later is not after `until`."""
    latest = add_months(until, -months)
    while add_months(following := date.fromordinal(latest.toordinal() + 1), months) <= until:
        latest = following
    return latest


def day_number(day: date) -> int:
    """Return days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def group_records(
    codes: Codes, *, revenue_minor: Ints, value_12m_minor: Floats
) -> tuple[Group, ...]:
    """Return all eleven groups in order, empty ones too; sums are those of the customers."""
    count = np.bincount(codes, minlength=len(GROUPS))
    revenue = np.bincount(codes, weights=revenue_minor, minlength=len(GROUPS))
    value = np.bincount(codes, weights=value_12m_minor, minlength=len(GROUPS))
    return tuple(
        Group(
            code=code,
            customers=int(count[place]),
            revenue_minor=round(revenue[place]),
            value_12m_minor=float(value[place]),
            policy=POLICIES[code],
        )
        for place, code in enumerate(GROUPS)
    )
