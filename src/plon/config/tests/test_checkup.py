"""The checkup finds what is wrong and says what to do."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from plon.config import checkup
from plon.runtime import sending, walls

pytestmark = pytest.mark.django_db


def advice(*, now: datetime | None = None) -> dict[str, str]:
    found = checkup.examine(now=now or datetime.now(UTC))
    return {each.name: each.advice for each in found if each.is_grave and each.advice}


@pytest.fixture(autouse=True)
def _own_place(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT, settings.DATA_FOLDER = tmp_path / "files", tmp_path
    settings.SECRET_KEY = "of this installation"


def test_a_sound_installation_has_nothing_to_mend() -> None:
    # The tests' own role on PostgreSQL is a superuser, and owns everything.
    assert set(advice()) <= ({"Database role"} if connection.vendor == "postgresql" else set())


def test_a_superusers_role_is_no_good() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")

    assert "DATABASE_URL" in advice()["Database role"]


def test_an_older_database_is_to_be_migrated() -> None:
    [(room, newest)] = MigrationLoader(connection).graph.leaf_nodes("value")
    MigrationRecorder(connection).record_unapplied(room, newest)

    assert "plon migrate" in advice()["Database version"]


def test_a_missing_wall_is_found() -> None:
    table, column = next((t.name, t.pointers[0].column) for t in walls.tables() if t.pointers)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER ws_{table}_{column}_insert")
        else:
            cursor.execute(f'DROP POLICY one_workspace ON "{table}"')

    assert "plon migrate" in advice()["Walls between firms"]
    walls.install_walls(connection)


def test_a_clock_that_is_off_is_found() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's clock is the machine's")

    assert "Clock" in advice(now=datetime.now(UTC) - timedelta(minutes=1))


def test_the_key_of_the_tests_is_no_secret(settings: Settings) -> None:
    settings.SECRET_KEY = "only-for-tests-and-never-served"

    assert "PLON_SECRET_KEY" in advice()["Secret key"]


@pytest.mark.parametrize("why", ["restored", "moved", "asked"])
def test_an_installation_that_sends_nothing_says_so(why: str) -> None:
    sending.switch_off(why=why, now=datetime.now(UTC))

    (note,) = [each for each in checkup.examine(now=datetime.now(UTC)) if each.name == "Sending"]

    assert "plon sending on" in note.advice
    assert note.detail.endswith("UTC")
    assert not note.is_grave


def test_the_setting_is_named_where_it_stops_sending(settings: Settings) -> None:
    settings.PLON_SENDING = False

    (note,) = [each for each in checkup.examine(now=datetime.now(UTC)) if each.name == "Sending"]

    assert "PLON_SENDING" in note.advice
