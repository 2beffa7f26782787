"""Ten customers to contact first: who, why, for what purpose, and what is at stake.

The rules, all over the standing of a customer (`standing.Standing`):
- Only who is overdue: half of such customers would have bought again by now.
- At stake is the expected 12-month value (its chance of being alive counted in) times the drop
  of that chance since the last purchase. It is small for who is surely here, and for who is
  surely gone: it is largest where a word can still change something.
- The reason is the first that holds:
    second_purchase  one purchase only                                    -> invite_again
    vip_silent       in the VIP tier, four in five would have been back   -> ask_how_it_was
    slipping_away    four in five would have been back                    -> win_back
    due_now          half would have been back                            -> remind
- Without amounts the same is counted in purchases, and the money in a contact is zero.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.analysis import Contact
from plon.lifetime.answer.standing import Standing
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary

CONTACTS_MAX = 10
PURPOSES = {
    "second_purchase": "invite_again",
    "vip_silent": "ask_how_it_was",
    "slipping_away": "win_back",
    "due_now": "remind",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prospects:
    """What choosing needs of all customers, arrays of shape (n,) in the summary's order."""

    summary: Summary
    standing: Standing
    expected_purchases_12m: Floats
    value_12m_minor: Floats | None  # None without amounts
    tier: NDArray[np.str_]
    group: NDArray[np.str_]


def choose_contacts(prospects: Prospects, *, limit: int = CONTACTS_MAX) -> tuple[Contact, ...]:
    """Return whom to contact first, most at stake first, ties by customer id."""
    stake = _stake(prospects)
    order = np.argsort(-stake, kind="stable")[:limit]
    chosen = order[stake[order] > 0]
    codes = reasons(prospects, chosen)
    return tuple(
        _contact(prospects, i, reason=str(reason))
        for i, reason in zip(chosen.tolist(), codes, strict=True)
    )


def reasons(prospects: Prospects, rows: NDArray[np.intp]) -> NDArray[np.str_]:
    """Return the code of the reason for each of some customers; "" where there is none."""
    is_late = prospects.standing.is_late[rows]
    conditions = [
        ~prospects.standing.is_due[rows],
        prospects.summary.purchase_days[rows] == 1,
        is_late & (prospects.tier[rows] == "vip"),
        is_late,
    ]
    codes = ["", "second_purchase", "vip_silent", "slipping_away"]
    return np.select(conditions, codes, default="due_now")


def _stake(prospects: Prospects) -> Floats:
    value = prospects.value_12m_minor
    worth = prospects.expected_purchases_12m if value is None else value
    return np.asarray(np.where(prospects.standing.is_due, worth * prospects.standing.drop, 0.0))


def _contact(prospects: Prospects, i: int, *, reason: str) -> Contact:
    standing, summary = prospects.standing, prospects.summary
    value = 0.0 if prospects.value_12m_minor is None else float(prospects.value_12m_minor[i])
    alive, gap = float(standing.alive[i]), float(standing.usual_gap_days[i])
    return Contact(
        customer=str(summary.customer[i].as_py()),
        reason=reason,
        purpose=PURPOSES[reason],
        value_12m_minor=value / alive,
        at_stake_minor=value * float(standing.drop[i]),
        probability_alive=alive,
        days_since_last=int(summary.days_since_last[i]),
        usual_gap_days=None if np.isnan(gap) else gap,
        last_day=date(1970, 1, 1) + timedelta(days=int(summary.last_day[i])),
        group=str(prospects.group[i]),
    )
