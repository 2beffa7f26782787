"""Columns find their roles by what was given, by Polish and English headings, by content."""

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.headings import SYNONYMS, heading_score, words_of
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.roles import choose_roles
from plon.lifetime.reading.tests.conftest import Reader, guess, rows

CELLS = {
    "day": ("12.11.2026", "13.11.2026", "14.11.2026"),
    "money": ("10,00", "5,50", "7,25"),
    "id": ("K1", "K2", "K1"),
    "line": ("1", "2", "3"),
    "few": ("1", "2", "1"),
    "code": ("PLN", "PLN", "PLN"),
}


def columns(**kinds: str) -> list[Column]:
    pairs = enumerate(kinds.items())
    return [
        Column(index=i, heading=heading.replace("_", " "), cells=CELLS[kind])
        for i, (heading, kind) in pairs
    ]


def roles(found: list[Column], **options: str) -> dict[str, str]:
    chosen = choose_roles(found, ReadOptions(**options)).columns  # type: ignore[arg-type]  # text only
    return {role: column.name for role, column in chosen.items()}


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("InvoiceDate", "invoice date"),
        ("customer_id", "customer id"),
        ("Nr klienta", "nr klienta"),
        ("kwota brutto [zł]", "kwota brutto zl"),
        ("ILOŚĆ", "ilosc"),
        ("Marża %", "marza proc"),
        ("CustomerID", "customer id"),
    ],
)
def test_headings_become_plain_words(heading: str, words: str) -> None:
    assert words_of(heading) == words


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("customer", "nr klienta"),
        ("customer", "Klient"),
        ("customer", "CustomerID"),
        ("date", "Data sprzedaży"),
        ("date", "InvoiceDate"),
        ("date", "DAY"),
        ("amount", "kwota brutto"),
        ("amount", "Wartość"),
        ("amount", "SALES_VALUE"),
        ("quantity", "Ilość"),
        ("unit_price", "UnitPrice"),
        ("order", "InvoiceNo"),
        ("order", "Nr zamówienia"),
        ("product", "StockCode"),
        ("product", "Nazwa towaru"),
        ("channel", "Kanał sprzedaży"),
        ("margin", "Marża"),
        ("currency", "Waluta"),
        ("document_type", "Typ dokumentu"),
    ],
)
def test_a_usual_heading_names_its_role_best(role: str, heading: str) -> None:
    scores = {other: heading_score(other, heading) for other in SYNONYMS}

    assert max(scores, key=lambda other: scores[other]) == role


@pytest.mark.parametrize(
    ("role", "heading"),
    [
        ("date", "data urodzenia klienta"),
        ("margin", "marża %"),
        ("amount", "kwota VAT"),
        ("customer", "typ klienta"),
    ],
)
def test_a_heading_with_a_foreign_word_is_not_meant(role: str, heading: str) -> None:
    assert heading_score(role, heading) == 0


def test_an_id_is_taken_before_a_name() -> None:
    found = columns(nazwa_klienta="id", nr_klienta="id", data="day", kwota="money")

    assert roles(found)["customer"] == "nr klienta"
    runner_up = next(g for g in choose_roles(found, ReadOptions()).guesses if g.role == "customer")
    assert (runner_up.evidence, runner_up.runner_up) == ("heading", "nazwa klienta")


def test_a_column_has_one_role_and_the_better_name_wins() -> None:
    found = columns(klient="id", data="day", order_total="money", order="line")

    assert roles(found) == {
        "customer": "klient",
        "date": "data",
        "amount": "order total",
        "order": "order",
    }


def test_content_overrules_a_heading_that_cannot_be() -> None:
    found = columns(data="id", klient="id", dzien="day", wartosc="money")

    assert roles(found)["date"] == "dzien"


def test_what_is_given_comes_before_every_guess() -> None:
    found = columns(klient="id", kupiec="id", data="day", kwota="money", netto="money")

    assert roles(found, customer="kupiec", amount="NETTO")["customer"] == "kupiec"
    assert roles(found, amount="5")["amount"] == "netto"


def test_a_given_column_that_is_not_there_is_refused_with_the_names() -> None:
    with pytest.raises(InputUnusable, match=r'"buyer".*klient, data'):
        roles(columns(klient="id", data="day"), customer="buyer")
    with pytest.raises(InputUnusable):
        roles(columns(klient="id", data="day"), customer="3")


def test_without_headings_the_content_tells() -> None:
    found = [
        Column(index=i, heading="", cells=CELLS[k])
        for i, k in enumerate(["line", "id", "day", "few", "money"])
    ]

    assert roles(found) == {"customer": "2", "date": "3", "amount": "5"}


def test_numbers_without_decimals_are_not_taken_for_amounts() -> None:
    found = [
        Column(index=i, heading="", cells=CELLS[k]) for i, k in enumerate(["id", "day", "line"])
    ]

    assert "amount" not in roles(found)


def test_quantity_times_price_stands_in_for_the_amount() -> None:
    both = columns(klient="id", data="day", ilosc="few", cena="money")
    price = columns(klient="id", data="day", cena="money")
    all_three = columns(klient="id", data="day", ilosc="few", cena="money", wartosc="money")

    assert {"unit_price", "quantity"} < set(roles(both))
    assert "amount" not in roles(both)
    assert roles(price)["amount"] == "cena"
    assert roles(all_three)["amount"] == "wartosc"
    assert "unit_price" not in roles(all_three)


def test_no_customer_and_no_date_are_refused_with_the_option_to_use() -> None:
    with pytest.raises(InputUnusable, match="--customer"):
        roles([Column(index=i, heading="", cells=CELLS[k]) for i, k in enumerate(["line", "day"])])
    with pytest.raises(InputUnusable, match="--date"):
        roles(columns(klient="id", kwota="money"))


def test_a_very_wide_table_is_named_by_its_first_columns_only() -> None:
    found = [Column(index=i, heading=f"h{i}", cells=CELLS["line"]) for i in range(30)]

    with pytest.raises(InputUnusable, match="h19, …"):
        roles(found)


def test_an_empty_column_may_have_the_role_its_heading_says() -> None:
    found = [*columns(klient="id", data="day"), Column(index=2, heading="kanał", cells=())]

    assert roles(found)["channel"] == "kanał"


def test_online_retails_headings_are_understood(reader: Reader) -> None:
    sales = reader(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
        "C536379,85123A,HOLDER,-2,2010-12-01 09:41:00,2.55,17850,United Kingdom\n"
        "536380,22632,WARMER,3,2010-12-02 09:41:00,1.85,13047,United Kingdom\n"
    )

    assert rows(sales, "customer, amount_minor, order_id, product, is_return") == [
        ("17850", 1530, "536365", "85123A", False),
        ("17850", -510, "C536379", "85123A", True),
        ("13047", 555, "536380", "22632", False),
    ]
    assert guess(sales, "product") == ("StockCode", "heading", "Description")
    assert sales.has_time


def test_samples_of_a_guess_are_up_to_three_different_cells(reader: Reader) -> None:
    sales = reader(
        "klient;data;kwota\n" + "".join(f"K{i % 2};{i + 1:02}.11.2026;1,00\n" for i in range(9))
    )

    found = next(g for g in sales.guesses if g.role == "customer")
    assert found.samples == ("K0", "K1")


def test_ids_that_went_through_a_float_column_lose_their_point(reader: Reader) -> None:
    sales = reader("customer_id,date,amount\n17850.0,2026-11-12,1.00\n17850.0,2026-11-13,1.00\n")

    assert rows(sales, "customer") == [("17850",), ("17850",)]
