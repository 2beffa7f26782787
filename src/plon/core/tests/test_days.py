"""Days are the calendar's in a zone, also where the clocks change."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from plon.core.days import date_in, days_after, moment_of, start_of

WARSAW = ZoneInfo("Europe/Warsaw")


def test_a_moment_from_outside_becomes_utc() -> None:
    assert moment_of("2026-07-03T01:30:00+02:00") == datetime(2026, 7, 2, 23, 30, tzinfo=UTC)
    assert moment_of("2026-07-03T01:30:00+02:00").tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026-07-03",
        "2026-07-03T01:30:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
    ],
)
def test_a_moment_without_offset_or_beyond_all_calendars_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        moment_of(text)


@pytest.mark.parametrize(
    ("hour", "minute", "day"), [(21, 59, date(2026, 7, 3)), (22, 0, date(2026, 7, 4))]
)
def test_a_moment_has_the_zones_date(hour: int, minute: int, day: date) -> None:
    assert date_in(WARSAW, datetime(2026, 7, 3, hour, minute, tzinfo=UTC)) == day


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 1, 5), datetime(2026, 1, 4, 23, tzinfo=UTC)),
        (date(2026, 7, 5), datetime(2026, 7, 4, 22, tzinfo=UTC)),
    ],
)
def test_a_day_starts_at_the_zones_midnight(day: date, first: datetime) -> None:
    start = start_of(day, WARSAW)

    assert start == first
    assert start.tzinfo is UTC


def test_days_are_counted_by_the_calendar_over_a_change_of_clocks() -> None:
    late = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)  # 23:30 in Warsaw, the night clocks go on

    assert days_after(late, 1, WARSAW) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert days_after(late, 2, WARSAW) == datetime(2026, 3, 29, 22, tzinfo=UTC)
    assert days_after(late, 0, WARSAW) == datetime(2026, 3, 27, 23, tzinfo=UTC)
