"""Units of time. A model's time is exact days over days per unit; a report's months are calendar.

A fit's result does not depend on the unit; only the size of the time parameters does.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from plon.lifetime.errors import InputUnusable


class TimeUnit(StrEnum):
    """The unit in which x, t_x and T of a model are told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def days(self) -> float:
        """Return days per unit; a month is a twelfth of 365.25 days."""
        return {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}[self.value]


YEARS_MAX = 10
CADENCE_MONTHS = 3  # recompute value quarterly; firms that change fast: monthly
_PERIOD = re.compile(
    r"(?P<number>[0-9]{1,4})\s*(?:"
    r"(?P<years>y|years?|r|rok|roku|lata|lat)"
    r"|(?P<weeks>w|wks?|weeks?|t|tyg\.?|tydz\.?|tydzień|tygodnie|tygodni)"
    r"|(?P<days>d|days?|dni|dzień)"
    r"|m|mo|months?|mies\.?|miesiąc|miesiące|miesięcy)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """A period ahead: whole calendar months, or weeks, or days; one of the three is not 0."""

    months: int = 0
    weeks: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Horizon":
        """Read "12 months", "12m", "1 year", "2 lata", "6 weeks", "90 dni" or "12".

        A year is twelve months, a number alone is months, ten years are the most.
        Raises InputUnusable for anything else.
        """
        found = _PERIOD.fullmatch(text.strip().lower())
        horizon = cls._of(int(found["number"]), found) if found else cls()
        if not 0 < horizon.about_months <= 12 * YEARS_MAX:
            raise InputUnusable(f'"{text}" is not a period: write for example "12 months"')
        return horizon

    @classmethod
    def _of(cls, number: int, found: re.Match[str]) -> "Horizon":
        if found["weeks"]:
            return cls(weeks=number)
        if found["days"]:
            return cls(days=number)
        return cls(months=12 * number if found["years"] else number)

    @property
    def code(self) -> str:
        """Return what columns are named by: "12m", "6w" or "90d"."""
        if self.weeks:
            return f"{self.weeks}w"
        return f"{self.days}d" if self.days else f"{self.months}m"

    @property
    def about_months(self) -> float:
        """Return the length in mean months, by which horizons are ordered."""
        return self.months + (7 * self.weeks + self.days) / TimeUnit.MONTH.days

    def end(self, start: date) -> date:
        """Return the last day of the period that begins after start.

        Months are calendar months, clipped to the month's length.
        """
        return add_months(start, self.months) + timedelta(days=7 * self.weeks + self.days)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month, months later; the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("a month has at least 28 days")
