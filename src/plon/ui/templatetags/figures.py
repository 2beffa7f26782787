"""Numbers, money, percentages and days in a template, in the language of the page."""

from datetime import date, datetime

from django import template
from django.utils.timezone import localtime

from plon.lifetime import wording
from plon.ui.language import active_language

register = template.Library()


def number(value: float, decimals: int = 0) -> str:
    """Write 1 234 or 1,234."""
    return wording.number(value, decimals=decimals, language=active_language())


def money(minor: float, currency: str) -> str:
    """Write 1 234 zł or PLN 1,234, from minor units."""
    return wording.money(minor, currency=currency, language=active_language())


def percent(share: float, decimals: int = 0) -> str:
    """Write 12,1% or 12.1%, from a share of 1."""
    return wording.percent(share, decimals=decimals, language=active_language())


def day(value: date) -> str:
    """Write 22 lis 2026 or 22 Nov 2026; of a moment the day in the zone of the page."""
    here = localtime(value).date() if isinstance(value, datetime) else value
    return wording.day(here, language=active_language())


def moment(value: datetime) -> str:
    """Write 22 lis 2026, 18:13 or 22 Nov 2026, 18:13, in the zone of the page."""
    return f"{day(value)}, {localtime(value):%H:%M}"


for written in (number, money, percent, day, moment):
    register.filter(written.__name__, written)
