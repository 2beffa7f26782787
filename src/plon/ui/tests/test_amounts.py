"""Amounts as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.ui.amounts import AmountUnreadable, minor_units, written


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1234", 1_234_00),
        ("1234,5", 1_234_50),
        ("1234.50", 1_234_50),
        ("1 234,50 zł", 1_234_50),
        ("1\N{NO-BREAK SPACE}234,50\N{NO-BREAK SPACE}zł", 1_234_50),
        ("1.234,50", 1_234_50),
        ("1,234.50", 1_234_50),
        ("1'234.50", 1_234_50),
        ("PLN 1,234", 1_234_00),
        ("1.234.567", 1_234_567_00),
        ("12,3", 12_30),
        ("0,05", 5),
        ("-5", -5_00),
        ("\N{MINUS SIGN}5,10", -5_10),
        ("+5", 5_00),
        ("7 pln", 7_00),
    ],
)
def test_reads_what_people_write(text: str, minor: int) -> None:
    assert minor_units(text, currency="PLN") == minor


@pytest.mark.parametrize(
    "text", ["", "zł", "abc", "1,2345", "12,34,56", "1.23.456", "1,234,56", "5 EUR", "1e5", "--5"]
)
def test_refuses_what_could_be_two_amounts(text: str) -> None:
    with pytest.raises(AmountUnreadable):
        minor_units(text, currency="PLN")


@pytest.mark.parametrize("digits", [31, 5_000])
def test_refuses_a_row_of_digits_without_end(digits: int) -> None:
    with pytest.raises(AmountUnreadable):
        minor_units("9" * digits, currency="PLN")


@given(st.integers(-(10**14), 10**14), st.sampled_from(["pl", "en"]))
def test_what_is_written_is_read_again(minor: int, language: str) -> None:
    assert minor_units(written(minor, language=language), currency="PLN") == minor
