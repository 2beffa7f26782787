"""Whatever dies in the middle leaves whole things only, and the next start goes on."""

import os
import re
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.command import COMMAND
from tests.acceptance.running import is_listening, plon, surroundings, up, wait_for


def rows(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)


def test_ctrl_c_stops_everything_and_the_next_start_goes_on(tmp_path: Path) -> None:
    with up(folder=tmp_path) as first:
        assert is_listening(first.port)
        link = re.findall(r"/join/\S+", first.said)
        assert first.stop(signal.SIGINT) == 0
        assert not is_listening(first.port)
        assert "Plon has stopped" in first.said
    key = (tmp_path / "plon-data" / "secret-key").read_text()

    with up(folder=tmp_path) as second:
        assert re.findall(r"/join/\S+", second.said) != link
        assert (tmp_path / "plon-data" / "secret-key").read_text() == key
        second.process.kill()  # nothing can be done any more: the others notice by themselves
        second.process.wait()
        wait_for(lambda: not is_listening(second.port))

    assert plon("doctor", folder=tmp_path).code == 0


def test_a_kill_while_the_demo_is_filled_leaves_no_half_firm(tmp_path: Path) -> None:
    data = tmp_path / "plon-data"
    process = subprocess.Popen(
        [str(COMMAND), "up", "--demo"],
        cwd=tmp_path,
        env=surroundings("en", {}),
        stdout=subprocess.PIPE,
    )
    wait_for(lambda: (data / "plon.sqlite3-wal").exists())
    time.sleep(3)  # somewhere among migrations and firms
    process.kill()
    process.communicate()

    assert rows_if_there(data, "accounts_workspace") in {0, 3}
    with up("--demo", folder=tmp_path):
        assert rows(data, "accounts_workspace") == 3


def rows_if_there(data: Path, table: str) -> int:
    try:
        return rows(data, table)
    except sqlite3.OperationalError:
        return 0


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data folder with something large to keep."""
    place = tmp_path / "plon-data"
    place.mkdir()
    (place / "secret-key").write_text("k" * 50)
    sqlite3.connect(place / "plon.sqlite3").close()
    assert plon("migrate", folder=tmp_path).code == 0
    (place / "files").mkdir()
    (place / "files" / "large").write_bytes(os.urandom(60_000_000))
    return place


@pytest.mark.parametrize("command", ["backup kept.zip", "restore whole.zip --data new"])
def test_a_kill_in_a_backup_or_restore_leaves_nothing_that_looks_whole(
    command: str, data: Path
) -> None:
    place = data.parent
    assert plon("backup", "whole.zip", folder=place).code == 0
    process = subprocess.Popen(
        [str(COMMAND), *command.split()], cwd=place, env=surroundings("en", {})
    )
    wait_for(lambda: list(place.glob(".plon-shelf-*")))
    process.kill()
    process.wait()

    assert {entry.name for entry in place.iterdir() if entry.name[0] != "."} == {
        "plon-data",
        "whole.zip",
    }
    assert plon(*command.split(), folder=place).code == 0
    assert not list(place.glob(".plon-shelf-*"))


def test_a_full_disk_is_one_sentence_and_leaves_nothing(data: Path) -> None:
    small = ["bash", "-c", f"ulimit -f 8000; exec {COMMAND} backup kept.zip"]

    told = subprocess.run(
        small, cwd=data.parent, env=surroundings("en", {}), capture_output=True, check=False
    )

    assert told.returncode == 3  # the database cannot be used
    assert b"no room left" in told.stderr
    assert {entry.name for entry in data.parent.iterdir()} == {"plon-data"}
