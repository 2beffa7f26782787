"""What happens by itself: seals and ends each minute, a proof each night."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.ledger import queries, tasks
from plon.ledger.models import Account, Seal
from plon.ledger.services import Kind
from plon.ledger.tests import desk
from plon.ledger.tests.desk import balance, line, post
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def bakery() -> UUID:
    workspace_id = ann().workspace_id
    with inside(workspace_id):
        desk.open_units(workspace_id)
        post(
            workspace_id,
            "a",
            line(Kind.EXPENSE, Kind.AVAILABLE, 10, unit="PTS"),
            expires_at=NOW + timedelta(days=1),
        )
        desk.reserve(workspace_id, 4, expires_at=NOW)
    return workspace_id


def test_opening_a_unit_asks_for_both_duties(bakery: UUID) -> None:
    asked = Duty.objects.filter(workspace_id=bakery).order_by("job")

    assert list(asked.values_list("job", "due_at")) == [
        ("ledger.prove", NOW),
        ("ledger.tend", NOW),
    ]


def test_a_minute_seals_and_ends_what_is_over(bakery: UUID) -> None:
    assert tasks.tend(workspace_id=bakery, subject="", now=NOW) == NOW + timedelta(minutes=1)
    with inside(bakery):
        assert (balance(Kind.AVAILABLE, unit="PTS"), Seal.objects.count()) == (10, 1)

    tasks.tend(workspace_id=bakery, subject="", now=LATER)

    with inside(bakery):
        assert balance(Kind.BREAKAGE, unit="PTS") == 10
        assert Seal.objects.count() == 2
        assert desk.faults(now=LATER) == []


def test_a_minute_reads_no_more_accounts_than_it_takes(bakery: UUID) -> None:
    with CaptureQueriesContext(connection) as asked:
        tasks.tend(workspace_id=bakery, subject="", now=LATER)

    due = [q["sql"] for q in asked if q["sql"].startswith('SELECT DISTINCT "ledger_lot"')]
    assert due
    assert all("LIMIT" in sql for sql in due)


def test_a_night_proves_the_books_and_keeps_the_verdict(bakery: UUID) -> None:
    with inside(bakery):
        assert queries.last_proof() is None

    again = tasks.prove(workspace_id=bakery, subject="", now=NOW)

    assert again == datetime(2026, 4, 13, 0, tzinfo=UTC)  # two at night in Warsaw
    with inside(bakery):
        assert queries.last_proof() == queries.Proved(proved_at=NOW, transfers=2, faults={})


def test_a_fault_is_an_error_in_the_log(bakery: UUID, caplog: pytest.LogCaptureFixture) -> None:
    with inside(bakery):
        Account.objects.filter(kind="available").update(balance_minor=7)

    with caplog.at_level(logging.ERROR):
        tasks.prove(workspace_id=bakery, subject="", now=NOW)

    assert "balance 1" in caplog.text
    with inside(bakery):
        found = queries.last_proof()
    assert found is not None
    assert found.faults == {"balance": 1, "lots": 1}
