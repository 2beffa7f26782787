"""How figures are told to one reader: language and currency chosen once, then only said.

Estimates are rounded to three digits: 412 318 is a pretence, 412 000 is what we know.
"""

import math
from dataclasses import dataclass
from datetime import date

from plon.lifetime import wording

DASH = "\N{EN DASH}"
NBSP = wording.NBSP
DIGITS = 3
SMALL_MINOR = 20_00  # below, the minor units are worth showing


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The reader's language and the currency of every amount told."""

    language: str
    currency: str

    def number(self, value: float, *, decimals: int = 0) -> str:
        """Return a count or a plain figure."""
        return wording.number(value, decimals=decimals, language=self.language)

    def count(self, value: float) -> str:
        """Return an expected count: a decimal only below ten."""
        return self.number(about(value), decimals=1 if abs(value) < 10 else 0)

    def share(self, share: float, *, decimals: int = 0) -> str:
        """Return a percentage."""
        return wording.percent(share, decimals=decimals, language=self.language)

    def change(self, share: float) -> str:
        """Return a percentage with its sign."""
        plus = "+" if round(share * 100) > 0 else ""
        return plus + self.share(share)

    def money(self, minor: float) -> str:
        """Return a known amount."""
        return self._money(minor, decimals=2 if 0 < abs(minor) < SMALL_MINOR else 0)

    def estimate(self, minor: float) -> str:
        """Return an expected amount, rounded to what it can bear."""
        return self.money(about(minor / 100) * 100)

    def money_span(self, low_minor: float, high_minor: float) -> str:
        """Return a range of expected amounts, the currency said once."""
        low, high = about(low_minor / 100), about(high_minor / 100)
        decimals = 2 if 0 < abs(high) * 100 < SMALL_MINOR else 0
        first, last = self.number(low, decimals=decimals), self.number(high, decimals=decimals)
        if self.language == "pl":
            return first + DASH + self._money(high * 100, decimals=decimals)
        return self._money(low * 100, decimals=decimals) + DASH + last

    def count_span(self, low: float, high: float) -> str:
        """Return a range of expected counts."""
        return f"{self.count(low)}{DASH}{self.count(high)}"

    def day(self, value: date) -> str:
        """Return a day."""
        return wording.day(value, language=self.language)

    def month(self, label: str) -> str:
        """Return a month from "2026-11", a quarter from "2026-Q1"."""
        year, _, quarter = label.partition("-Q")
        if not quarter:
            return wording.month(label, language=self.language)
        return f"{quarter} kw.{NBSP}{year}" if self.language == "pl" else f"Q{quarter}{NBSP}{year}"

    def month_name(self, index: int) -> str:
        """Return the short name of a month; January is 0."""
        return self.month(f"2000-{index + 1:02d}").split(NBSP)[0]

    def _money(self, minor: float, *, decimals: int) -> str:
        return wording.money(
            minor, currency=self.currency, decimals=decimals, language=self.language
        )


def about(value: float, *, digits: int = DIGITS) -> float:
    """Return the value rounded to that many digits that count; 0, NaN and infinity as they are."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))
