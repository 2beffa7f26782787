"""LTV-035 … 038, 048: scores, groups, the calendar, movements, policies."""

from collections import Counter
from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest

from plon.lifetime.analysis import Group
from plon.lifetime.segments.groups import GROUPS, assign_groups, group_of, group_records, is_idle
from plon.lifetime.segments.movement import movement
from plon.lifetime.segments.rfm import score_rfm
from plon.lifetime.summary import Summary
from plon.lifetime.tests.bases import summary_of
from plon.lifetime.units import add_months
from plon.lifetime.words import (
    group_action,
    group_label,
    movement_sentence,
    policy_label,
    policy_sentence,
)

END = date(2026, 11, 23)
CELLS = {
    "champions": 13, "loyal": 17, "potential_loyal": 20, "new": 5, "promising": 5,
    "need_attention": 14, "about_to_sleep": 6, "potential_churn": 25, "cant_lose": 13,
    "dormant": 6, "churn": 1,
}  # fmt: skip


@pytest.mark.feature("LTV-035")
def test_ten_customers_one_to_ten_days_ago() -> None:
    bought = {f"c{ago:02}": {END - timedelta(days=ago): 1_000} for ago in range(1, 11)}

    scored = score_rfm(summary_of(bought, until=END), small_base=0)

    assert scored.r.tolist() == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]


@pytest.mark.feature("LTV-035")
def test_seventy_percent_with_one_purchase_share_one_score() -> None:
    often = [1] * 70 + [2] * 20 + [3] * 10
    bought = {
        f"c{k:03}": {END - timedelta(days=10 * n): 1_000 for n in range(times)}
        for k, times in enumerate(often)
    }

    scored = score_rfm(summary_of(bought, until=END))

    assert scored.f.tolist() == [1] * 70 + [4] * 20 + [5] * 10


@pytest.mark.feature("LTV-036")
def test_125_cells_fall_into_eleven_groups() -> None:
    groups = Counter(group_of(r=r, f=f, m=m) for r, f, m in product(range(1, 6), repeat=3))

    assert groups == CELLS
    assert sum(groups.values()) == 125


def with_one(last: date, *, again: date | None = None) -> Summary:
    """Return a base of regular customers and one, "a", who bought once or twice for little."""
    regular = {
        f"c{k}": {END - timedelta(days=30 * n + k): 5_000 for n in range(5)} for k in range(40)
    }
    return summary_of({**regular, "a": {day: 100 for day in (last, again) if day}}, until=END)


def group_of_one(summary: Summary) -> str:
    return GROUPS[assign_groups(score_rfm(summary), summary)[0]]


@pytest.mark.feature("LTV-037")
def test_twenty_months_are_dormant_even_in_the_worst_cell() -> None:
    summary = with_one(add_months(END, -20))
    scored = score_rfm(summary)

    assert (scored.r[0], scored.f[0], scored.m[0]) == (1, 1, 1)
    assert group_of_one(summary) == "dormant"


@pytest.mark.feature("LTV-037")
@pytest.mark.parametrize("amount", [100, 900_000])
def test_thirty_six_months_are_churn_in_any_cell(amount: int) -> None:
    last = add_months(END, -36)
    best = {"a": {last - timedelta(days=n): amount for n in range(9)}}
    rest = {f"c{k}": {END - timedelta(days=k): 5_000} for k in range(40)}

    assert group_of_one(summary_of({**best, **rest}, until=END)) == "churn"
    a_day_later = {"a": {last + timedelta(days=1): amount}, **rest}
    assert group_of_one(summary_of(a_day_later, until=END)) != "churn"


@pytest.mark.feature("LTV-037")
def test_nine_calendar_months_make_a_customer_one_to_win_back() -> None:
    on_the_day, a_day_later = add_months(END, -9), add_months(END, -9) + timedelta(days=1)

    assert is_idle(with_one(on_the_day))[0]
    assert not is_idle(with_one(a_day_later))[0]


@pytest.mark.feature("LTV-037")
def test_a_purchase_resets() -> None:
    summary = with_one(add_months(END, -40), again=END)

    assert group_of_one(summary) not in {"churn", "dormant"}
    assert not is_idle(summary)[0]


def records(summary: Summary) -> tuple[Group, ...]:
    codes = assign_groups(score_rfm(summary), summary)
    nothing = np.zeros(len(summary))
    return group_records(codes, revenue_minor=summary.value_minor, value_12m_minor=nothing)


@pytest.mark.feature("LTV-038")
def test_two_snapshots_show_how_groups_changed() -> None:
    first = {f"c{k:02}": {date(2025, 1, 1) + timedelta(days=k): 1_000} for k in range(60)}
    returned = {who: {**own, date(2026, 1, 5): 1_000} for who, own in list(first.items())[:45]}
    then = records(summary_of(first, until=date(2026, 1, 1)))
    now = records(summary_of({**first, **returned}, until=date(2026, 1, 6)))

    moves = movement(then, now)

    assert [move.code for move in moves] == list(GROUPS)
    assert [move.before for move in moves] == [group.customers for group in then]
    assert [move.after for move in moves] == [group.customers for group in now]
    dormant = moves[GROUPS.index("dormant")]
    assert 0 < dormant.after < dormant.before


@pytest.mark.feature("LTV-038")
@pytest.mark.parametrize(
    ("code", "before", "after", "times"),
    [("dormant", 500, 100, "5"), ("potential_churn", 380, 100, "3.8"), ("churn", 150, 100, "1.5")],
)
def test_a_reference_stands_beside_the_change(
    code: str, before: int, after: int, times: str
) -> None:
    def snapshot(customers: int) -> list[Group]:
        return [
            Group(code=code, customers=customers, revenue_minor=0, value_12m_minor=0, policy="")
        ]

    move = movement(snapshot(before), snapshot(after))[GROUPS.index(code)]

    assert move.reference == float(times) == move.divided_by
    assert move.is_reference_reached
    assert f"this group {times} times smaller" in movement_sentence(move, "en")
    assert group_label(code, "en") in movement_sentence(move, "en")


@pytest.mark.feature("LTV-048")
@pytest.mark.parametrize(
    ("policy", "groups"),
    [
        ("invest", {"champions", "loyal", "potential_loyal"}),
        ("win_over", {"new", "promising", "need_attention", "about_to_sleep"}),
        ("notice", {"potential_churn", "cant_lose", "dormant"}),
        ("low_cost", {"churn"}),
    ],
)
def test_each_group_shows_its_policy(policy: str, groups: set[str]) -> None:
    shown = {record.code: record.policy for record in records(with_one(END))}

    assert {code for code, own in shown.items() if own == policy} == groups
    for language in ("en", "pl"):
        assert policy_label(policy, language)
        assert policy_sentence(policy, language)
        assert all(group_action(code, language) for code in groups)
