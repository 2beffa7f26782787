"""A table that only grows refuses changes, but for emptying what its map says may be forgotten."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from plon.customers.models import Consent, Customer
from plon.runtime import walls, walls_postgresql, walls_sqlite
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> UUID:
    return ann().workspace_id


def consent(workspace_id: UUID) -> UUID:
    made = Customer.objects.create(workspace_id=workspace_id, created_at=NOW, updated_at=NOW)
    row = Consent.objects.create(
        workspace_id=workspace_id,
        customer=made,
        channel="email",
        purpose="marketing",
        is_given=True,
        proof="scan.pdf",
        ip="203.0.113.7",
        decided_at=NOW,
        recorded_at=NOW,
    )
    return row.id


@pytest.mark.parametrize(
    "change",
    [
        {"is_given": False},
        {"proof": "another.pdf", "ip": ""},
        {"proof": ""},  # half forgotten is not forgotten
        {"proof": "", "ip": "", "form": "web"},
        {"wording_id": "w2"},
    ],
    ids=str,
)
def test_nothing_else_is_changed(bakery: UUID, change: dict[str, object]) -> None:
    with inside(bakery):
        consent_id = consent(bakery)
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(id=consent_id).update(**change)


def test_nothing_is_deleted(bakery: UUID) -> None:
    with inside(bakery):
        consent_id = consent(bakery)
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(id=consent_id).delete()


def test_what_may_be_forgotten_is_emptied(bakery: UUID) -> None:
    with inside(bakery):
        consent_id = consent(bakery)

        Consent.objects.filter(id=consent_id).update(proof="", ip="")

        assert Consent.objects.get(id=consent_id).proof == ""


def test_a_wall_that_guards_other_columns_is_missing_and_built_anew(bakery: UUID) -> None:
    """An earlier version let the proof alone be emptied; now the address must go with it."""
    dialect = walls_postgresql if connection.vendor == "postgresql" else walls_sqlite
    table = next(each for each in walls.tables() if each.name == "customers_consent")
    earlier = replace(table, forgettable=("proof",))
    with connection.cursor() as cursor:
        for statement in dialect.outworn(cursor, set()):
            if "customers_consent" in statement:
                connection.cursor().execute(statement)
        for name, statements in dialect.walls_of(earlier):
            for statement in statements if "only_grows" in name else ():
                cursor.execute(statement)
    with pytest.raises(walls.WallsMissing, match="only_grows_or_forgets_customers_consent"):
        walls.check_walls(connection)

    walls.install_walls(connection)

    walls.check_walls(connection)
    with inside(bakery):
        consent_id = consent(bakery)
        Consent.objects.filter(id=consent_id).update(proof="", ip="")
        assert Consent.objects.get(id=consent_id).ip == ""
