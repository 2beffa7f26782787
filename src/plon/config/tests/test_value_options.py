"""Texts of the options into typed values."""

from collections.abc import Callable
from datetime import date

import pytest

from plon.config.commands import value_options as texts
from plon.lifetime.errors import InputUnusable
from plon.lifetime.units import Horizon, TimeUnit


def test_a_day_is_read_and_an_empty_text_is_none() -> None:
    assert texts.as_of_date("2026-11-22") == date(2026, 11, 22)
    assert texts.as_of_date("") is None


@pytest.mark.parametrize(("text", "months"), [("12 months", 12), ("6m", 6), ("2 lata", 24)])
def test_a_period_is_read(text: str, months: int) -> None:
    assert texts.horizon_of(text) == Horizon(months=months)


def test_a_heading_row_is_a_number_or_none() -> None:
    assert texts.heading_row("3") == 3
    assert texts.heading_row("0") == 0
    assert texts.heading_row("") is None


def test_a_unit_is_read() -> None:
    assert texts.unit_of("month") is TimeUnit.MONTH


def test_a_season_is_twelve_numbers_or_a_trade() -> None:
    twelve = ",".join(["1.5"] * 12)

    assert texts.season_weights(twelve) == (1.5,) * 12
    assert texts.season_preset(twelve) is None
    assert texts.season_preset("food") == "food"
    assert texts.season_weights("food") is None
    assert texts.season_weights("") is None
    assert texts.season_preset("") is None


@pytest.mark.parametrize("value", ["", "pl", "en"])
def test_a_language_of_ours_passes(value: str) -> None:
    texts.check_language(value)


@pytest.mark.parametrize(
    ("read", "value", "hint"),
    [
        (texts.as_of_date, "22.11.2026", "2026-11-22"),
        (texts.horizon_of, "soon", "12 months"),
        (texts.horizon_of, "0", "12 months"),
        (texts.heading_row, "-1", "0 for a file"),
        (texts.heading_row, "²", "0 for a file"),
        (texts.unit_of, "fortnight", "week"),
        (texts.season_weights, "1,2,3", "12 monthly"),
        (texts.season_weights, "a,b", "12 monthly"),
        (texts.season_weights, ",".join(["-1"] * 12), "12 monthly"),
        (texts.season_weights, ",".join(["0"] * 12), "12 monthly"),
        (texts.season_weights, ",".join(["inf"] * 12), "12 monthly"),
        (texts.season_weights, ",".join(["nan"] * 12), "12 monthly"),
        (texts.season_preset, "boats", "food"),
        (texts.check_language, "de", "pl or en"),
        (texts.check_engine, "oracle", "duckdb"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_write(
    read: Callable[[str], object], value: str, hint: str
) -> None:
    with pytest.raises(InputUnusable) as refusal:
        read(value)

    assert value in str(refusal.value)
    assert hint in str(refusal.value)
    assert refusal.value.sentence("pl") != str(refusal.value)
