"""When a task is due, how urgent it is, and how it may end. Pure: no database, clock or network."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

import holidays

END_OF_WORK = time(17)
ATTEMPTS_MAX = 5  # calls that nobody answered, before the task is closed by itself
LOOK_AHEAD_DAYS = 366  # a firm that is closed for longer has no working days
URGENT_DAYS = 7  # a task due in a week is half as urgent as one due today


class Kind(StrEnum):
    CALL = "call"
    VISIT = "visit"
    MESSAGE = "message"
    OTHER = "other"


class Outcome(StrEnum):
    TALKED = "talked"
    SOLD = "sold"
    NO_ANSWER = "no_answer"
    NOT_INTERESTED = "not_interested"
    WRONG_NUMBER = "wrong_number"
    DONE = "done"


ENDS = frozenset(Outcome) - {Outcome.NO_ANSWER}  # the others leave the task open


@cache
def _holidays(country: str) -> holidays.HolidayBase:
    return holidays.country_holidays(country)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCalendar:
    """When a firm works. hours: by weekday, Monday is 0; a weekday that is not there is free.

    Unless said otherwise from nine to five, Monday to Friday, no holiday of Poland.
    """

    hours: Mapping[int, tuple[time, time]] = field(
        default_factory=lambda: dict.fromkeys(range(5), (time(9), END_OF_WORK))
    )
    country: str = "PL"  # whose holidays are free; "" for none
    days_off: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Say whether people work on that day."""
        is_holiday = bool(self.country) and day in _holidays(self.country)
        return day.weekday() in self.hours and day not in self.days_off and not is_holiday

    def closes(self, day: date) -> time:
        """Return the end of work on a day; of a free one the usual end."""
        return self.hours.get(day.weekday(), (END_OF_WORK, END_OF_WORK))[1]

    def first_from(self, day: date) -> date:
        """Return the first working day from a day on; the day itself where none comes in a year."""
        days = (day + timedelta(days=ahead) for ahead in range(LOOK_AHEAD_DAYS))
        return next((each for each in days if self.is_working(each)), day)

    def after(self, day: date, days: int) -> date:
        """Return the working day that comes `days` working days later; 0 is the day or the next."""
        reached = self.first_from(day)
        for _ in range(days):
            reached = self.first_from(reached + timedelta(days=1))
        return reached

    def share_of_month(self, day: date) -> float:
        """Return which share of its month's working days has come by a day, that day too.

        Of a month without any, the share of all its days.
        """
        first = day.replace(day=1)
        length = ((first + timedelta(days=31)).replace(day=1) - first).days
        days = [first + timedelta(days=ahead) for ahead in range(length)]
        working = [each for each in days if self.is_working(each)] or days
        return sum(each <= day for each in working) / len(working)


USUAL = WorkCalendar()


def due_at(
    *, now: datetime, working_days: int, zone: ZoneInfo, calendar: WorkCalendar = USUAL
) -> datetime:
    """Return the end of work on the day that many working days from today, as aware UTC.

    0 is today while there is work, else the next working day; 1 is the next one, in the evening
    and on a free day, too.
    """
    here = now.astimezone(zone)
    is_over = here.time() >= calendar.closes(here.date())
    tomorrow = here.date() + timedelta(days=1)
    first = tomorrow if working_days or is_over else here.date()
    return end_of(calendar.after(first, max(working_days - 1, 0)), zone=zone, calendar=calendar)


def end_of(day: date, *, zone: ZoneInfo, calendar: WorkCalendar = USUAL) -> datetime:
    """Return the end of work on a day, as aware UTC."""
    return datetime.combine(day, calendar.closes(day), tzinfo=zone).astimezone(UTC)


def next_due_at(
    *,
    outcome: Outcome,
    attempts: int,
    now: datetime,
    zone: ZoneInfo,
    calendar: WorkCalendar = USUAL,
) -> datetime | None:
    """Return when the task comes back, or None: it is over.

    Nobody answered: the next working day, until five calls were in vain.
    """
    if outcome in ENDS or attempts >= ATTEMPTS_MAX:
        return None
    return due_at(now=now, working_days=1, zone=zone, calendar=calendar)


def urgency(*, due: datetime | None, now: datetime) -> float:
    """Return how much a task presses: 1 due now, more when late, a half due in a week."""
    if due is None:
        return 1 / 2
    days = (due - now).total_seconds() / timedelta(days=1).total_seconds()
    return URGENT_DAYS / (URGENT_DAYS + days) if days > 0 else 1 + min(-days, 30) / URGENT_DAYS
