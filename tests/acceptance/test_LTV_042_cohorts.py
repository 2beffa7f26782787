"""LTV-042: cohort tables of a known set and of a real shop."""

from collections import Counter
from datetime import date

import pytest

from plon.lifetime.segments.cohorts import cohort_table, retention
from plon.lifetime.tests.bases import cdnow, days_of

KNOWN = {
    "Ann": {date(2026, 1, 3): 100, date(2026, 4, 9): 50},
    "Ben": {date(2026, 1, 20): 100, date(2026, 2, 1): 100, date(2026, 4, 30): 10},
    "Cora": {date(2026, 1, 31): 40},
    "Dan": {date(2026, 1, 31): 60, date(2026, 3, 1): 1},
    "Eve": {date(2026, 2, 28): 500, date(2026, 4, 1): 5},
}


@pytest.mark.feature("LTV-042")
def test_month_three_retention_of_a_known_set() -> None:
    table = cohort_table(days_of(KNOWN), until=date(2026, 4, 30))

    assert table.labels == ("2026-01", "2026-02", "2026-03", "2026-04")
    assert table.sizes == (4, 1, 0, 0)
    assert retention(table)[0] == (1.0, 0.25, 0.25, 0.5)
    assert table.revenue_minor[0] == (300, 100, 1, 60)
    assert table.cumulative_minor[0] == (75, 100, 100, 115)


@pytest.mark.feature("LTV-042")
def test_month_three_retention_of_a_real_shop() -> None:
    bought = cdnow()
    table = cohort_table(days_of(bought), until=date(1998, 6, 30))
    january = [own for own in bought.values() if min(own).month == 1]
    in_april = [own for own in january if any(day.month == 4 and day.year == 1997 for day in own)]

    assert table.labels[:3] == ("1997-01", "1997-02", "1997-03")
    first_months = Counter(f"{min(own):%Y-%m}" for own in bought.values())
    assert table.sizes == tuple(first_months[label] for label in table.labels)
    assert set(first_months) == {"1997-01", "1997-02", "1997-03"}
    assert sum(table.sizes) == 2_357
    assert retention(table)[0][3] == len(in_april) / len(january)


@pytest.mark.feature("LTV-042")
def test_quarters() -> None:
    table = cohort_table(days_of(KNOWN), until=date(2026, 4, 30), period="quarter")

    assert (table.labels, table.sizes) == (("2026-Q1", "2026-Q2"), (5, 0))
    assert retention(table)[0] == (1.0, 0.6)
