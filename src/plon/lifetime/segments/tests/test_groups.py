"""Cells, the calendar, policies and sums of the eleven groups."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime.segments.groups import (
    GROUPS,
    POLICIES,
    TABLE,
    assign_groups,
    group_of,
    group_records,
    idle_since,
    is_idle,
)
from plon.lifetime.segments.rfm import score_rfm
from plon.lifetime.tests.bases import summary_of
from plon.lifetime.units import add_months

UNTIL = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cell", "group"),
    [
        ("555", "champions"), ("541", "potential_loyal"), ("545", "champions"),
        ("515", "new"), ("511", "new"), ("415", "promising"), ("411", "promising"),
        ("455", "champions"), ("444", "loyal"), ("443", "loyal"), ("333", "need_attention"),
        ("311", "about_to_sleep"), ("315", "need_attention"), ("255", "cant_lose"),
        ("222", "about_to_sleep"), ("211", "dormant"), ("111", "churn"), ("112", "dormant"),
        ("133", "potential_churn"), ("144", "cant_lose"), ("154", "cant_lose"),
    ],
)  # fmt: skip
def test_cells_of_the_table(cell: str, group: str) -> None:
    r, f, m = map(int, cell)

    assert group_of(r=r, f=f, m=m) == group


def test_the_lookup_table_is_the_rule() -> None:
    by_rule = [GROUPS.index(group_of(r=r, f=f, m=m)) for r, f, m in product(range(1, 6), repeat=3)]

    assert TABLE.tolist() == by_rule


def test_only_an_empty_corner_is_churn_by_scores() -> None:
    assert [
        cell
        for cell in product(range(1, 6), repeat=3)
        if group_of(r=cell[0], f=cell[1], m=cell[2]) == "churn"
    ] == [(1, 1, 1)]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 1, 1)), st.sampled_from([9, 36]))
def test_the_limit_is_the_last_day_whose_months_are_over(until: date, months: int) -> None:
    limit = idle_since(until, months)

    assert add_months(limit, months) <= until
    assert add_months(limit + timedelta(days=1), months) > until


@pytest.mark.parametrize(
    ("until", "limit"),
    [
        (date(2026, 11, 30), date(2026, 2, 28)),
        (date(2026, 11, 28), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2025, 5, 31)),  # the 29th to 31st of May end in February too
        (date(2024, 2, 29), date(2023, 5, 31)),
    ],
)
def test_short_months_end_earlier(until: date, limit: date) -> None:
    assert idle_since(until, 9) == limit


def test_calendar_months_are_not_thirty_days() -> None:
    bought = {"on the day": {date(2026, 2, 23): 1}, "a day later": {date(2026, 2, 24): 1}}

    idle = is_idle(summary_of(bought, until=UNTIL))

    assert idle.tolist() == [False, True]  # "a day later", "on the day"


def last_bought(day: date, *, others: int = 30) -> str:
    """Return the group of one who bought once, worst of a base of recent ones."""
    bought = {
        f"c{k}": {UNTIL - timedelta(days=k): 500, UNTIL - timedelta(days=90 + k): 500}
        for k in range(others)
    }
    summary = summary_of({**bought, "a": {day: 100}}, until=UNTIL)
    return GROUPS[assign_groups(score_rfm(summary), summary)[0]]


def test_the_churn_cell_is_dormant_until_three_years_are_over() -> None:
    assert last_bought(date(2023, 11, 24)) == "dormant"
    assert last_bought(date(2023, 11, 23)) == "churn"


def test_records_hold_everybody_and_every_grosz() -> None:
    codes = np.array([0, 0, 10, 3], dtype=np.int8)
    records = group_records(
        codes,
        revenue_minor=np.array([100, 50, 7, 1]),
        value_12m_minor=np.array([10.5, 0.0, 0.25, 2.0]),
    )

    assert [record.code for record in records] == list(GROUPS)
    assert (records[0].customers, records[0].revenue_minor) == (2, 150)
    assert records[0].value_12m_minor == 10.5
    assert sum(record.customers for record in records) == 4
    assert sum(record.revenue_minor for record in records) == 158
    assert records[10].policy == "low_cost"
    assert records[1].customers == 0


def test_every_group_has_a_policy() -> None:
    assert set(POLICIES) == set(GROUPS)
