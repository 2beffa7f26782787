"""The page on PostgreSQL is true: its roles, its migration, its copy; and what is refused."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.acceptance.running import plon
from tools.on_postgres import SERVER

PAGE = Path("docs/operations/postgresql.md")
NAME = f"plon_page_{os.getpid()}"
KEY = {"PLON_SECRET_KEY": "k" * 50}


def answers() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


pytestmark = pytest.mark.skipif(not answers(), reason="no PostgreSQL answers")


def told() -> str:
    """Return the SQL of the page, with names of our own: roles belong to the whole server."""
    (text,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(text).replace("plon_", f"{NAME}_")


def address(role: str, database: str = NAME, password: str = "", query: str = "") -> str:
    server = conninfo_to_dict(SERVER)
    host = f"{server.get('host', '127.0.0.1')}:{server.get('port', 5432)}"
    return f"postgresql://{role}:{password}@{host}/{database}{query}"


OWNER, APP, BACKUP = (
    (f"{NAME}_{role}", word)
    for role, word in (
        ("owner", "choose-one"),
        ("app", "choose-another"),
        ("backup", "choose-a-third"),
    )
)


def by(role: tuple[str, str], database: str = NAME) -> dict[str, str]:
    return KEY | {"DATABASE_URL": address(role[0], database, role[1])}


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Make a database as the page says; take it and its roles away afterwards."""
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {NAME}")
        with psycopg.connect(SERVER, dbname=NAME, autocommit=True) as made:
            made.execute(told())
        yield NAME
        server.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
        server.execute(f"DROP DATABASE IF EXISTS {NAME}_again WITH (FORCE)")
        for role, _ in (OWNER, APP, BACKUP):
            server.execute(f"DROP ROLE {role}")


def test_as_the_page_says_it_runs_and_comes_back_with_sending_off(
    database: str, tmp_path: Path
) -> None:
    assert "run plon migrate" in plon("web", folder=tmp_path, **by(APP)).err
    assert "owner's DATABASE_URL" in plon("migrate", folder=tmp_path, **by(APP)).err
    assert plon("migrate", folder=tmp_path, **by(OWNER)).code == 0
    assert plon("doctor", folder=tmp_path, **by(APP)).code == 0
    for command in ("web", "worker"):
        assert "may pass by the walls" in plon(command, folder=tmp_path, **by(OWNER)).err

    dump = tmp_path / "plon.dump"
    owner, keeper = address(*(OWNER[0], NAME, OWNER[1])), address(*(BACKUP[0], NAME, BACKUP[1]))
    assert subprocess.run(
        ["pg_dump", "-Fc", "-f", dump, owner], capture_output=True, check=False
    ).returncode
    subprocess.run(["pg_dump", "-Fc", "-f", dump, keeper], check=True)
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {NAME}_again")
        with psycopg.connect(SERVER, dbname=f"{NAME}_again", autocommit=True) as made:
            made.execute(re.sub(r"CREATE ROLE.*;", "", told()))
    again = address(OWNER[0], f"{NAME}_again", OWNER[1])
    subprocess.run(["pg_restore", "--no-owner", "--no-privileges", "-d", again, dump], check=True)

    moved = plon("migrate", folder=tmp_path, **by(OWNER, f"{NAME}_again"))
    assert "nothing is sent until" in moved.out
    assert "off" in plon("sending", folder=tmp_path, **by(APP, f"{NAME}_again")).out
    assert "is on" in plon("sending", folder=tmp_path, **by(APP)).out


@pytest.mark.parametrize(
    ("url", "fragment"),
    [
        (address("postgres", "nowhere_at_all"), "no database nowhere_at_all"),
        (address("nobody_at_all", "postgres"), "does not let nobody_at_all in"),
        ("postgresql://a:secret@nowhere.invalid/b", "no machine nowhere.invalid"),
        ("postgresql://a:secret@127.0.0.1:1/b", "No database answers at 127.0.0.1:1"),
    ],
)
def test_what_does_not_answer_is_told_in_one_sentence(
    url: str, fragment: str, tmp_path: Path
) -> None:
    told = plon("doctor", folder=tmp_path, **KEY, DATABASE_URL=url)

    assert told.code == 3
    assert fragment in told.err
    assert told.err.count("\n") == 1
    assert "secret" not in told.err


def test_a_superuser_serves_nobody(database: str, tmp_path: Path) -> None:
    with psycopg.connect(SERVER) as server:
        name = server.info.user
    plon("migrate", folder=tmp_path, **by(OWNER))

    refused = plon("worker", folder=tmp_path, **KEY, DATABASE_URL=address(name))

    assert "may pass by the walls" in refused.err
