"""Groups between two days."""

from collections.abc import Mapping

import numpy as np
import pytest

from plon.lifetime.analysis import Group
from plon.lifetime.segments.groups import GROUPS
from plon.lifetime.segments.movement import flows, movement


def snapshot(customers: Mapping[str, int]) -> list[Group]:
    return [
        Group(code=code, customers=n, revenue_minor=0, value_12m_minor=0, policy="notice")
        for code, n in customers.items()
    ]


def test_every_group_is_told_in_order_even_if_a_snapshot_lacks_it() -> None:
    moves = movement(snapshot({"dormant": 3}), snapshot({}))

    assert [move.code for move in moves] == list(GROUPS)
    assert [(move.before, move.after) for move in moves if move.before] == [(3, 0)]


def test_change_and_times_smaller() -> None:
    moves = {move.code: move for move in movement(snapshot({"loyal": 10}), snapshot({"loyal": 8}))}

    assert moves["loyal"].change == pytest.approx(-0.2)
    assert moves["loyal"].divided_by == 1.25
    assert moves["loyal"].is_reference_reached is None


def test_nobody_before_or_after_has_no_ratio() -> None:
    moves = {move.code: move for move in movement(snapshot({"churn": 5}), snapshot({"new": 5}))}

    assert moves["new"].change is None
    assert moves["churn"].divided_by is None
    assert moves["churn"].is_reference_reached is True
    assert moves["dormant"].is_reference_reached is None


@pytest.mark.parametrize(("after", "reached"), [(10, True), (11, False)])
def test_the_reference_is_reached_exactly(after: int, reached: bool) -> None:
    moves = movement(snapshot({"potential_churn": 38}), snapshot({"potential_churn": after}))

    assert {move.code: move for move in moves}["potential_churn"].is_reference_reached is reached


def test_flows_count_who_moved_and_leave_out_who_stayed() -> None:
    before = np.array([0, 0, 1, 9], dtype=np.int8)
    after = np.array([0, 1, 1, 10], dtype=np.int8)

    assert flows(before, after) == {("champions", "loyal"): 1, ("dormant", "churn"): 1}
