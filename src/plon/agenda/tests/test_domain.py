"""Working days, coming back, urgency."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.agenda.domain import (
    ATTEMPTS_MAX,
    ENDS,
    USUAL,
    Outcome,
    WorkCalendar,
    due_at,
    next_due_at,
    urgency,
)

WARSAW = ZoneInfo("Europe/Warsaw")
THURSDAY = datetime(2026, 4, 30, 8, tzinfo=UTC)  # before the long weekend of May


@pytest.mark.parametrize("day", ["2026-05-01", "2026-11-11", "2026-12-25", "2026-05-02"])
def test_nobody_works_on_polish_holidays_and_saturdays(day: str) -> None:
    assert not USUAL.is_working(date.fromisoformat(day))


def test_one_working_day_after_thursday_is_monday_over_the_long_weekend() -> None:
    assert USUAL.after(date(2026, 4, 30), 1) == date(2026, 5, 4)
    assert USUAL.after(date(2026, 5, 1), 0) == date(2026, 5, 4)


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 30))
def test_the_day_reached_is_a_working_day_with_as_many_in_between(start: date, days: int) -> None:
    reached = USUAL.after(start, days)
    first = USUAL.after(start, 0)
    between = [first + timedelta(days=n + 1) for n in range((reached - first).days)]

    assert USUAL.is_working(reached)
    assert sum(map(USUAL.is_working, between)) == days


def test_a_task_is_due_at_the_end_of_work_in_the_zone() -> None:
    assert due_at(now=THURSDAY, working_days=0, zone=WARSAW) == datetime(
        2026, 4, 30, 15, tzinfo=UTC
    )


def test_after_the_end_of_work_today_is_over() -> None:
    evening = THURSDAY.replace(hour=15)

    assert due_at(now=evening, working_days=0, zone=WARSAW).date() == date(2026, 5, 4)


@pytest.mark.parametrize("hour", [8, 15, 20])
def test_tomorrow_is_the_next_working_day_in_the_evening_too(hour: int) -> None:
    tuesday = datetime(2026, 4, 28, hour, tzinfo=UTC)

    assert due_at(now=tuesday, working_days=1, zone=WARSAW).date() == date(2026, 4, 29)
    assert due_at(now=tuesday, working_days=2, zone=WARSAW).date() == date(2026, 4, 30)


def test_a_call_in_the_evening_comes_back_the_next_working_day() -> None:
    evening = datetime(2026, 4, 28, 18, tzinfo=UTC)

    again = next_due_at(outcome=Outcome.NO_ANSWER, attempts=1, now=evening, zone=WARSAW)

    assert again == datetime(2026, 4, 29, 15, tzinfo=UTC)


def test_on_a_free_day_the_next_working_day_is_the_first() -> None:
    saturday = datetime(2026, 4, 25, 10, tzinfo=UTC)

    assert due_at(now=saturday, working_days=0, zone=WARSAW).date() == date(2026, 4, 27)
    assert due_at(now=saturday, working_days=1, zone=WARSAW).date() == date(2026, 4, 27)


@pytest.mark.parametrize("outcome", sorted(ENDS))
def test_what_was_settled_does_not_come_back(outcome: Outcome) -> None:
    assert next_due_at(outcome=outcome, attempts=0, now=THURSDAY, zone=WARSAW) is None


def test_an_unanswered_call_comes_back_until_the_fifth() -> None:
    def again(attempts: int) -> datetime | None:
        return next_due_at(outcome=Outcome.NO_ANSWER, attempts=attempts, now=THURSDAY, zone=WARSAW)

    assert again(ATTEMPTS_MAX - 1) == datetime(2026, 5, 4, 15, tzinfo=UTC)
    assert again(ATTEMPTS_MAX) is None


def test_urgency_halves_in_a_week_and_grows_when_late() -> None:
    assert urgency(due=THURSDAY, now=THURSDAY) == 1
    assert urgency(due=THURSDAY + timedelta(days=7), now=THURSDAY) == pytest.approx(1 / 2)
    assert urgency(due=THURSDAY - timedelta(days=7), now=THURSDAY) == pytest.approx(2)
    assert urgency(due=None, now=THURSDAY) == 1 / 2


class TestOwnCalendar:
    SALON = WorkCalendar(
        hours={day: (time(10), time(19)) for day in range(1, 6)},  # Tuesday to Saturday
        country="",
        days_off=frozenset({date(2026, 5, 2)}),
    )

    def test_weekdays_are_its_own_and_holidays_may_be_worked(self) -> None:
        assert self.SALON.is_working(date(2026, 5, 1))  # a holiday of Poland
        assert not self.SALON.is_working(date(2026, 5, 4))  # Monday
        assert not self.SALON.is_working(date(2026, 5, 2))  # a day off

    def test_work_ends_when_it_closes(self) -> None:
        friday = datetime(2026, 5, 1, 18, tzinfo=WARSAW)

        found = due_at(now=friday, working_days=0, zone=WARSAW, calendar=self.SALON)
        later = due_at(now=friday, working_days=1, zone=WARSAW, calendar=self.SALON)

        assert found == datetime(2026, 5, 1, 19, tzinfo=WARSAW)
        assert later == datetime(2026, 5, 5, 19, tzinfo=WARSAW)

    def test_a_firm_that_never_opens_does_not_hang(self) -> None:
        closed = WorkCalendar(hours={})

        assert closed.after(date(2026, 5, 1), 3) == date(2026, 5, 4)
        assert closed.closes(date(2026, 5, 1)) == time(17)


def test_the_share_of_a_month_counts_its_working_days_up_to_the_day() -> None:
    assert USUAL.share_of_month(date(2026, 4, 1)) == pytest.approx(1 / 21)
    assert USUAL.share_of_month(date(2026, 4, 6)) == pytest.approx(3 / 21)  # Easter Monday
    assert USUAL.share_of_month(date(2026, 4, 30)) == 1
    assert WorkCalendar(hours={}).share_of_month(date(2026, 2, 7)) == 0.25
