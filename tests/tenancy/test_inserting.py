"""Rows in one statement are what Django would have written."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from plon.customers.models import Customer, Identity, Tagging
from plon.orders.models import Product
from plon.runtime.ids import new_ids
from plon.runtime.inserting import MANY, can_insert, insert
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return ann()


def product(owner: Person, code: str) -> Product:
    return Product(
        workspace_id=owner.workspace_id,
        code=code,
        name="Chleb „żytni”; \\x, 'q'\n",
        price_minor=2**62,
        margin_bp=None,
        is_active=False,
        launch_date=date(2020, 2, 29),
        created_at=NOW,
    )


def test_every_kind_of_value_comes_back_as_it_was(owner: Person) -> None:
    with inside(owner.workspace_id):
        one, other = product(owner, "1"), product(owner, "2")
        Product.objects.bulk_create([one])
        QuerySet.bulk_create(Product.objects.all(), [other])

        told, django = (
            {k: v for k, v in row.items() if k not in {"id", "code"}}
            for row in Product.objects.order_by("code").values()
        )

    assert told == django
    assert told["created_at"] == NOW
    assert not one._state.adding


def test_a_taken_key_is_refused_and_nothing_is_kept(owner: Person) -> None:
    with inside(owner.workspace_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.bulk_create([product(owner, "1"), product(owner, "1")])

        assert not Product.objects.exists()


def test_a_foreign_key_goes_along(owner: Person) -> None:
    with inside(owner.workspace_id):
        who = Customer(workspace_id=owner.workspace_id, created_at=NOW, updated_at=NOW)
        Customer.objects.bulk_create([who])
        Identity.objects.bulk_create(
            [
                Identity(
                    workspace_id=owner.workspace_id,
                    customer=who,
                    kind="email",
                    value="a@example.org",
                    shown="a@example.org",
                    created_at=NOW,
                )
            ]
        )

        assert who.identities.get().value == "a@example.org"


def test_no_rows_are_no_statement(owner: Person) -> None:
    insert([])
    with inside(owner.workspace_id):
        Product.objects.insert_plain([])

        assert not Product.objects.exists()


def test_texts_come_back_letter_for_letter_beside_what_all_rows_share(owner: Person) -> None:
    names = ["NULL", "", 'a "b"', "{c,d}", "\\", "'e'", "%s", "łódź\n", None]
    with inside(owner.workspace_id):
        rows = [product(owner, f"{number}") for number in range(len(names))]
        for row, name in zip(rows, names, strict=True):
            row.name, row.launch_date = name or "x", None if name is None else date(2020, 1, 1)
        Product.objects.bulk_create(rows)

        told = list(Product.objects.order_by("code").values_list("name", "launch_date"))

    assert told == [(name or "x", date(2020, 1, 1)) for name in names[:-1]] + [("x", None)]


def test_rows_that_were_never_objects_are_of_the_workspace_we_are_inside(owner: Person) -> None:
    with inside(owner.workspace_id):
        who = Customer(workspace_id=owner.workspace_id, created_at=NOW, updated_at=NOW)
        who.save()
        ids = new_ids(1200)
        rows = [{"id": each, "value": f"{place}"} for place, each in enumerate(ids)]
        Identity.objects.insert_plain(
            rows, customer_id=who.id, kind="external", shown="x", created_at=NOW, import_id=None
        )

        kept = dict(Identity.objects.values_list("id", "value"))

    assert kept == {row["id"]: row["value"] for row in rows}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite counts nothing")
def test_postgresql_counts_a_table_that_it_took_for_empty(owner: Person) -> None:
    with inside(owner.workspace_id), connection.cursor() as cursor:
        cursor.execute("UPDATE pg_class SET reltuples = -1 WHERE relname = 'orders_product'")
        Product.objects.bulk_create([product(owner, f"{number}") for number in range(MANY)])
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'orders_product'")

        assert cursor.fetchone()[0] == MANY


def test_a_key_told_twice_is_refused(owner: Person) -> None:
    with inside(owner.workspace_id):
        one = product(owner, "1")
        with pytest.raises(IntegrityError), transaction.atomic():
            Product.objects.bulk_create([one, one])


def test_rows_that_wait_for_the_database_to_number_them_go_djangos_way() -> None:
    assert not can_insert(Tagging)
    assert can_insert(Product)
