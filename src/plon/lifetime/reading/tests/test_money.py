"""The currency is given, told by a column, by the cells, by a heading, or PLN."""

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.currencies import iso_code, mark_in_heading, marks_in_cells
from plon.lifetime.reading.tests.conftest import Reader, guess, rejected, rows

MIXED = "klient;data;kwota;waluta\nAnn;12.11.2026;10,00;PLN\nBen;13.11.2026;5,00;eur\nBen;14.11.2026;5,00;zł\n"


def test_pln_is_the_currency_when_nothing_tells(reader: Reader) -> None:
    sales = reader("klient;data;kwota\nAnn;12.11.2026;10,00\nAnn;13.11.2026;1,00\n")

    assert sales.currency == "PLN"
    assert guess(sales, "currency")[:2] == ("PLN", "default")


def test_a_column_of_one_currency_tells_it(reader: Reader) -> None:
    sales = reader("klient;data;kwota;waluta\nAnn;12.11.2026;10,00;€\nAnn;13.11.2026;1,00;EUR\n")

    assert guess(sales, "currency")[:2] == ("EUR", "content")


def test_several_currencies_are_refused_with_their_names(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match=r"EUR, PLN.*--currency PLN"):
        reader(MIXED)


def test_a_currency_given_keeps_only_its_lines(reader: Reader) -> None:
    sales = reader(MIXED, currency="pln")

    assert rows(sales, "customer, amount_minor") == [("Ann", 1000), ("Ben", 500)]
    assert rejected(sales) == [(3, "waluta", "EUR", "other_currency")]
    assert guess(sales, "currency")[:2] == ("PLN", "given")


def test_a_currency_given_names_amounts_that_tell_none(reader: Reader) -> None:
    sales = reader("klient;data;kwota\nAnn;12.11.2026;10,00\nAnn;13.11.2026;1,00\n", currency="CZK")

    assert (sales.currency, sales.rows.used) == ("CZK", 2)


def test_a_currency_that_no_line_has_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="choose another --currency"):
        reader(MIXED, currency="USD")


@pytest.mark.parametrize("text", ["zloty", "12", ""])
def test_a_currency_that_is_none_is_refused(reader: Reader, text: str) -> None:
    with pytest.raises(InputUnusable, match="--currency PLN"):
        reader(MIXED, currency=text)


def test_marks_in_the_cells_are_taken_off_and_tell_the_currency(reader: Reader) -> None:
    sales = reader(
        "klient;data;kwota\nAnn;12.11.2026;10,00 €\nAnn;13.11.2026;1 200,50 EUR\nBen;13.11.2026;1,00\n"
    )

    assert rows(sales, "amount_minor") == [(1000,), (120050,), (100,)]
    assert guess(sales, "currency")[:2] == ("EUR", "content")


def test_several_marks_in_the_cells_are_refused(reader: Reader) -> None:
    text = "klient;data;kwota\nAnn;12.11.2026;10,00 €\nAnn;13.11.2026;1,00 zł\n"
    with pytest.raises(InputUnusable, match="EUR, PLN"):
        reader(text)

    assert rejected(reader(text, currency="EUR")) == [(3, "kwota", "PLN", "other_currency")]


def test_one_mark_among_many_bare_cells_does_not_pass_for_all(reader: Reader) -> None:
    bare = "".join(f"Ann;{day:02}.11.2026;1,00\n" for day in range(1, 10))
    with pytest.raises(InputUnusable, match="EUR, PLN"):
        reader("klient;data;kwota\n" + bare + "Ann;13.11.2026;1,00 €\n")


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("kwota [zł]", "PLN"),
        ("amount_eur", "EUR"),
        ("Amount (USD)", "USD"),
        ("cena €", "EUR"),
        ("kwota", ""),
    ],
)
def test_a_heading_may_name_the_currency(reader: Reader, heading: str, code: str) -> None:
    sales = reader(f"klient;data;{heading}\nAnn;12.11.2026;10,00\nAnn;13.11.2026;1,00\n")

    assert mark_in_heading(heading) == code
    assert sales.currency == (code or "PLN")


def test_without_amounts_currencies_do_not_matter(reader: Reader) -> None:
    sales = reader("klient;data;waluta\nAnn;12.11.2026;PLN\nAnn;13.11.2026;EUR\n")

    assert (sales.has_amount, sales.currency) == (False, "PLN")


def test_turnover_without_a_customer_is_summed_in_the_currency_given(reader: Reader) -> None:
    sales = reader(
        MIXED + ";12.11.2026;7,00;EUR\n;12.11.2026;2,00;PLN\n;12.11.2026;1,00;\n", currency="PLN"
    )

    assert sales.anonymous_minor == 300


def test_marks_are_counted_by_their_codes() -> None:
    assert marks_in_cells(["1 zł", "2 PLN", "€3", "4"]) == {"PLN": 2, "EUR": 1, "": 1}
    assert iso_code(" zł. ") == "PLN"
