from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from plon.runtime import upkeep
from plon.runtime.models import Delivery, Fact
from plon.runtime.upkeep import forget_done, gather_statistics
from tests.cast import ann

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=31)


def test_sqlite_learns_what_its_tables_hold_and_postgresql_is_left_to_itself() -> None:
    ann()

    gather_statistics(now=NOW)
    gather_statistics(now=NOW)

    known = {
        "sqlite": "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'accounts_membership'",
        "postgresql": "SELECT 1",
    }
    with connection.cursor() as cursor:
        cursor.execute(known[connection.vendor])
        assert cursor.fetchone()[0] > 0


def told(name: str, *, is_handed_on: bool = True, **delivery: object) -> None:
    fact = Fact.objects.create(
        workspace_id=uuid4(), name=name, payload={}, occurred_at=OLD, is_handed_on=is_handed_on
    )
    if delivery:
        Delivery.objects.create(fact=fact, handler="a.b", **delivery)


def test_facts_long_done_are_forgotten_and_none_that_somebody_waits_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 1)
    told("long_done", due_at=OLD, done_at=OLD)
    told("heard_by_nobody")
    told("new", is_handed_on=False)
    told("done_late", due_at=OLD, done_at=NOW)
    told("given_up", due_at=None, done_at=None)
    Fact.objects.create(
        workspace_id=uuid4(), name="recent", payload={}, occurred_at=NOW, is_handed_on=True
    )

    forget_done(now=NOW)

    assert [fact.name for fact in Fact.objects.order_by("id")] == [
        "new",
        "done_late",
        "given_up",
        "recent",
    ]
    assert Delivery.objects.count() == 2
