"""Periods ahead are calendar months, weeks or days; what is no such period is refused, not guessed."""

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
    ("text", "horizon", "code"),
    [
        ("6 weeks", Horizon(weeks=6), "6w"),
        ("1 tydzień", Horizon(weeks=1), "1w"),
        ("2 tygodnie", Horizon(weeks=2), "2w"),
        ("6 tyg.", Horizon(weeks=6), "6w"),
        ("521 w", Horizon(weeks=521), "521w"),
        ("90 days", Horizon(days=90), "90d"),
        ("90 dni", Horizon(days=90), "90d"),
        ("3652d", Horizon(days=3652), "3652d"),
        ("2 years", Horizon(months=24), "24m"),
    ],
)
def test_weeks_and_days_stay_what_they_are(text: str, horizon: Horizon, code: str) -> None:
    assert Horizon.parse(text) == horizon
    assert horizon.code == code


def test_a_period_ends_on_its_last_day() -> None:
    assert Horizon(weeks=6).end(date(2026, 1, 1)) == date(2026, 2, 12)
    assert Horizon(days=90).end(date(2026, 1, 1)) == date(2026, 4, 1)
    assert Horizon(months=24).end(date(2024, 2, 29)) == date(2026, 2, 28)


def test_periods_are_ordered_by_their_length() -> None:
    periods = [Horizon(weeks=6), Horizon(months=2), Horizon(days=62), Horizon(months=12)]

    assert sorted(periods, key=lambda period: period.about_months) == periods


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "months",
        "0 weeks",
        "521.8 weeks",
        "523 weeks",
        "3653 days",
        "9999 months",
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
