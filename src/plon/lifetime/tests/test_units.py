"""Periods ahead are calendar months; what is no such period is refused, not guessed."""

from datetime import date

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.units import Horizon, TimeUnit, add_months


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("12", 12),
        ("12 months", 12),
        ("1 month", 1),
        ("6m", 6),
        (" 6 mies. ", 6),
        ("6 miesięcy", 6),
        ("1 year", 12),
        ("2 lata", 24),
        ("1 rok", 12),
        ("5 lat", 60),
        ("10Y", 120),
    ],
)
def test_a_period_is_read_in_both_languages(text: str, months: int) -> None:
    assert Horizon.parse(text).months == months


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "months",
        "90 days",
        "2 weeks",
        "90 dni",
        "-3",
        "1.5",
        "²",
        "121",
        "11 years",
        "99999 months",
        "6 miles",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InputUnusable):
        Horizon.parse(text)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
    ],
)
def test_months_are_added_by_the_calendar(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


def test_a_month_of_a_fit_is_a_twelfth_of_a_year() -> None:
    assert TimeUnit.MONTH.days * 12 == TimeUnit.YEAR.days == 365.25
