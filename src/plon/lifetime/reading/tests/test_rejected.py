"""Every line that cannot be used is kept with its number, the cell and a reason."""

from datetime import date, datetime

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.tests.conftest import Reader, rejected, rows
from plon.lifetime.sales import REASONS

HEAD = "klient;data;kwota\n"
GOOD = "Ann;12.11.2026;10,00\nBen;13.11.2026;5,00\n"


@pytest.mark.parametrize(
    ("line", "column", "value", "reason"),
    [
        (";12.11.2026;10,00", "klient", "", "no_customer"),
        ("  ;12.11.2026;10,00", "klient", "", "no_customer"),
        ("Dan;;10,00", "data", "", "no_date"),
        ("Dan;2026-11-12;10,00", "data", "2026-11-12", "date_unreadable"),
        ("Dan;31.02.2026;10,00", "data", "31.02.2026", "date_unreadable"),
        ("Dan;12.11.1899;10,00", "data", "12.11.1899", "date_too_early"),
        ("Dan;21.11.2026;10,00", "data", "21.11.2026", "date_in_future"),
        ("Dan;12.11.2026;", "kwota", "", "no_amount"),
        ("Dan;12.11.2026;dużo", "kwota", "dużo", "amount_unreadable"),
        ("Dan;12.11.2026;10.00", "kwota", "10.00", "amount_unreadable"),
        ("Dan;12.11.2026;1e308", "kwota", "1e308", "amount_out_of_range"),
        ("Dan;12.11.2026;NaN", "kwota", "NaN", "amount_out_of_range"),
        ("Dan;12.11.2026;-inf", "kwota", "-inf", "amount_out_of_range"),
        ("Dan;12.11.2026", "", "Dan;12.11.2026", "row_malformed"),
        ("Dan;12.11.2026;1,00;x", "", "Dan;12.11.2026;1,00;x", "row_malformed"),
        ('"Dan;12.11.2026;1,00', "", '"Dan;12.11.2026;1,00', "row_malformed"),
        ('"Dan"x;12.11.2026;1,00', "", '"Dan"x;12.11.2026;1,00', "row_malformed"),
        ("D\0n;12.11.2026;1,00", "", "D␀n;12.11.2026;1,00", "row_malformed"),
    ],
)
def test_a_bad_line_is_rejected_with_its_reason(
    reader: Reader, line: str, column: str, value: str, reason: str
) -> None:
    sales = reader(HEAD + GOOD + line + "\n" + "Cora;14.11.2026;1,00\n")

    assert rejected(sales) == [(4, column, value, reason)]
    assert rows(sales, "line_no, customer") == [(2, "Ann"), (3, "Ben"), (5, "Cora")]
    assert (sales.rows.read, sales.rows.rejected) == (4, 1)
    assert sales.rows.by_reason == {reason: 1}
    assert reason in REASONS


def test_lines_after_the_end_of_observation_are_set_aside(reader: Reader) -> None:
    sales = reader(HEAD + GOOD, as_of=date(2026, 11, 12))

    assert rejected(sales) == [(3, "data", "13.11.2026", "after_as_of")]
    assert (sales.as_of, sales.last_day) == (date(2026, 11, 12), date(2026, 11, 12))


def test_the_end_of_observation_is_the_last_day_unless_said(reader: Reader) -> None:
    sales = reader(HEAD + GOOD)

    assert (sales.first_day, sales.last_day, sales.as_of) == (
        date(2026, 11, 12),
        date(2026, 11, 13),
        date(2026, 11, 13),
    )


def test_a_line_late_today_is_no_line_of_the_future(reader: Reader) -> None:
    sales = reader("klient;data;kwota\nAnn;20.11.2026 23:59;10,00\nAnn;21.11.2026 00:00;1,00\n")

    assert rows(sales, "day, moment") == [
        (date(2026, 11, 20), datetime.fromisoformat("2026-11-20 23:59"))
    ]
    assert sales.rows.by_reason == {"date_in_future": 1}


def test_turnover_without_a_customer_is_summed_apart(reader: Reader) -> None:
    sales = reader(
        HEAD
        + GOOD
        + ";12.11.2026;7,00\n;12.11.2026;-2,00\n;21.11.2027;9,00\n;x;9,00\n;12.11.2026;x\n"
    )

    assert sales.anonymous_minor == 500
    assert sales.rows.by_reason == {"no_customer": 5}


def test_turnover_without_a_customer_stops_at_the_end_of_observation(reader: Reader) -> None:
    sales = reader(HEAD + GOOD + ";13.11.2026;7,00\n;12.11.2026;1,00\n", as_of=date(2026, 11, 12))

    assert sales.anonymous_minor == 100


def test_a_zero_amount_is_used(reader: Reader) -> None:
    sales = reader(HEAD + GOOD + "Dan;12.11.2026;0,00\n")

    assert rows(sales, "amount_minor, is_return")[2] == (0, False)
    assert sales.rows.used == 3


def test_without_an_amount_lines_are_counted_still(reader: Reader) -> None:
    sales = reader("klient;data\nAnn;12.11.2026\nAnn;13.11.2026\n")

    assert not sales.has_amount
    assert rows(sales, "amount_minor") == [(None,), (None,)]
    assert (sales.rows.used, sales.anonymous_minor) == (2, 0)


def test_absent_columns_are_null_and_present_ones_are_told(reader: Reader) -> None:
    plain = reader(HEAD + GOOD)
    full = reader(
        "klient;data;kwota;marża;nr zamówienia;produkt;kanał\n"
        "Ann;12.11.2026;10,00;4,00;Z1;Mydło;sklep\nBen;13.11.2026;5,00;;Z2;;\n"
    )

    assert rows(plain, "margin_minor, order_id, product, channel")[0] == (None,) * 4
    assert not (plain.has_margin)
    assert not (plain.has_order)
    assert not (plain.has_product)
    assert not (plain.has_channel)
    assert rows(full, "margin_minor, order_id, product, channel") == [
        (400, "Z1", "Mydło", "sklep"),
        (None, "Z2", None, None),
    ]
    assert full.has_margin
    assert full.has_order
    assert full.has_product
    assert full.has_channel


def test_a_bad_factor_of_the_amount_is_rejected_with_both(reader: Reader) -> None:
    head = "customer,date,quantity,unit price\nAnn,2026-11-12,2,1.25\nAnn,2026-11-13,1,2.25\n"
    sales = reader(
        head
        + "Ben,2026-11-12,2,x\nBen,2026-11-12,,1.00\nBen,2026-11-12,1,1e308\nBen,2026-11-12,1e9,1e9\n"
    )

    assert rejected(sales) == [
        (4, "quantity × unit price", "2 × x", "amount_unreadable"),
        (5, "quantity × unit price", "", "no_amount"),
        (6, "quantity × unit price", "1 × 1e308", "amount_out_of_range"),
        (7, "quantity × unit price", "1e9 × 1e9", "amount_out_of_range"),
    ]


def test_blanks_around_cells_are_trimmed(reader: Reader) -> None:
    sales = reader("klient;data;kwota\n Ann ; 12.11.2026 ; 10,00 \n\u00a0Ann\t;13.11.2026;5,00\n")

    assert rows(sales, "customer, amount_minor") == [("Ann", 1000), ("Ann", 500)]


@pytest.mark.parametrize(
    ("body", "advice"),
    [
        (";12.11.2026;1,00\n;13.11.2026;1,00\n", "--customer"),
        ("Ann;12.11.2027;1,00\nAnn;13.11.2027;1,00\n", "--date-format"),
        ("Ann;12.11.1826;1,00\nAnn;13.11.1826;1,00\n", "1900"),
    ],
)
def test_a_file_without_a_good_line_is_refused_with_advice(
    reader: Reader, body: str, advice: str
) -> None:
    with pytest.raises(InputUnusable, match=advice):
        reader(HEAD + body)


def test_an_end_of_observation_before_everything_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="--as-of"):
        reader(HEAD + GOOD, as_of=date(2020, 1, 1))
