"""What columns are taken for."""

import pytest

from plon.imports.domain import (
    CHOICES,
    MAPPED,
    Kind,
    choice,
    fields_of,
    guess_kind,
    heading,
    identity_kind,
    match_fields,
    missing_fields,
    parts_of_name,
    shape_of,
    tags_of,
)
from plon.imports.domain.headings import HEADINGS
from plon.imports.services.exporting import _CUSTOMER, _ORDER, _PRODUCT

OWN = {Kind.ORDERS: _ORDER, Kind.CUSTOMERS: _CUSTOMER, Kind.PRODUCTS: _PRODUCT}


class TestGuessKind:
    @pytest.mark.parametrize(
        ("headings", "kind"),
        [
            ("Klient;Data;Kwota", Kind.ORDERS),
            ("InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID", Kind.ORDERS),
            ("Imię;Nazwisko;E-mail;Telefon", Kind.CUSTOMERS),
            ("Nr klienta;Nazwa firmy;NIP;Data urodzenia", Kind.CUSTOMERS),
            ("SKU;Nazwa;Cena;Kategoria", Kind.PRODUCTS),
            (";;", Kind.ORDERS),
        ],
    )  # fmt: skip
    def test_tells_lists_apart_by_their_headings(self, headings: str, kind: Kind) -> None:
        assert guess_kind(headings.split(";")) is kind

    @pytest.mark.parametrize("kind", MAPPED)
    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_knows_our_own_files(self, kind: Kind, language: str) -> None:
        assert guess_kind([heading(each, language=language) for each in OWN[kind]]) is kind


class TestMatchFields:
    @pytest.mark.parametrize("kind", [Kind.CUSTOMERS, Kind.PRODUCTS])
    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_finds_every_field_of_our_own_files(self, kind: Kind, language: str) -> None:
        titles = [heading(each, language=language) for each in OWN[kind]]

        assert match_fields(kind, titles) == {each: i for i, each in enumerate(OWN[kind])}

    def test_gives_a_column_to_the_field_it_fits_best(self) -> None:
        found = match_fields(Kind.CUSTOMERS, ["Imię i nazwisko", "Telefon", "Zgoda na e-mail"])

        assert found == {"name": 0, "phone": 1}

    def test_leaves_the_product_of_a_customer_list_alone(self) -> None:
        assert "name" not in match_fields(Kind.CUSTOMERS, ["Nazwa produktu"])


@pytest.mark.parametrize("kind", MAPPED)
def test_our_headings_are_fields_and_no_field_is_named_twice(kind: Kind) -> None:
    assert set(OWN[kind]) <= set(fields_of(kind)) & set(HEADINGS)
    for language in ("pl", "en"):
        titles = [heading(each, language=language) for each in OWN[kind]]
        assert len(set(titles)) == len(titles)


def test_what_is_needed_is_named_by_groups() -> None:
    assert missing_fields(Kind.ORDERS, {"customer", "unit_price"}) == [("date",)]
    assert missing_fields(Kind.CUSTOMERS, {"city"}) == [("external_id", "email", "phone")]
    assert missing_fields(Kind.PRODUCTS, {"code"}) == []


def test_a_shape_is_the_same_whatever_the_letters() -> None:
    assert shape_of(["Nr Klienta", "DATA"]) == shape_of(["nr klienta", "data"])
    assert shape_of(["a", "b"]) != shape_of(["b", "a"])


@pytest.mark.parametrize(
    ("title", "cells", "kind"),
    [
        ("klient", ["a@b.pl", "c@d.pl"], "email"),
        ("klient", ["600100200", "600100201"], "external_id"),
        ("telefon", ["600 100 200", "+48 600-100-201"], "phone"),
        ("klient", ["+48600100200"], "phone"),
        ("klient", ["a@b.pl", "Jan", "Ola"], "external_id"),
        ("klient", [], "external_id"),
    ],
)
def test_customers_are_told_apart_by_what_the_cells_hold(
    title: str, cells: list[str], kind: str
) -> None:
    assert identity_kind(title, cells) == kind


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Anna Nowak", ("Anna", "Nowak")),
        ("Nowak, Anna Maria", ("Anna Maria", "Nowak")),
        ("Nowak", ("", "Nowak")),
        ("Nowak,", ("", "Nowak")),
        ("", ("", "")),
    ],
)
def test_a_name_has_two_parts(name: str, parts: tuple[str, str]) -> None:
    assert parts_of_name(name) == parts


def test_words_stand_for_values() -> None:
    assert choice("status", "Opłacone") == "paid"
    assert choice("is_active", "TAK") == "1"
    assert choice("is_active", "nie") == "0"
    assert choice("status", "??") == ""
    assert choice("place", None) == ""
    assert {choice(field, value) for field in CHOICES for value in CHOICES[field].values()} == {
        value for field in CHOICES for value in CHOICES[field].values()
    }


def test_tags_are_parted_and_single() -> None:
    assert tags_of(" vip, stała;vip|") == ("vip", "stała")
    assert tags_of(None) == ()
