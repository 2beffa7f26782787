"""Amounts as people write them become exact minor units; the column decides the decimal sign."""

from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.reading.amounts import (
    BEYOND,
    NumberFormat,
    core,
    exact_sql,
    guess_number_format,
    is_number,
    minor_sql,
    product_minor_sql,
    size_sql,
)

CONNECTION = duckdb.connect()


def minor(cell: str, decimal: str = ",", *, has_marks: bool = False) -> int | None:
    number = NumberFormat(decimal=decimal, has_marks=has_marks)
    query = f"SELECT {minor_sql('cell', number)} FROM (SELECT ?::VARCHAR AS cell)"
    found: int | None = CONNECTION.execute(query, [cell]).fetchall()[0][0]
    return found


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12,50", 1250),
        ("12", 1200),
        (",5", 50),
        ("12,", 1200),
        ("-12,50", -1250),
        ("- 12,50", -1250),
        ("−12,50", -1250),
        ("12,50-", -1250),
        ("(12,50)", -1250),
        ("+12,50", 1250),
        ("1 234,50", 123450),
        ("1\u00a0234\u00a0567,5", 123456750),
        ("1\u202f234,50", 123450),
        ("1'234,50", 123450),
        ("1’234,50", 123450),
        ("1.234,50", 123450),
        ("1.234.567", 123456700),
        (" 12,50 ", 1250),
        ("\u00a012,50\t", 1250),
        ("1,005", 101),
        ("-1,005", -101),
        ("1,0049999", 100),
        ("0,00", 0),
    ],
)
def test_a_polish_amount_is_read_exactly(cell: str, expected: int) -> None:
    assert minor(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12.50", 1250),
        ("1,234.50", 123450),
        ("1,234,567", 123456700),
        ("1 234.50", 123450),
        (".5", 50),
        ("1e2", 10000),
        ("9999999999999.99", 999999999999999),
    ],
)
def test_an_english_amount_is_read_exactly(cell: str, expected: int) -> None:
    assert minor(cell, ".") == expected


@pytest.mark.parametrize(
    "cell",
    ["12.50", "12,50,1", "1 23,00", "12 50", "abc", "", "-", "12zł", "1.23.456", "NaN", "inf"],
)
def test_what_is_no_number_in_the_columns_format_stays_unread(cell: str) -> None:
    assert minor(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "12,50 zł",
        "12,50zł.",
        "zł 12,50",
        "PLN 12,50",
        "12,50 PLN",
        "-12,50 zł",
        "12,50 EUR",
        "€12,50",
        "(12,50 zł)",
    ],
)
def test_a_currency_beside_the_number_is_taken_off(cell: str) -> None:
    assert abs(minor(cell, has_marks=True) or 0) == 1250


@pytest.mark.parametrize("cell", ["12 PLN 50", "12zł50", "PLN"])
def test_a_currency_within_a_number_is_no_number(cell: str) -> None:
    assert minor(cell, has_marks=True) is None


@given(cents=st.integers(-(10**15) + 1, 10**15 - 1), grouped=st.booleans(), polish=st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_amount_written_in_a_format_comes_back(
    cents: int, grouped: bool, polish: bool
) -> None:
    text = f"{Decimal(cents) / 100:,.2f}" if grouped else f"{Decimal(cents) / 100:.2f}"
    if polish:
        text = text.replace(",", "\u00a0").replace(".", ",")

    assert minor(text, "," if polish else ".") == cents


@given(value=st.decimals(-(10**9), 10**9, places=6, allow_nan=False))
@settings(max_examples=100, deadline=None)
def test_beyond_two_decimals_halves_go_away_from_zero(value: Decimal) -> None:
    expected = int((value * 100).quantize(Decimal(1), ROUND_HALF_UP))

    assert minor(f"{value:f}", ".") == expected


@given(quantity=st.integers(-(10**4), 10**4), price=st.decimals(0, 10**5, places=4))
@settings(max_examples=100, deadline=None)
def test_quantity_times_price_is_exact(quantity: int, price: Decimal) -> None:
    number = NumberFormat()
    sql = product_minor_sql(exact_sql("q", number), exact_sql("p", number))
    found = CONNECTION.execute(
        f"SELECT {sql} FROM (SELECT ?::VARCHAR AS q, ?::VARCHAR AS p)",
        [str(quantity), f"{price:f}"],
    ).fetchall()[0][0]

    assert found == int((quantity * price * 100).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("cells", "decimal", "evidence"),
    [
        (["12,50", "3,00"], ",", "content"),
        (["12.50", "3.00"], ".", "content"),
        (["1.234,50"], ",", "content"),
        (["1,234.50"], ".", "content"),
        (["1,234", "5,678"], ".", "content"),
        (["1.234", "5.678"], ",", "content"),
        (["1 234,5", "7"], ",", "content"),
        (["0,500", "1,234"], ",", "content"),
        (["1,234", "1,5"], ",", "content"),
        (["1.234.567"], ",", "content"),
        (["12", "13"], ".", "default"),
        (["12,50 zł", "1 200,00 zł"], ",", "content"),
        ([], ".", "default"),
        (["1,5", "1.5"], ".", "default"),
        (["abc.de", "12,5"], ",", "content"),
    ],
)
def test_the_decimal_sign_is_decided_on_the_column(
    cells: list[str], decimal: str, evidence: str
) -> None:
    found = guess_number_format(cells)

    assert (found.decimal, found.evidence) == (decimal, evidence)
    assert found.runner_up == ("," if decimal == "." else ".")


def test_nothing_telling_leaves_the_preferred_sign() -> None:
    assert guess_number_format(["12"], prefer=",").decimal == ","


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        ("12,50 zł", True),
        ("1e308", True),
        ("-5", True),
        (".5", True),
        ("K12", False),
        ("", False),
        ("2026-11-12", False),
    ],
)
def test_numbers_are_told_from_words(cell: str, is_one: bool) -> None:
    assert is_number(cell) is is_one


def test_the_core_of_a_cell_is_its_number_in_the_plain_way() -> None:
    assert core(" (1 234,50 zł) ") == "-1 234,50"
    assert core("12,50-") == "-12,50"


@pytest.mark.parametrize(
    ("cell", "is_beyond"),
    [
        ("1e308", True),
        ("NaN", True),
        ("-inf", True),
        ("99999999999999", True),
        ("99 999 999 999 999,00", True),
        ("abc", False),
        ("12.50", False),
    ],
)
def test_endless_amounts_are_told_from_unreadable_ones(cell: str, is_beyond: bool) -> None:
    size = size_sql("cell", NumberFormat(decimal=","))
    query = f"SELECT NOT {size} < {BEYOND} FROM (SELECT ?::VARCHAR AS cell)"

    assert bool(CONNECTION.execute(query, [cell]).fetchall()[0][0]) is is_beyond
