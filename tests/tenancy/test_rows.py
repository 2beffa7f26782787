"""A row is seen and written only inside its workspace, and points only at its own."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from plon.customers.models import Consent, Customer, Note
from plon.runtime import walls, walls_sqlite
from plon.runtime.tenancy import OtherWorkspace, OutsideWorkspace, inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Person:
    return ann()


@pytest.fixture
def elsewhere() -> Person:
    return cora()


def customer(workspace_id: UUID) -> Customer:
    with inside(workspace_id):
        return Customer.objects.create(workspace_id=workspace_id, created_at=NOW, updated_at=NOW)


def note(workspace_id: UUID, customer_id: UUID) -> Note:
    return Note(
        workspace_id=workspace_id, customer_id=customer_id, text="x", author="a", written_at=NOW
    )


def at_once(write: Callable[[], object]) -> None:
    """Write, and check what is otherwise checked at the end of a transaction."""
    with transaction.atomic():
        write()
        connection.check_constraints()


def test_outside_any_workspace_nothing_is_asked() -> None:
    with pytest.raises(OutsideWorkspace):
        Customer.objects.count()


def test_a_row_is_seen_in_its_workspace_only(bakery: Person, elsewhere: Person) -> None:
    made = customer(bakery.workspace_id)

    with inside(elsewhere.workspace_id):
        assert not Customer.objects.filter(id=made.id).exists()
    with inside(bakery.workspace_id):
        assert Customer.objects.filter(id=made.id).exists()


def test_a_row_of_another_workspace_is_not_written(bakery: Person, elsewhere: Person) -> None:
    foreign = Customer(workspace_id=elsewhere.workspace_id, created_at=NOW, updated_at=NOW)

    with inside(bakery.workspace_id):
        with pytest.raises(OtherWorkspace):
            foreign.save()
        with pytest.raises(OtherWorkspace):
            Customer.objects.bulk_create([foreign])


def test_one_workspace_is_not_entered_from_another(bakery: Person, elsewhere: Person) -> None:
    with inside(bakery.workspace_id), inside(bakery.workspace_id):
        assert Customer.objects.count() == 0
        with pytest.raises(OtherWorkspace), inside(elsewhere.workspace_id):
            pass


def test_the_database_refuses_a_pointer_into_another_workspace(
    bakery: Person, elsewhere: Person
) -> None:
    theirs = customer(elsewhere.workspace_id)

    with inside(bakery.workspace_id), pytest.raises(DatabaseError):
        at_once(note(bakery.workspace_id, theirs.id).save)


def test_the_database_refuses_to_move_a_pointer_there(bakery: Person, elsewhere: Person) -> None:
    ours, theirs = customer(bakery.workspace_id), customer(elsewhere.workspace_id)

    with inside(bakery.workspace_id):
        written = note(bakery.workspace_id, ours.id)
        written.save()
        with pytest.raises(DatabaseError):
            at_once(lambda: Note.objects.filter(id=written.id).update(customer_id=theirs.id))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_table_that_only_grows_refuses_changes(bakery: Person, change: str) -> None:
    made = customer(bakery.workspace_id)

    with inside(bakery.workspace_id):
        said = Consent.objects.create(
            workspace_id=bakery.workspace_id,
            customer=made,
            channel="email",
            purpose="marketing",
            is_given=True,
            decided_at=NOW,
            recorded_at=NOW,
        )
        rows = Consent.objects.filter(id=said.id)
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            rows.update(is_given=False) if change == "update" else rows.delete()


def test_all_walls_stand_and_a_missing_one_is_noticed() -> None:
    walls.check_walls(connection)
    tables = [table.name for table in walls.tables() if table.pointers]

    with connection.cursor() as cursor:
        drop_a_wall(cursor, tables[0])
        with pytest.raises(walls.WallsMissing, match=tables[0]):
            walls.check_walls(connection)
    walls.install_walls(connection)
    walls.check_walls(connection)


def drop_a_wall(cursor: object, table: str) -> None:
    if connection.vendor == "sqlite":
        standing = sorted(walls_sqlite.standing(cursor))
        name = next(name for name in standing if name.startswith(f"ws_{table}_"))
        cursor.execute(f"DROP TRIGGER {name}")  # type: ignore[attr-defined]
    else:
        cursor.execute(f'DROP POLICY one_workspace ON "{table}"')  # type: ignore[attr-defined]


def test_sqlites_walls_are_out_of_the_way_while_tables_are_built_anew() -> None:
    walls.take_down_walls(connection)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT 0"
        )
        assert cursor.fetchone() == (0,)
    walls.install_walls(connection)
    walls.check_walls(connection)
