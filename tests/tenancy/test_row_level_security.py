"""PostgreSQL alone keeps workspaces apart: its own net, with our query guard taken away."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from plon.customers.models import Customer
from plon.runtime import walls
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

ROLE = "plon_test_app"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has no row-level security"
    ),
]
COUNT = 'SELECT count(*) FROM "customers_customer"'


@pytest.fixture
def rows() -> tuple[Person, Person]:
    """Make a customer in each of two workspaces."""
    people = ann(), cora()
    for one in people:
        with inside(one.workspace_id):
            Customer.objects.create(workspace_id=one.workspace_id, created_at=NOW, updated_at=NOW)
    return people


@pytest.fixture
def cursor() -> Iterator[Any]:
    """Give a cursor of a role that owns nothing, as the application has in production."""
    with connection.cursor() as opened:
        opened.execute(f"DROP ROLE IF EXISTS {ROLE}; CREATE ROLE {ROLE} NOLOGIN")
        opened.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {ROLE}")
        opened.execute(f"SET LOCAL ROLE {ROLE}")
        yield opened
        opened.execute("RESET ROLE")


def enter(cursor: Any, person: Person) -> None:
    cursor.execute("SELECT set_config('app.workspace', %s, true)", [str(person.workspace_id)])


def count(cursor: Any) -> int:
    cursor.execute(COUNT)
    return int(cursor.fetchone()[0])


def test_without_a_workspace_nothing_is_seen(rows: tuple[Person, Person], cursor: Any) -> None:
    cursor.execute("SELECT set_config('app.workspace', '', true)")

    assert count(cursor) == 0


def test_in_a_workspace_its_own_rows_are_seen(rows: tuple[Person, Person], cursor: Any) -> None:
    enter(cursor, rows[0])

    assert count(cursor) == 1


def test_a_row_is_not_moved_to_another_workspace(rows: tuple[Person, Person], cursor: Any) -> None:
    enter(cursor, rows[0])

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        cursor.execute('UPDATE "customers_customer" SET workspace_id = %s', [rows[1].workspace_id])


def test_every_table_of_rows_has_its_policy_forced() -> None:
    with connection.cursor() as opened:
        opened.execute(
            "SELECT relname FROM pg_class JOIN pg_policies ON tablename = relname"
            " WHERE relrowsecurity AND relforcerowsecurity AND with_check IS NOT NULL"
        )
        guarded = {name for (name,) in opened.fetchall()}

    assert {table.name for table in walls.tables()} <= guarded
