"""`plon backup` and `plon restore` on PostgreSQL: one file, back whole, walls standing, silent."""

import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.acceptance import test_running_postgresql as page
from tests.acceptance.running import plon
from tests.acceptance.test_running_erasures import ERASE, FILL, by_hand
from tools.on_postgres import SERVER

NAME = f"plon_kept_{os.getpid()}"
AGAIN = f"{NAME}_again"
WORDS = {"owner": "choose-one", "app": "choose-another", "backup": "choose-a-third"}

pytestmark = pytest.mark.skipif(not page.answers(), reason="no PostgreSQL answers")


def as_(role: str, database: str = NAME) -> dict[str, str]:
    return page.KEY | {"DATABASE_URL": page.address(f"{NAME}_{role}", database, WORDS[role])}


def sql(statement: str, *, database: str = NAME) -> list[tuple[object, ...]]:
    with psycopg.connect(SERVER, dbname=database, autocommit=True) as there:
        made = there.execute(statement)
        return made.fetchall() if made.description else []


def make(database: str, *, with_roles: bool) -> None:
    statements = page.told().replace(page.NAME, NAME)
    sql(f"CREATE DATABASE {database}", database="postgres")
    sql(statements if with_roles else re.sub(r"CREATE ROLE.*;", "", statements), database=database)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the backup of a database with one firm and a file."""
    folder = tmp_path_factory.mktemp("kept")
    make(NAME, with_roles=True)
    try:
        assert plon("migrate", folder=folder, **as_("owner")).code == 0
        assert plon("owner", folder=folder, **as_("app")).code == 0
        (folder / "plon-data" / "files").mkdir(parents=True)
        (folder / "plon-data" / "files" / "a.csv").write_text("1;2")
        made = plon("backup", "kept.zip", folder=folder, **as_("backup"))
        assert made.code == 0, made.err
        yield folder / "kept.zip"
    finally:
        for database in (NAME, AGAIN):
            sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)", database="postgres")
        for role in WORDS:
            sql(f"DROP ROLE IF EXISTS {NAME}_{role}", database="postgres")


@pytest.fixture
def again(kept: Path) -> Iterator[str]:
    """Return an empty database beside the first."""
    make(AGAIN, with_roles=False)
    yield AGAIN
    sql(f"DROP DATABASE IF EXISTS {AGAIN} WITH (FORCE)", database="postgres")


def invitations(database: str) -> list[tuple[object, ...]]:
    return sql("SELECT id, token_sha256 FROM accounts_invitation", database=database)


def test_it_is_one_file_that_others_cannot_read(kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        assert set(archive.namelist()) == {"plon.dump", "secret-key", "files/a.csv"}
        assert archive.read("secret-key").decode() == page.KEY["PLON_SECRET_KEY"]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_it_comes_back_whole_and_silent(kept: Path, again: str, tmp_path: Path) -> None:
    done = plon("restore", str(kept), "--data", "new", folder=tmp_path, **as_("owner", again))

    assert (done.code, done.err) == (0, "")
    assert invitations(again) == invitations(NAME)
    assert (tmp_path / "new" / "files" / "a.csv").read_text() == "1;2"
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o777 == 0o600
    assert "off" in plon("sending", folder=tmp_path, **as_("app", again)).out
    assert sql("SELECT why FROM runtime_sendingstop", database=again) == [("restored",)]
    assert "is on" in plon("sending", folder=tmp_path, **as_("app")).out
    # The walls stand, and the application's role is held by them.
    assert plon("doctor", "--data", "new", folder=tmp_path, **as_("app", again)).code == 0
    owners = sql(
        "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'", database=again
    )
    assert owners == [(f"{NAME}_owner",)]


def test_a_database_in_use_is_not_touched_unless_told(
    kept: Path, again: str, tmp_path: Path
) -> None:
    assert plon("migrate", folder=tmp_path, **as_("owner", again)).code == 0
    sql("CREATE TABLE precious (n int)", database=again)
    sql(f"ALTER TABLE precious OWNER TO {NAME}_owner", database=again)

    refused = plon("restore", str(kept), folder=tmp_path, **as_("owner", again))
    assert "--replace" in refused.err
    assert invitations(again) == []

    done = plon("restore", str(kept), "--replace", folder=tmp_path, **as_("owner", again))
    assert (done.code, done.err) == (0, "")
    assert invitations(again) == invitations(NAME)
    assert sql("SELECT to_regclass('precious')", database=again) == [(None,)]
    assert "off" in plon("sending", folder=tmp_path, **as_("app", again)).out


def test_whom_the_replaced_database_knows_to_be_erased_is_erased_again(
    kept: Path, again: str, tmp_path: Path
) -> None:
    """No worker ran since: no record says it yet."""
    assert plon("migrate", folder=tmp_path, **as_("owner", again)).code == 0
    by_hand(FILL, folder=tmp_path, **as_("app", again))
    assert plon("backup", "full.zip", folder=tmp_path, **as_("backup", again)).code == 0
    by_hand(ERASE, folder=tmp_path, **as_("app", again))

    done = plon("restore", "full.zip", "--replace", folder=tmp_path, **as_("owner", again))

    assert (done.code, done.err) == (0, "")
    assert "was erased again" in done.out
    said = "SELECT actor FROM accounts_auditentry WHERE action = 'customer.erased_again'"
    assert sql(said, database=again) == [("system",)]
    names = sql("SELECT first_name FROM customers_customer ORDER BY 1", database=again)
    assert names == [("",), ("Ewa",)]
    tasks = sql("SELECT title FROM agenda_task WHERE title LIKE '%Danuta%'", database=again)
    assert tasks == []


def test_a_damaged_backup_leaves_everything(kept: Path, again: str, tmp_path: Path) -> None:
    assert plon("migrate", folder=tmp_path, **as_("owner", again)).code == 0
    with zipfile.ZipFile(kept) as whole, zipfile.ZipFile(tmp_path / "cut.zip", "w") as cut:
        dump = whole.read("plon.dump")
        cut.writestr("plon.dump", dump[: len(dump) // 2])
        cut.writestr("secret-key", "k")

    told = plon("restore", "cut.zip", "--replace", folder=tmp_path, **as_("owner", again))

    assert "is no whole backup" in told.err
    assert sql("SELECT count(*) FROM django_migrations", database=again) != [(0,)]


def test_what_fails_in_the_middle_leaves_the_database_as_it_was(
    kept: Path, again: str, tmp_path: Path
) -> None:
    assert plon("migrate", folder=tmp_path, **as_("owner", again)).code == 0
    sql("ALTER INDEX accounts_audit_newest RENAME TO elsewhere", database=again)
    sql("CREATE SEQUENCE accounts_audit_newest", database=again)  # in the way, late
    before = sql("SELECT count(*) FROM django_migrations", database=again)

    told = plon("restore", str(kept), "--replace", folder=tmp_path, **as_("owner", again))

    assert "psql refused" in told.err
    assert sql("SELECT count(*) FROM django_migrations", database=again) == before


@pytest.mark.parametrize("role", ["owner", "app"])
def test_a_role_that_sees_one_firm_makes_no_backup(kept: Path, role: str, tmp_path: Path) -> None:
    told = plon("backup", "x.zip", folder=tmp_path, **as_(role))

    assert "sees one firm at a time" in told.err
    assert not (tmp_path / "x.zip").exists()


def programs(folder: Path, *, version: str) -> str:
    folder.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return str(folder)


def test_programs_that_are_missing_or_old_are_named(kept: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    missing = plon("backup", "x.zip", folder=tmp_path, PATH=str(tmp_path / "none"), **as_("backup"))
    assert "pg_dump is not on the path" in missing.err

    path = programs(tmp_path / "old", version="9.6.24")
    old = plon("backup", "x.zip", folder=tmp_path, PATH=path, **as_("backup"))
    assert "pg_dump is of version 9" in old.err
    assert not (tmp_path / "x.zip").exists()


def test_a_backup_of_postgresql_is_not_for_a_folder(kept: Path, tmp_path: Path) -> None:
    told = plon("restore", str(kept), folder=tmp_path, **page.KEY)

    assert "is of PostgreSQL" in told.err
