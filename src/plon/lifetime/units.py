"""Units of time. A model's time is exact days over days per unit; a report's months are calendar.

A fit's result does not depend on the unit; only the size of the time parameters does.
"""

import re
from dataclasses import dataclass
from datetime import date
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


MONTHS_MAX = 120
_PERIOD = re.compile(
    r"(?P<number>[0-9]{1,3})\s*(?:(?P<years>y|years?|r|rok|roku|lata|lat)"
    r"|m|mo|months?|mies\.?|miesiąc|miesiące|miesięcy)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """A period ahead, in whole calendar months."""

    months: int

    @classmethod
    def parse(cls, text: str) -> "Horizon":
        """Read "12 months", "12m", "1 year", "2 lata" or "12", up to ten years.

        Raises InputUnusable for anything else, days and weeks included: a report's months are
        calendar months.
        """
        found = _PERIOD.fullmatch(text.strip().lower())
        months = int(found["number"]) * (12 if found["years"] else 1) if found else 0
        if not 0 < months <= MONTHS_MAX:
            raise InputUnusable(f'"{text}" is not a period: write for example "12 months"')
        return cls(months=months)

    def end(self, start: date) -> date:
        """Return the day that many calendar months after start, clipped to the month's length."""
        return add_months(start, self.months)


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
