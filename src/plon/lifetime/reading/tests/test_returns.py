"""Returns are negative lines, cancelled orders and documents that say so."""

import pytest

from plon.lifetime.reading.returns import has_cancel_prefix
from plon.lifetime.reading.tests.conftest import Reader, rows


def test_a_negative_amount_is_a_return(reader: Reader) -> None:
    sales = reader("klient;data;kwota\nAnn;12.11.2026;10,00\nAnn;13.11.2026;-10,00\n")

    assert rows(sales, "amount_minor, is_return") == [(1000, False), (-1000, True)]
    assert (sales.rows.used, sales.rows.returned) == (1, 1)


def test_a_negative_quantity_turns_a_positive_amount(reader: Reader) -> None:
    sales = reader(
        "klient;data;ilość;kwota;marża\nAnn;12.11.2026;1;10,00;4,00\nAnn;13.11.2026;-1;10,00;4,00\n"
    )

    assert rows(sales, "amount_minor, margin_minor, is_return") == [
        (1000, 400, False),
        (-1000, -400, True),
    ]


def test_a_cancelled_order_is_a_return(reader: Reader) -> None:
    sales = reader(
        "customer,date,invoice no,amount\nAnn,2026-11-12,536365,10.00\nAnn,2026-11-12,536366,3.00\n"
        "Ann,2026-11-13,C536365,10.00\nAnn,2026-11-13,CARD,1.00\n"
    )

    assert rows(sales, "amount_minor, is_return") == [
        (1000, False),
        (300, False),
        (-1000, True),
        (100, False),
    ]


def test_orders_that_all_begin_with_c_are_orders(reader: Reader) -> None:
    sales = reader(
        "customer,date,order,amount\nAnn,2026-11-12,C1001,10.00\nAnn,2026-11-13,C1002,3.00\n"
    )

    assert rows(sales, "is_return") == [(False,), (False,)]
    assert not has_cancel_prefix(["C1001", "C1002"])
    assert has_cancel_prefix(["1001", "1003", "C1002"])
    assert not has_cancel_prefix([])


@pytest.mark.parametrize(
    "kind",
    ["Korekta", "KOREKTA FAKTURY", "zwrot towaru", "Storno", "Return", "refund", "Credit note"],
)
def test_a_document_that_says_so_is_a_return(reader: Reader, kind: str) -> None:
    sales = reader(
        f"klient;data;typ dokumentu;kwota\nAnn;12.11.2026;Faktura;10,00\nAnn;13.11.2026;{kind};10,00\n"
    )

    assert rows(sales, "amount_minor, is_return") == [(1000, False), (-1000, True)]


@pytest.mark.parametrize(
    ("number", "is_return"),
    [("KOR/1/2026", True), ("Korekta 1/2026", True), ("KORONA/1", False), ("FV/R/1", False)],
)
def test_the_number_of_a_document_may_say_so(reader: Reader, number: str, is_return: bool) -> None:
    sales = reader(
        f"klient;data;nr faktury;kwota\nAnn;12.11.2026;FV/1/2026;10,00\nAnn;13.11.2026;{number};10,00\n"
    )

    assert rows(sales, "is_return")[1] == (is_return,)


def test_a_negative_amount_of_a_named_return_stays_as_it_is(reader: Reader) -> None:
    sales = reader("klient;data;typ;kwota\nAnn;12.11.2026;FV;10,00\nAnn;13.11.2026;zwrot;-10,00\n")

    assert rows(sales, "amount_minor")[1] == (-1000,)


def test_repeated_lines_are_counted_and_kept(reader: Reader) -> None:
    line = "Ann;12.11.2026;Z1;mydło;1;10,00\n"
    text = (
        "klient;data;zamówienie;produkt;ilość;kwota\n"
        + line * 3
        + "Ann;12.11.2026;Z1;mydło;2;10,00\n"
    )
    sales = reader(text)

    assert (sales.duplicate_rows, sales.rows.used) == (2, 4)


def test_repeated_lines_are_dropped_on_request(reader: Reader) -> None:
    line = "Ann;12.11.2026;Z1;mydło;1;10,00\n"
    text = (
        "klient;data;zamówienie;produkt;ilość;kwota\n"
        + line * 3
        + "Ann;12.11.2026;Z2;mydło;1;10,00\n"
    )
    sales = reader(text, drop_duplicates=True)

    assert rows(sales, "line_no, reason", "rejected") == [(3, "duplicate"), (4, "duplicate")]
    assert rows(sales, "line_no") == [(2,), (5,)]
    assert (sales.duplicate_rows, sales.rows.read, sales.rows.used) == (2, 4, 2)


def test_dropping_without_repeats_drops_nothing(reader: Reader) -> None:
    sales = reader(
        "klient;data;kwota\nAnn;12.11.2026;1,00\nAnn;12.11.2026;2,00\n", drop_duplicates=True
    )

    assert (sales.duplicate_rows, sales.rows.rejected) == (0, 0)
