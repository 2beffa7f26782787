"""LTV-054: what was exported comes in again with no difference: here, and in an empty workspace."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from plon.customers import services as customers
from plon.customers.models import Customer, Identity, Tagging
from plon.imports.models import Import
from plon.orders import services as orders
from plon.orders.models import Order, OrderLine, Product, Refund
from plon.runtime.tenancy import inside
from tests.acceptance.importing import bring_in, content_of, told, upload, worker_runs
from tests.cast import NOW, Person, ann, cora

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-054")]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> Person:
    """Return Ann, whose bakery has a bit of everything that makes files hard."""
    owner = ann()
    with inside(owner.workspace_id):
        fill(owner)
    return owner


def fill(owner: Person) -> None:
    here: dict[str, Any] = {"workspace_id": owner.workspace_id, "now": NOW}
    people = [
        customers.Person(
            external_id="=4711", email="ala@example.org", phone="+48600100200", first_name="Ala",
            last_name='O"Hara; z Łodzi', birthday=date(1990, 2, 3), tags=("stała", "VIP"),
            needs="chleb\nbez glutenu",
        ),
        customers.Person(external_id="=4711", email="druga@example.org"),
        customers.Person(phone="+48600100201", company_name="-Firma, sp. z o.o."),
        customers.Person(email="bez@example.org"),
    ]  # fmt: skip
    ids = customers.identify_many(people=people, **here)
    products = [
        orders.NewProduct(code="P1", name="Chleb", price_minor=1250, margin_bp=4000),
        orders.NewProduct(
            code="K", name="Kredyt", commission_model="percent", commission_bp=150,
            term_months=12, is_active=False, launch_date=date(2020, 1, 31),
        ),
    ]  # fmt: skip
    orders.record_products(products=products, **here)
    fill_sales(here, ids)


def fill_sales(here: dict[str, Any], ids: list[UUID]) -> None:
    line = orders.NewLine
    sold = [
        orders.NewOrder(
            external_id="A/1", customer_id=ids[0], status="paid", currency="PLN",
            ordered_at=datetime(2024, 10, 27, 0, 30, 15, tzinfo=UTC), total_minor=2_001,
            channel="sklep", place="offline", origin="repeat", renewal_date=date(2025, 1, 1),
            lines=[
                line(product_code="P1", name="Chleb", quantity_milli=1_500, amount_minor=1_500),
                line(name="dostawa", amount_minor=499),
            ],
        ),
        orders.NewOrder(
            external_id="A/2", customer_id=ids[2], status="cancelled", currency="PLN",
            ordered_at=datetime(2024, 10, 27, 1, 30, 15, tzinfo=UTC), total_minor=0,
        ),
        orders.NewOrder(
            external_id="A/3", customer_id=ids[3], status="signed", currency="EUR",
            ordered_at=datetime(2024, 3, 1, tzinfo=UTC), total_minor=10**12, margin_minor=7,
            commission_minor=5, lines=[line(product_code="K", amount_minor=10**12)],
        ),
    ]  # fmt: skip
    orders.record_orders(orders=sold, **here)
    bought: dict[str, Any] = {"status": "paid", "currency": "PLN", "ordered_at": sold[1].ordered_at}
    back = orders.NewOrder(external_id="A/4", customer_id=ids[1], total_minor=900, **bought)
    orders.record_orders(orders=[back], **here)
    whole = orders.NewRefund(
        external_id="Z9", order_external_id="A/4", amount_minor=900, refunded_at=NOW
    )
    orders.record_refunds(refunds=[whole], **here)
    orders.record_refunds(
        refunds=[
            orders.NewRefund(
                external_id=f"Z{part}", order_external_id="A/1", amount_minor=part,
                refunded_at=datetime(2024, 11, part, tzinfo=UTC), reason="czerstwy",
            )
            for part in (1, 2)
        ],
        **here,
    )  # fmt: skip


def all_of(workspace_id: Any) -> dict[str, Any]:
    """Return everything that an export promises to keep."""
    with inside(workspace_id):
        people = {row.id: row for row in Customer.objects.all()}
        names = {
            id_: sorted(Identity.objects.filter(customer=id_).values_list("kind", "value"))
            for id_ in people
        }
        return {
            "customers": sorted(
                (
                    names[id_], row.kind, row.first_name, row.last_name, row.company_name,
                    row.birthday, row.needs,
                    sorted(Tagging.objects.filter(customer=row).values_list("tag__name", flat=True)),
                )
                for id_, row in people.items()
            ),
            "products": list(
                Product.objects.order_by("code").values(
                    "code", "name", "price_minor", "margin_bp", "commission_model",
                    "commission_bp", "term_months", "is_active", "launch_date",
                )
            ),
            "orders": [
                dict(row) | {"customer_id": names[row["customer_id"]]}
                for row in Order.objects.order_by("external_id").values(
                    "customer_id", "external_id", "status", "ordered_at", "total_minor",
                    "margin_minor", "commission_minor", "refunded_minor", "currency", "channel",
                    "place", "origin", "renewal_date",
                )
            ],
            "lines": list(
                OrderLine.objects.order_by("order__external_id", "amount_minor").values(
                    "order__external_id", "product__code", "name", "quantity_milli",
                    "amount_minor", "margin_minor",
                )
            ),
            "refunds": list(
                Refund.objects.order_by("external_id").values(
                    "external_id", "order__external_id", "amount_minor", "refunded_at", "reason"
                )
            ),
        }  # fmt: skip


def states(person: Person) -> list[tuple[str, Any, int]]:
    """Return where each import is, what was refused, and how many rows were left out."""
    with inside(person.workspace_id):
        rows = Import.objects.order_by("id").values_list("state", "problem", "counts")
        return [
            (state, problem, counts.get("rows_rejected", -1)) for state, problem, counts in rows
        ]


def exported(browser: Client, what: str) -> bytes:
    answer = browser.post(f"/import/export/{what}/")
    assert answer.status_code == 200
    return content_of(answer)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_the_whole_workspace_moves_to_an_empty_one(owner: Person, language: str) -> None:
    owner.user.language = language
    owner.user.save()
    archive, other = exported(owner.browser(), "workspace"), cora()

    upload(other.browser(), archive, name="plon.zip")
    worker_runs()

    assert states(other) == [("done", {}, 0)] * 4
    assert all_of(other.workspace_id) == all_of(owner.workspace_id)


def test_brought_in_where_it_came_from_nothing_changes(owner: Person) -> None:
    before = all_of(owner.workspace_id)

    upload(owner.browser(), exported(owner.browser(), "workspace"), name="plon.zip")
    worker_runs()

    assert states(owner) == [("done", {}, 0)] * 4
    assert all_of(owner.workspace_id) == before
    with inside(owner.workspace_id):
        results = [row.results for row in Import.objects.all()]
    news = [told for told in results for name in told if "_known" not in name and told[name]]
    assert news == []


def test_a_list_alone_goes_through_the_mapper(owner: Person) -> None:
    before, browser = all_of(owner.workspace_id), owner.browser()

    page = bring_in(browser, exported(browser, "customers"), name="customers.csv")

    assert all_of(owner.workspace_id) == before
    assert "już tu było" in told(browser, page)


def test_sales_in_two_currencies_leave_as_a_file_for_each(owner: Person) -> None:
    with zipfile.ZipFile(BytesIO(exported(owner.browser(), "orders"))) as archive:
        assert {"orders-EUR.csv", "orders-PLN.csv"} <= set(archive.namelist())
