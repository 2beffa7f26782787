"""LTV-054: a file of sales becomes customers, products, orders and refunds, once."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from plon.customers.models import Customer, Identity
from plon.orders.models import Order, Product, Refund
from plon.runtime.tenancy import inside
from tests.acceptance.importing import (
    bring_in,
    choices,
    content_of,
    guessed,
    refusals,
    table,
    told,
    upload,
    worker_runs,
)
from tests.cast import Person, ann

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-054", "LTV-020")]

HEADINGS = (
    "Nr zamówienia;Nr klienta;E-mail;Data sprzedaży;Kwota brutto;Kod produktu;Nazwa produktu;Ilość"
)
LINES = [
    "A1;4711;ala@example.org;02.01.2024;10,00;P1;Chleb żytni;1",
    "A1;4711;ala@example.org;02.01.2024;5,50;P2;Bułka;2",
    "A2;4712;;03.01.2024;7,00;P1;Chleb żytni;1",
    "A1;4711;;05.01.2024;-5,50;P2;Bułka;-2",
    "A3;;;06.01.2024;3,00;P1;Chleb żytni;1",
    "A4;4712;;;3,00;P1;Chleb żytni;1",
]


@pytest.fixture(autouse=True)
def _folder(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    return owner.browser()


def test_the_mapper_comes_filled_in_with_samples(browser: Client) -> None:
    address = upload(browser, table(HEADINGS, LINES))

    page = browser.get(address).content

    assert guessed(page) == [
        "orders",
        "order",
        "customer",
        "email",
        "date",
        "amount",
        "product",
        "product_name",
        "quantity",
    ]
    assert "<q>Chleb żytni</q><q>Bułka</q>" in " ".join(page.decode().split())


def test_a_file_becomes_sales(owner: Person, browser: Client) -> None:
    page = bring_in(browser, table(HEADINGS, LINES))

    with inside(owner.workspace_id):
        sales = list(Order.objects.order_by("external_id"))
        assert [(o.external_id, o.total_minor, o.refunded_minor, o.currency) for o in sales] == [
            ("A1", 1550, 550, "PLN"),
            ("A2", 700, 0, "PLN"),
        ]
        assert sales[0].ordered_at == datetime(2024, 1, 1, 23, tzinfo=UTC)
        lines = (
            sales[0]
            .lines.order_by("amount_minor")
            .values_list("product__name", "quantity_milli", "amount_minor")
        )
        assert list(lines) == [("Bułka", 2000, 550), ("Chleb żytni", 1000, 1000)]
        assert set(Identity.objects.values_list("kind", "shown")) == {
            ("external", "4711"),
            ("external", "4712"),
            ("email", "ala@example.org"),
        }
        assert Refund.objects.get().order_id == sales[0].id
        assert Product.objects.count() == 2
    assert "Pominięto 2 wiersze" in told(browser, page)


def test_the_same_file_twice_changes_nothing_and_says_so(owner: Person, browser: Client) -> None:
    bring_in(browser, table(HEADINGS, LINES))

    page = bring_in(browser, table(HEADINGS, LINES))

    with inside(owner.workspace_id):
        assert (Order.objects.count(), Refund.objects.count(), Customer.objects.count()) == (
            2,
            1,
            2,
        )
    assert "Wszystko z tego pliku już tu było" in told(browser, page)


def test_rejected_rows_can_be_downloaded(browser: Client) -> None:
    page = bring_in(browser, table(HEADINGS, [*LINES, "A9;=2+3;;=cmd();1,00;P1;x;1"]))

    rows = content_of(browser.get(f"{page}rejected.csv")).decode("utf-8-sig")

    assert rows.splitlines()[1:] == [
        "A3;;;06.01.2024;3,00;P1;Chleb żytni;1;6;Nr klienta;;brak klienta",
        "A4;4712;;;3,00;P1;Chleb żytni;1;7;Data sprzedaży;;brak daty",
        "A9;'=2+3;;'=cmd();1,00;P1;x;1;8;Data sprzedaży;'=cmd();nieczytelna data",
    ]


def test_an_import_is_taken_back(owner: Person, browser: Client) -> None:
    page = bring_in(browser, table(HEADINGS, LINES))

    assert browser.post(f"{page}undoing/").status_code == 302
    worker_runs()

    with inside(owner.workspace_id):
        assert (Order.objects.count(), Refund.objects.count(), Customer.objects.count()) == (
            0,
            0,
            0,
        )


def test_a_mapping_is_remembered_for_files_of_the_same_shape(browser: Client) -> None:
    bring_in(browser, table(HEADINGS, LINES), column_7="")

    address = upload(browser, table(HEADINGS, LINES[:1]))

    assert choices(browser.get(address).content)["column_7"] == ""


def test_without_a_needed_column_the_page_says_which(browser: Client) -> None:
    address = upload(browser, table(HEADINGS, LINES))

    answer = browser.post(address, choices(browser.get(address).content) | {"column_3": ""})

    assert answer.status_code == 422
    assert refusals(answer.content) == ["Wskaż kolumnę: Kiedy."]
