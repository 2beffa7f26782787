"""The record of erasures and the database, held against each other while both are in use."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from plon.accounts.models import Workspace
from plon.config import erasures
from plon.config.commands import worker
from plon.config.erasure_record import add, read
from plon.config.wiring import CLOCK, JOBS, REACTIONS
from plon.customers import queries, services
from plon.runtime.tenancy import inside
from plon.runtime.worker import Clock, run_once
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(settings: Any, tmp_path: Path) -> Path:
    settings.PLON_ERASURES = tmp_path / "erasures.log"
    return tmp_path / "erasures.log"


@pytest.fixture
def owner(record: Path) -> Person:
    return ann()


def dan_of(who: Person) -> UUID:
    told = services.Person(email="dan@example.org", first_name="Dan")
    with inside(who.workspace_id):
        return services.identify(workspace_id=who.workspace_id, person=told, now=NOW)


def erase(who: Person, customer_id: UUID) -> None:
    with inside(who.workspace_id):
        services.erase(who.caller, customer_id=customer_id, name="Dan", now=NOW)


def test_an_erasure_is_noted_by_the_worker(owner: Person, record: Path) -> None:
    dan = dan_of(owner)
    erase(owner, dan)

    while run_once(REACTIONS, {}, JOBS, now=NOW):
        pass

    assert read(record) == {(owner.workspace_id, dan): NOW}


def test_the_daily_job_notes_what_the_database_alone_knows(owner: Person, record: Path) -> None:
    dan, other = dan_of(owner), cora()
    erase(owner, dan)
    erase(other, theirs := dan_of(other))

    daily: Clock = {erasures.settle_erasures: CLOCK[erasures.settle_erasures]}
    run_once({}, daily, now=NOW)

    assert read(record) == {(owner.workspace_id, dan): NOW, (other.workspace_id, theirs): NOW}


def test_each_firm_is_asked_for_its_own(owner: Person, record: Path) -> None:
    """The number of a customer under another firm's name, or of a firm unknown, erases nobody."""
    dan, other = dan_of(owner), cora()
    add(record, {(other.workspace_id, dan): NOW, (UUID(int=7), dan): NOW})

    assert erasures.repeat_erasures(now=NOW) == 0
    with inside(owner.workspace_id):
        assert queries.erasures() == {}


def test_a_starting_worker_goes_on_where_the_record_cannot_be_kept(
    owner: Person, record: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record.mkdir()

    worker._settle(NOW)

    assert "erasures were not settled" in caplog.text
    assert Workspace.objects.count() == 1
