"""A table that only grows refuses changes, but for emptying what its map says may be forgotten,
and for shortening the addresses it names.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from plon.accounts import services as accounts
from plon.accounts.models import AuditEntry
from plon.accounts.queries import Caller
from plon.customers.models import Consent, Customer
from plon.runtime import walls, walls_postgresql, walls_sqlite
from plon.runtime.addresses import Shortened
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> UUID:
    return ann().workspace_id


def ann_of(workspace_id: UUID) -> Caller:
    return Caller(workspace_id=workspace_id, actor="user:1", name="Ann", rights=frozenset())


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
        {"ip": "203.0.0.0/16"},  # another network, shorter or longer
        {"ip": "203.0.113.0/25"},
        {"ip": "198.51.100.0/24"},
        {"ip": "203.0.113.0"},
        {"ip": "203.0.113.8"},
        {"ip": "203.0.113.0/24", "proof": ""},
        {"ip": "203.0.113.0/24", "proof": "another.pdf"},
        {"ip": "203.0.113.0/24", "is_given": False},
        {"ip": "203.0.113.0/24", "decided_at": NOW - timedelta(days=1)},
        {"ip": "203.0.113.0/24", "recorded_at": NOW - timedelta(days=1)},
        {"proof": Shortened(F("ip"))},
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


def test_an_address_is_shortened_to_its_network_and_to_nothing_else(bakery: UUID) -> None:
    with inside(bakery):
        consent_id = consent(bakery)
        before = Consent.objects.values().get()

        Consent.objects.filter(id=consent_id).update(ip="203.0.113.0/24")

        assert Consent.objects.values().get() == before | {"ip": "203.0.113.0/24"}
        for back in ("203.0.113.7", "203.0.113.8", ""):
            with pytest.raises(DatabaseError), transaction.atomic():
                Consent.objects.filter(id=consent_id).update(ip=back)


def test_a_table_that_names_no_address_has_none_shortened(bakery: UUID) -> None:
    with inside(bakery):
        accounts.record(ann_of(bakery), "export.made", subject="203.0.113.7", now=NOW)
        with pytest.raises(DatabaseError), transaction.atomic():
            AuditEntry.objects.update(subject="203.0.113.0/24")


def test_a_wall_that_guards_other_columns_is_missing_and_built_anew(bakery: UUID) -> None:
    """An earlier version let the proof alone be emptied, and no address be shortened."""
    dialect = walls_postgresql if connection.vendor == "postgresql" else walls_sqlite
    table = next(each for each in walls.tables() if each.name == "customers_consent")
    earlier = replace(table, forgettable=("proof",), shortened=())
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
        Consent.objects.filter(id=consent(bakery)).update(ip="203.0.113.0/24")
