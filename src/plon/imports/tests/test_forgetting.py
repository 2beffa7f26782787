"""What files keep of a person who was erased."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pyarrow.parquet as pq
import pytest

from plon.customers import queries as customers
from plon.customers.events import CustomerForgotten
from plon.customers.models import Customer
from plon.customers.services import erase
from plon.imports import services as imports
from plon.imports import subscribers, tasks
from plon.imports.domain import Kind
from plon.imports.services.preparing import REJECTED
from plon.imports.services.storage import folder_of
from plon.imports.tests.course import State, brought_in, checked, import_row, uploaded
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
GOOD = b"id;city;born\n7;Lublin;1977-04-01\n"
NAMES_DAN = b"id;city;born\n9;Lublin;dan@example.org\n10;Gdynia;1980-05-02\n"
MAPPED: Any = {"mapping": {"external_id": "id", "city": "city", "birthday": "born"}}


@pytest.fixture
def owner(settings: Any, tmp_path: Path) -> Person:
    settings.MEDIA_ROOT = tmp_path
    return ann()


def forget_dan(owner: Person) -> None:
    with inside(owner.workspace_id):
        dan = Customer.objects.get(city="Lublin").id
        name = customers.names_of([dan])[dan]
        erase(owner.caller, customer_id=dan, name=name, now=LATER)
        fact = CustomerForgotten(
            workspace_id=owner.workspace_id, occurred_at=LATER, customer_ids=(dan,)
        )
        for _ in range(2):
            subscribers.follow_forgetting(fact)


def refused(owner: Person, import_id: UUID) -> list[tuple[int, str, str | None]]:
    folder = folder_of(owner.workspace_id, import_row(owner, import_id).folder)
    rows = pq.read_table(folder / REJECTED).to_pylist()
    assert all((row["cells"] is None) == (row["value"] is None) for row in rows)
    return [(row["line_no"], row["column_name"], row["value"]) for row in rows]


def kept_files(owner: Person, import_id: UUID) -> list[str]:
    folder = folder_of(owner.workspace_id, import_row(owner, import_id).folder)
    return sorted(path.name for path in folder.iterdir())


def test_refused_cells_that_name_the_person_are_emptied_in_every_file(owner: Person) -> None:
    brought_in(owner, GOOD, **MAPPED)
    other = brought_in(owner, NAMES_DAN, **MAPPED)
    stranger = cora()
    elsewhere = brought_in(stranger, NAMES_DAN, **MAPPED)
    before = refused(owner, other)

    forget_dan(owner)

    assert before == [(2, "born", "dan@example.org")]
    assert refused(owner, other) == [(2, "born", None)]
    assert refused(stranger, elsewhere) == before
    with inside(owner.workspace_id):
        answer = owner.browser().get(f"/import/{other}/rejected.csv")
    assert b"born" in answer.getvalue()


def test_a_file_on_its_way_is_emptied_when_it_is_loaded(owner: Person) -> None:
    brought_in(owner, GOOD, **MAPPED)
    import_id = checked(owner, NAMES_DAN, **MAPPED)
    forget_dan(owner)
    with inside(owner.workspace_id):
        imports.map_columns(
            owner.caller,
            import_id=import_id,
            kind=Kind.CUSTOMERS,
            options={},
            now=LATER,
            **MAPPED,
        )
    tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=LATER)
    assert refused(owner, import_id) == [(2, "born", "dan@example.org")]

    with inside(owner.workspace_id):
        imports.start(owner.caller, import_id=import_id, now=LATER)
    tasks.run(workspace_id=owner.workspace_id, subject=str(import_id), now=LATER)

    assert import_row(owner, import_id).state == State.DONE
    assert refused(owner, import_id) == [(2, "born", None)]


def left_by_a_kill(owner: Person, import_id: UUID) -> None:
    """Leave what a check leaves that is killed: its lines, in the database it worked with."""
    folder = folder_of(owner.workspace_id, import_row(owner, import_id).folder)
    (folder / "work-x" / "spill").mkdir(parents=True)
    (folder / "work-x" / "lines.duckdb").write_bytes(NAMES_DAN)


def test_a_cancelled_file_is_deleted_and_one_that_waits_is_not(owner: Person) -> None:
    brought_in(owner, GOOD, **MAPPED)
    waits, cancelled = (checked(owner, NAMES_DAN, **MAPPED) for _ in range(2))
    unmapped = uploaded(owner, NAMES_DAN)
    left_by_a_kill(owner, cancelled)
    with inside(owner.workspace_id):
        imports.cancel(owner.caller, import_id=cancelled, now=NOW)

    forget_dan(owner)

    assert kept_files(owner, cancelled) == [REJECTED]
    assert kept_files(owner, unmapped) == ["upload"]
    assert "upload" in kept_files(owner, waits)
    assert refused(owner, waits) == [(2, "born", None)]


def test_nobody_was_erased_and_cells_stay(owner: Person) -> None:
    assert refused(owner, brought_in(owner, NAMES_DAN, **MAPPED)) == [
        (2, "born", "dan@example.org")
    ]


def test_what_a_kill_left_of_an_upload_goes_after_a_day(owner: Person, tmp_path: Path) -> None:
    waits = uploaded(owner, NAMES_DAN)
    cut_off = folder_of(owner.workspace_id, "f" * 32)
    cut_off.mkdir()
    (cut_off / "upload").write_bytes(NAMES_DAN)
    of_another_database = folder_of(uuid4(), "f" * 32)
    of_another_database.mkdir(parents=True)
    for folder in tmp_path.rglob("*"):
        os.utime(folder, (NOW.timestamp(), NOW.timestamp()))

    tasks.sweep(now=NOW + timedelta(days=1))
    assert cut_off.exists()
    tasks.sweep(now=NOW + timedelta(days=1, seconds=1))

    assert (cut_off.exists(), of_another_database.exists()) == (False, True)
    assert kept_files(owner, waits) == ["upload"]
