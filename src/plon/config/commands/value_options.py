"""Texts of the options into typed values, each refused in one sentence that says what to write."""

import math
from datetime import date

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.season_presets import PRESETS
from plon.lifetime.units import Horizon, TimeUnit
from plon.lifetime.wording import LANGUAGES

DUCKDB = "duckdb"
SPARK = "spark://"
MONTHS = 12
_SEASON = sentence(
    "--season cannot be “%(value)s”: write 12 monthly turnovers by commas, or one of %(trades)s."
)


def check_language(value: str) -> None:
    """Refuse a --lang that is neither pl nor en."""
    if value and value not in LANGUAGES:
        raise InputUnusable(sentence("--lang cannot be “%(value)s”: write pl or en."), value=value)


def as_of_date(value: str) -> date | None:
    """Read 2026-11-22; None for an empty text."""
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        text = sentence("--as-of cannot be “%(value)s”: write a day such as 2026-11-22.")
        raise InputUnusable(text, value=value) from None


def heading_row(value: str) -> int | None:
    """Read a row number from 1, or 0 for no headings; None for an empty text."""
    if not value:
        return None
    if not (value.isascii() and value.isdecimal()):
        text = sentence(
            "--heading-row cannot be “%(value)s”: write the number of the row with the headings, "
            "or 0 for a file without headings."
        )
        raise InputUnusable(text, value=value)
    return int(value)


def horizon_of(value: str) -> Horizon:
    """Read "12 months", "6m", "1 year", "6 weeks", "90 days" or "12"."""
    try:
        return Horizon.parse(value)
    except InputUnusable:
        text = sentence(
            "--horizon cannot be “%(value)s”: write a period up to ten years, "
            "such as 12 months or 6 weeks."
        )
        raise InputUnusable(text, value=value) from None


def unit_of(value: str) -> TimeUnit:
    """Read day, week, month or year."""
    if value not in list(TimeUnit):
        text = sentence("--time-unit cannot be “%(value)s”: write day, week, month or year.")
        raise InputUnusable(text, value=value)
    return TimeUnit(value)


def check_engine(value: str) -> None:
    """Refuse an --engine that is neither duckdb nor spark://host:port."""
    if value != DUCKDB and not value.startswith(SPARK):
        text = sentence("--engine cannot be “%(value)s”: write duckdb or spark://host:port.")
        raise InputUnusable(text, value=value)


def season_weights(value: str) -> tuple[float, ...] | None:
    """Read twelve numbers by commas, January first; None for a name or an empty text."""
    if "," not in value:
        return None
    try:
        weights = tuple(float(part) for part in value.split(","))
    except ValueError:
        weights = ()
    if len(weights) != MONTHS or min(weights) < 0 or not 0 < sum(weights) < math.inf:
        raise InputUnusable(_SEASON, value=value, trades=", ".join(PRESETS))
    return weights


def season_preset(value: str) -> str | None:
    """Read the name of a trade; None for twelve numbers or an empty text."""
    if not value or "," in value:
        return None
    if value not in PRESETS:
        raise InputUnusable(_SEASON, value=value, trades=", ".join(PRESETS))
    return value
