"""Words, numbers, money and dates in Polish and English: the one formatter of the house.

Messages are gettext, domain "lifetime", source English; catalogues lie beside this file.
"""

import gettext
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("pl", "en")
NBSP = "\N{NO-BREAK SPACE}"
_MONTHS = {
    "pl": ["sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_SYMBOLS_PL = {"PLN": "zł"}


@lru_cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the messages of "pl" or "en" (source text where one is missing)."""
    folder = Path(__file__).parent / "locale"
    return gettext.translation("lifetime", folder, [language], fallback=True)


def number(value: Decimal | float, *, decimals: int = 0, language: str) -> str:
    """Return 1 234,5 in Polish and 1,234.5 in English, halves away from zero; a Decimal exactly."""
    if isinstance(value, Decimal):
        whole = int(abs(value) * 10**decimals + Decimal("0.5"))
    else:
        whole = int(abs(value) * 10**decimals + 0.5 + 1e-9)
    text = f"{Decimal(whole).scaleb(-decimals):,.{decimals}f}"
    if language == "pl":
        text = text.replace(",", NBSP).replace(".", ",")
    sign = "\N{MINUS SIGN}" if value < 0 and whole else ""
    return sign + text


def money(minor: float, *, currency: str, decimals: int = 0, language: str) -> str:
    """Return 1 234 zł in Polish and PLN 1,234 in English, from minor units."""
    text = number(minor / 100, decimals=decimals, language=language)
    if language == "pl":
        return f"{text}{NBSP}{_SYMBOLS_PL.get(currency, currency)}"
    return f"{currency}{NBSP}{text}"


def percent(share: float, *, decimals: int = 0, language: str) -> str:
    """Return 12,1% or 12.1% from a share of 1."""
    return number(share * 100, decimals=decimals, language=language) + "%"


def day(value: date, *, language: str) -> str:
    """Return 22 lis 2026 or 22 Nov 2026."""
    month = _MONTHS[language][value.month - 1]
    return f"{value.day}{NBSP}{month}{NBSP}{value.year}"


def month(label: str, *, language: str) -> str:
    """Return lis 2026 or Nov 2026 from "2026-11"; other labels come back as they are."""
    year, _, part = label.partition("-")
    if not part.isdigit():
        return label
    return f"{_MONTHS[language][int(part) - 1]}{NBSP}{year}"
