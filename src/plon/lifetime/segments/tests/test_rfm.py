"""Scores by the rule of ranks, by fixed thresholds, by kept cuts."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.segments.rfm import rank_steps, score, score_rfm, scored_by, steps_passed
from plon.lifetime.summary import Summary
from plon.lifetime.tests.bases import summary_of

UNTIL = date(2026, 6, 30)
bases = st.lists(
    st.tuples(st.integers(0, 400), st.integers(1, 9), st.integers(0, 10_000)),
    min_size=1,
    max_size=30,
)


def base(customers: list[tuple[int, int, int]]) -> Summary:
    """Return a base of (days since the last purchase, purchase days, grosze a day)."""
    return summary_of(
        {
            f"c{k:03}": {UNTIL - timedelta(days=ago + n): value for n in range(often)}
            for k, (ago, often, value) in enumerate(customers)
        },
        until=UNTIL,
    )


def by_the_rule(values: list[int]) -> list[int]:
    return [1 + 5 * sum(other < value for other in values) // len(values) for value in values]


@given(bases, st.sampled_from(["mean", "total"]))
def test_every_score_follows_the_rule(customers: list[tuple[int, int, int]], spend: str) -> None:
    scored = score_rfm(base(customers), spend=spend, small_base=0)

    times = {"mean": 1, "total": 0}[spend]
    assert scored.r.tolist() == by_the_rule([-ago for ago, _, _ in customers])
    assert scored.f.tolist() == by_the_rule([often for _, often, _ in customers])
    assert scored.m.tolist() == by_the_rule(
        [value if times else value * often for _, often, value in customers]
    )


@given(bases)
def test_scores_never_fall_when_a_customer_does_better(
    customers: list[tuple[int, int, int]],
) -> None:
    scored = score_rfm(base(customers), small_base=0)
    f_by_often = sorted(zip([often for _, often, _ in customers], scored.f.tolist(), strict=True))
    r_by_ago = sorted(zip([-ago for ago, _, _ in customers], scored.r.tolist(), strict=True))

    assert [f for _, f in f_by_often] == sorted(f for _, f in f_by_often)
    assert [r for _, r in r_by_ago] == sorted(r for _, r in r_by_ago)


@given(st.integers(1, 12), st.integers(0, 17))
def test_seventy_percent_with_one_purchase_share_one_score(tens: int, others: int) -> None:
    once = [(k % 50, 1, 100) for k in range(tens * 7)]
    more = [(k % 50, 2 + (k + others) % 9, 100) for k in range(tens * 3)]
    scored = score_rfm(base(once + more), small_base=0)

    assert set(scored.f[: tens * 7].tolist()) == {1}
    assert min(scored.f[tens * 7 :].tolist()) >= 4


@given(bases, st.sampled_from([0, 25]), st.sampled_from(["mean", "total", "none"]))
def test_kept_cuts_score_each_customer_alone_as_in_the_base(
    customers: list[tuple[int, int, int]], small_base: int, spend: str
) -> None:
    scored = score_rfm(base(customers), small_base=small_base, spend=spend)

    for k, (ago, often, value) in enumerate(customers):
        worth = value * often if spend == "total" else value
        alone = scored.cuts.score(days_since_last=ago, purchase_days=often, spend_minor=worth)
        assert alone == (scored.r[k], scored.f[k], scored.m[k])


def test_a_customer_between_two_cuts_is_scored_without_the_base() -> None:
    scored = score_rfm(base([(10 * k, 1, 100 * k) for k in range(1, 31)]))

    assert scored.cuts.score(days_since_last=1, purchase_days=1, spend_minor=9_999) == (5, 1, 5)
    assert scored.cuts.score(days_since_last=500, purchase_days=9, spend_minor=0) == (1, 5, 1)


def test_equal_means_share_a_score_however_they_came_about() -> None:
    thrice = {UNTIL - timedelta(days=k): value for k, value in enumerate((300, 333, 366))}
    bought = {"one": {UNTIL: 333}, "three": thrice, "low": {UNTIL: 100}}
    scored = score_rfm(summary_of(bought, until=UNTIL), small_base=0)

    assert scored.m.tolist() == [1, 2, 2]  # low, one, three


def test_a_small_base_is_scored_by_fixed_thresholds() -> None:
    often = [1, 2, 3, 4, 5, 9, 10]
    ago = [0, 30, 31, 90, 91, 180, 366]
    scored = score_rfm(base([(a, f, 100) for a, f in zip(ago, often, strict=True)]))

    assert scored.r.tolist() == [5, 5, 4, 4, 3, 3, 1]
    assert scored.f.tolist() == [1, 2, 3, 3, 4, 4, 5]
    assert scored.m.tolist() == [3] * 7  # everybody spends the median


def test_spend_of_a_small_base_is_set_against_its_median() -> None:
    scored = score_rfm(base([(1, 1, value) for value in (50, 80, 100, 125, 126, 200, 201)]))

    assert scored.m.tolist() == [1, 2, 2, 3, 3, 4, 4]  # the median is 125


def test_a_base_of_twenty_five_is_scored_by_ranks() -> None:
    customers = [(k, 1, 100) for k in range(25)]

    assert set(score_rfm(base(customers)).r.tolist()) == {1, 2, 3, 4, 5}
    assert set(score_rfm(base(customers[:24])).r.tolist()) == {5}


def test_without_amounts_spend_follows_frequency() -> None:
    scored = score_rfm(base([(1, k, 0) for k in range(1, 31)]), spend="none")

    assert scored.m.tolist() == scored.f.tolist()


def test_cuts_of_another_day_move_no_step() -> None:
    before = score_rfm(base([(k, 1, 100) for k in range(30)]))
    after = scored_by(base([(k + 100, 1, 100) for k in range(30)]), before.cuts)

    assert set(after.r.tolist()) == {1}
    assert after.cuts is before.cuts


@given(bases)
def test_the_grid_holds_everybody_once(customers: list[tuple[int, int, int]]) -> None:
    scored = score_rfm(base(customers))
    grid = scored.grid()

    assert sum(map(sum, grid)) == len(scored) == len(customers)
    assert grid[scored.f[0] - 1][scored.r[0] - 1] >= 1


def test_an_empty_base_has_no_scores() -> None:
    scored = score_rfm(summary_of({}, until=UNTIL), small_base=0)

    assert len(scored) == 0
    assert sum(map(sum, scored.grid())) == 0


def test_an_unknown_kind_of_spend_is_refused() -> None:
    with pytest.raises(InputUnusable, match="not by “median”"):
        score_rfm(base([(1, 1, 1)]), spend="median")


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=200))
def test_steps_stand_where_the_rule_changes(values: list[int]) -> None:
    array: Any = np.array(values)

    assert (1 + steps_passed(array, rank_steps(array))).tolist() == by_the_rule(values)


@given(bases)
def test_plain_arrays_score_as_their_summary(customers: list[tuple[int, int, int]]) -> None:
    ago, often, value = (np.array(column) for column in zip(*customers, strict=True))

    plain = score(days_since_last=ago, purchase_days=often, value=value)
    scored = score_rfm(base(customers), small_base=0)

    assert [plain.r.tolist(), plain.f.tolist(), plain.m.tolist()] == [
        scored.r.tolist(),
        scored.f.tolist(),
        scored.m.tolist(),
    ]
