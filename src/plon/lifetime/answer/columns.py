"""The columns of the customers table, in order: names, types, meanings."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.lifetime.units import Horizon

HORIZONS = tuple(Horizon(months=months) for months in (3, 6, 12))  # that always have columns


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `type` is Arrow's word for it."""

    name: str
    type: str
    meaning: str


def horizons_with(asked: Horizon) -> tuple[Horizon, ...]:
    """Return the horizons of every table and the one asked for, nearest first, each once."""
    return tuple(sorted({*HORIZONS, asked}, key=lambda horizon: horizon.about_months))


def columns_of(horizons: Sequence[Horizon]) -> tuple[Column, ...]:
    """Return the columns of a table that looks ahead to these horizons."""
    return (*_KNOWN, *(column for each in horizons for column in ahead(each)), *_LAST)


def ahead(horizon: Horizon) -> tuple[Column, ...]:
    """Return the columns of one horizon."""
    name, spell = horizon.code, f"in the next {_spelt(horizon)}"
    return (
        Column(
            f"expected_purchases_{name}",
            "double",
            f"expected purchase days {spell}; customers add up to the forecast of the base",
        ),
        Column(
            f"expected_purchases_{name}_low",
            "double",
            "lower end of the prediction interval of that customer's count (80 %), whole",
        ),
        Column(f"expected_purchases_{name}_high", "double", "its upper end, whole"),
        Column(
            f"value_{name}_minor",
            "int64",
            f"expected value {spell}: purchases times the expected value of one;"
            " margin if the file has a margin, else revenue",
        ),
        Column(f"value_{name}_low_minor", "int64", "the lower count times that value"),
        Column(f"value_{name}_high_minor", "int64", "the upper count times that value"),
    )


def _spelt(horizon: Horizon) -> str:
    if horizon.months:
        return f"{horizon.months} calendar months"
    return f"{horizon.weeks} weeks" if horizon.weeks else f"{horizon.days} days"


_KNOWN = (
    Column("customer", "string", "id as in the file; the table is ordered by it"),
    Column("first_date", "date32", "first purchase day"),
    Column("last_date", "date32", "last purchase day"),
    Column("days_since_last", "int32", "from the last purchase day to the end of observation"),
    Column("purchase_days", "int32", "days with a purchase, returns taken off"),
    Column("x", "int32", "repeat purchase days: purchase days less one"),
    Column("t_x", "double", "time from the first to the last purchase day, in the time unit"),
    Column("T", "double", "time from the first purchase day to the end of observation"),
    Column("spend_days", "int32", "repeat purchase days with a value: x less days of free goods"),
    Column("monetary_value_minor", "int64", "mean value of such a day; 0 without one"),
    Column("observed_value_minor", "int64", "value of all purchase days so far, returns taken off"),
    Column("r_score", "int8", "how lately: 1 to 5, 5 is best"),
    Column("f_score", "int8", "how often"),
    Column("m_score", "int8", "for how much a purchase day"),
    Column("group", "string", "one of the 11 RFM groups, by code"),
    Column("tier", "string", "vip, high, medium or low, by value so far and in 12 months"),
    Column("probability_alive", "double", "chance of not having left by the end of observation"),
    Column(
        "due_date",
        "date32",
        "day by which half of the customers with such a history would have bought again;"
        " empty where that is over a century off",
    ),
    Column("is_slipping", "bool", "whether late by the customer's own rhythm, and not yet lost"),
)
_LAST = (
    Column("channel", "string", "channel of the first purchase"),
    Column("why", "string", "one sentence, in the language of the report"),
)
COLUMNS = columns_of(HORIZONS)
