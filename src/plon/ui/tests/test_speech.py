"""Figures as one reader hears them."""

import math
from datetime import date

import pytest

from plon.ui.speech import Speech, about

PL = Speech(language="pl", currency="PLN")
EN = Speech(language="en", currency="PLN")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (412_318, 412_000),
        (-412_318, -412_000),
        (0, 0),
        (9.8765, 9.88),
        (0.012345, 0.0123),
        (999.9, 1000),
    ],
)
def test_an_estimate_keeps_three_digits(value: float, expected: float) -> None:
    assert about(value) == pytest.approx(expected)


def test_what_is_not_a_number_stays_so() -> None:
    assert math.isnan(about(math.nan))
    assert about(math.inf) == math.inf


def test_known_amounts_are_exact_and_estimates_rounded() -> None:
    assert PL.money(412_318_00) == "412\N{NO-BREAK SPACE}318\N{NO-BREAK SPACE}zł"
    assert PL.estimate(412_318_00) == "412\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}zł"
    assert EN.estimate(412_318_00) == "PLN\N{NO-BREAK SPACE}412,000"


def test_small_amounts_keep_their_grosze() -> None:
    assert PL.money(9_50) == "9,50\N{NO-BREAK SPACE}zł"
    assert PL.money(0) == "0\N{NO-BREAK SPACE}zł"


def test_a_range_says_the_currency_once() -> None:
    assert PL.money_span(351_020_00, 480_900_00) == "351\N{NO-BREAK SPACE}000–481\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}zł"  # fmt: skip
    assert EN.money_span(351_020_00, 480_900_00) == "PLN\N{NO-BREAK SPACE}351,000–481,000"
    assert EN.money_span(1_20, 4_50) == "PLN\N{NO-BREAK SPACE}1.20–4.50"


def test_expected_counts_have_a_decimal_only_when_small() -> None:
    assert [PL.count(v) for v in (3.44, 12.6, 1_234.4)] == ["3,4", "13", "1\N{NO-BREAK SPACE}230"]
    assert EN.count_span(3_310, 4_570) == "3,310–4,570"


def test_changes_have_a_sign() -> None:
    assert [EN.change(v) for v in (0.12, -0.061, 0.001)] == ["+12%", "−6%", "0%"]


def test_shares_numbers_and_days_follow_the_language() -> None:
    assert [PL.share(0.1234, decimals=1), EN.share(0.1234, decimals=1)] == ["12,3%", "12.3%"]
    assert [PL.number(1234.5, decimals=1), EN.number(1234.5, decimals=1)] == [
        "1\N{NO-BREAK SPACE}234,5",
        "1,234.5",
    ]
    assert PL.day(date(2026, 11, 22)) == "22\N{NO-BREAK SPACE}lis\N{NO-BREAK SPACE}2026"


def test_months_and_quarters_have_names() -> None:
    assert PL.month("2026-03") == "mar\N{NO-BREAK SPACE}2026"
    assert [PL.month("2026-Q1"), EN.month("2026-Q1")] == [
        "1 kw.\N{NO-BREAK SPACE}2026",
        "Q1\N{NO-BREAK SPACE}2026",
    ]
    assert [EN.month_name(0), PL.month_name(11)] == ["Jan", "gru"]
