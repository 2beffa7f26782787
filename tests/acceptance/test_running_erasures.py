"""Who was erased stays erased, whichever backup is put back, and whatever dies meanwhile."""

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.running import plon, surroundings, up, wait_for

TABLES = ("customers_customer", "customers_identity", "customers_note", "agenda_task")
SET_UP = """
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from plon.config.commands import serving
serving.set_up(Path("plon-data"))
from plon.accounts import services as accounts
from plon.accounts.models import Workspace
from plon.accounts.queries import Caller
from plon.agenda import services as agenda
from plon.customers import services as customers
from plon.customers.models import Customer
from plon.runtime.tenancy import inside
now = datetime.now(UTC)
"""
FILL = """
firm = accounts.open_workspace(name="Bakery", now=now)
with inside(firm):
    for name in ("Danuta", "Ewa"):
        told = customers.Person(email=f"{name.lower()}@example.org", first_name=name)
        who = customers.identify(workspace_id=firm, person=told, now=now)
        task = agenda.NewTask(title=f"Call {name}", customer_id=who)
        agenda.add_task(workspace_id=firm, task=task, now=now)
"""
ERASE = """
firm = Workspace.objects.get(name="Bakery").id
caller = Caller(workspace_id=firm, actor="user:1", name="Ann", rights=frozenset())
with inside(firm):
    who = Customer.objects.get(first_name="Danuta").id
    customers.erase(caller, customer_id=who, name="Danuta", now=now)
os.kill(os.getpid(), signal.SIGKILL)
"""


def by_hand(script: str, *, folder: Path, **settings: str) -> None:
    """Do something with the application's own means, while no worker runs."""
    done = subprocess.run(
        [sys.executable, "-c", SET_UP + script],
        cwd=folder,
        env=surroundings("en", settings),
        capture_output=True,
        check=False,
    )
    assert done.returncode == (-signal.SIGKILL if "SIGKILL" in script else 0), done.stderr.decode()


def rows(data: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
        return database.execute(statement).fetchall()


def people(data: Path) -> str:
    return str([rows(data, f"SELECT * FROM {table}") for table in TABLES])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a place with a data folder and its backup; somebody was erased after it, and the
    process died before a worker could note it. The next worker has."""
    place = tmp_path_factory.mktemp("made")
    data = place / "plon-data"
    data.mkdir()
    (data / "secret-key").write_text("k" * 50)
    sqlite3.connect(data / "plon.sqlite3").close()
    assert plon("migrate", folder=place).code == 0
    by_hand(FILL, folder=place)
    kept = plon("backup", "kept.zip", folder=place)
    assert "is noted in plon-data/erasures.log" in kept.out
    by_hand(ERASE, folder=place)
    record = data / "erasures.log"
    assert not record.exists()
    with up(folder=place):
        wait_for(lambda: record.exists() and len(record.read_text().splitlines()) > 1)
    return place


@pytest.fixture
def noted(made: Path, tmp_path: Path) -> Path:
    """Return the record of a copy of it all."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path / "plon-data" / "erasures.log"


def check_erased(data: Path) -> None:
    """The one is gone from every room, the other is there, and the log says so."""
    assert "Ewa" in people(data)
    assert re.findall("danuta", people(data), re.IGNORECASE) == []
    said = "SELECT actor, subject FROM accounts_auditentry WHERE action = 'customer.erased_again'"
    erased = rows(data, "SELECT id FROM customers_customer WHERE erased_at IS NOT NULL")
    assert len(erased) == 1
    (again,) = rows(data, said)
    assert again[0] == "system"
    assert str(again[1]).replace("-", "") == f"customer:{erased[0][0]}".replace("-", "")


def test_a_kill_before_the_line_is_written_loses_nothing(noted: Path) -> None:
    """Nobody wrote the line when the erasure was committed; the next worker did."""
    (_heading, line) = noted.read_text().splitlines()
    erased = rows(noted.parent, "SELECT id FROM customers_customer WHERE erased_at IS NOT NULL")
    assert line.endswith(str(erased[0][0])) or line.replace("-", "").endswith(str(erased[0][0]))
    assert "anuta" not in noted.read_text()


@pytest.mark.parametrize(
    ("language", "fragment"),
    [
        ("en", "1 person whom the backup brought back was erased again"),
        ("pl", "Usunięto ponownie 1 osobę, którą przywróciła kopia"),
    ],
)
def test_a_restored_backup_erases_again_beside_the_earlier_folder(
    noted: Path, language: str, fragment: str
) -> None:
    place = noted.parents[1]
    done = plon("restore", "kept.zip", "--data", "new", folder=place, language=language)

    assert (done.code, done.err) == (0, "")
    assert fragment in done.out
    assert str(noted) in done.out
    check_erased(place / "new")
    assert (place / "new" / "erasures.log").read_text() == noted.read_text()


def test_elsewhere_it_says_what_it_cannot_know_and_takes_a_named_record(
    noted: Path, tmp_path: Path
) -> None:
    away = tmp_path / "another" / "machine"
    away.mkdir(parents=True)
    kept = str(tmp_path / "kept.zip")

    alone = plon("restore", kept, "--data", "alone", folder=away)
    assert "No record of erasures was found" in alone.out
    assert "Danuta" in people(away / "alone")
    shutil.rmtree(away / "alone")

    wrong = plon("restore", kept, "--data", "new", "--erasures", kept, folder=away)
    assert (wrong.code, "is no record of erasures" in wrong.err) == (2, True)
    assert not (away / "new").exists()

    shutil.copy(noted, away / "carried.log")
    done = plon("restore", kept, "--data", "new", "--erasures", "carried.log", folder=away)
    assert "was erased again" in done.out
    check_erased(away / "new")


def test_a_database_put_back_by_hand_is_held_against_the_record(noted: Path) -> None:
    data = noted.parent
    for file in data.glob("plon.sqlite3*"):
        file.unlink()
    with zipfile.ZipFile(data.parent / "kept.zip") as archive:
        archive.extract("plon.sqlite3", data)

    assert "was erased again" in plon("migrate", folder=data.parent).out

    check_erased(data)
    assert "erased" not in plon("migrate", folder=data.parent).out


def test_a_newer_backup_has_nobody_to_erase_and_carries_the_record(noted: Path) -> None:
    place = noted.parents[1]
    noted.write_text(f"{noted.read_text()}2026-01-01T00:00:00+00:00 {'0' * 8}")  # cut by a kill
    assert plon("backup", "newer.zip", folder=place).code == 0
    shutil.rmtree(place / "plon-data")

    done = plon("restore", "newer.zip", "--data", "new", folder=place)

    assert "No record of erasures was found" in done.out
    assert (place / "new" / "erasures.log").read_text().splitlines()[:2]
    again = plon("restore", "newer.zip", "--data", "again", folder=place)
    assert "Nobody in the backup had been erased since." in again.out
