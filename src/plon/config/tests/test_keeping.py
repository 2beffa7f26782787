"""Backups: whole or not at all, while the application goes on."""

import os
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from plon.config.keeping import (
    BackupUnreadable,
    FolderInUse,
    NothingToKeep,
    put,
    restoring,
    write_backup,
)

KEY = "k" * 50  # in force: from the environment, it may be another than the folder's


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose database somebody is writing to."""
    made = tmp_path / "data"
    (made / "files" / "imports").mkdir(parents=True)
    (made / "files" / "imports" / "a.csv").write_text("1;2")
    (made / "secret-key").write_text("s" * 50)
    with closing(sqlite3.connect(made / "plon.sqlite3")) as live:
        live.execute("PRAGMA journal_mode=WAL")
        for table in ("django_migrations", "accounts_workspace", "loaf"):
            live.execute(f"CREATE TABLE {table} (n)")
        live.execute("INSERT INTO loaf VALUES (7)")
        live.commit()
    return made


def loaves(folder: Path) -> list[tuple[int]]:
    with closing(sqlite3.connect(folder / "plon.sqlite3")) as kept:
        return kept.execute("SELECT n FROM loaf").fetchall()


def unpack(file: Path, *, folder: Path) -> None:
    with restoring(file, folder=folder):
        pass


def test_comes_back_whole(folder: Path, tmp_path: Path) -> None:
    file, place = tmp_path / "kept.zip", tmp_path / "new"
    with closing(sqlite3.connect(folder / "plon.sqlite3")) as live:
        live.execute("INSERT INTO loaf VALUES (8)")  # not committed: not of the backup
        write_backup(file, folder=folder, key=KEY)
    unpack(file, folder=place)

    assert loaves(place) == [(7,)]
    assert (place / "files" / "imports" / "a.csv").read_text() == "1;2"
    assert (place / "secret-key").read_text() == KEY
    assert {file.stat().st_mode & 0o777, (place / "secret-key").stat().st_mode & 0o777} == {0o600}
    assert {entry.name for entry in tmp_path.iterdir()} == {"data", "kept.zip", "new"}


def test_a_file_that_is_deleted_meanwhile_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("1;2")
    with zipfile.ZipFile(tmp_path / "kept.zip", "w") as made:
        for name in ("a.csv", "b.csv"):
            put(made, tmp_path / name, name=name)

    with zipfile.ZipFile(tmp_path / "kept.zip") as kept:
        assert kept.namelist() == ["b.csv"]
        assert kept.testzip() is None


def test_a_folder_without_a_database_is_named(tmp_path: Path) -> None:
    with pytest.raises(NothingToKeep, match="nowhere"):
        write_backup(tmp_path / "kept.zip", folder=tmp_path / "nowhere", key=KEY)


def test_a_failed_backup_leaves_the_earlier_one(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    write_backup(file, folder=folder, key=KEY)
    before = file.read_bytes()
    (folder / "plon.sqlite3").write_bytes(b"no database" * 1000)

    with pytest.raises(sqlite3.DatabaseError):
        write_backup(file, folder=folder, key=KEY)

    assert file.read_bytes() == before
    assert {entry.name for entry in tmp_path.iterdir()} == {"data", "kept.zip"}


def test_a_folder_in_use_is_not_touched(folder: Path, tmp_path: Path) -> None:
    write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)

    with pytest.raises(FolderInUse):
        unpack(tmp_path / "kept.zip", folder=folder)

    assert loaves(folder) == [(7,)]


def archive(file: Path, *names: str) -> Path:
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return file


@pytest.mark.parametrize(
    "names",
    [
        ("plon.sqlite3",),
        ("plon.sqlite3", "secret-key", "../evil"),
        ("plon.sqlite3", "secret-key", "/evil"),
        ("plon.sqlite3", "secret-key", "files/../../evil"),
        ("plon.sqlite3", "secret-key", "other"),
    ],
)
def test_a_foreign_archive_is_refused(names: tuple[str, ...], tmp_path: Path) -> None:
    with pytest.raises(BackupUnreadable):
        unpack(archive(tmp_path / "foreign.zip", *names), folder=tmp_path / "new")

    assert {entry.name for entry in tmp_path.iterdir()} == {"foreign.zip"}


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)

    with pytest.raises(BackupUnreadable):
        unpack(file, folder=tmp_path / "new")


def test_an_empty_folder_may_be_restored_into(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)

    unpack(tmp_path / "kept.zip", folder=tmp_path / "new")

    assert loaves(tmp_path / "new") == [(7,)]


def test_a_file_of_that_name_is_not_touched(folder: Path, tmp_path: Path) -> None:
    write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)
    (tmp_path / "new").write_text("x")

    with pytest.raises(FolderInUse):
        unpack(tmp_path / "kept.zip", folder=tmp_path / "new")


def test_what_fails_on_the_shelf_never_becomes_the_folder(folder: Path, tmp_path: Path) -> None:
    write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)

    with pytest.raises(RuntimeError), restoring(tmp_path / "kept.zip", folder=tmp_path / "new"):
        raise RuntimeError

    assert {entry.name for entry in tmp_path.iterdir()} == {"data", "kept.zip"}


def test_the_database_of_another_program_is_refused(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "plon.sqlite3")) as live:
        live.execute("DROP TABLE accounts_workspace")
        live.commit()
    write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)

    with pytest.raises(BackupUnreadable):
        unpack(tmp_path / "kept.zip", folder=tmp_path / "new")


def test_a_damaged_database_is_not_kept_as_if_it_were_whole(folder: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(folder / "plon.sqlite3")) as live:
        live.executemany("INSERT INTO loaf VALUES (?)", [("x" * 100,)] * 2000)
        live.commit()
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (folder / "plon.sqlite3").open("r+b") as file:
        file.seek(20 * 4096)
        file.write(b"\xff" * 4096 * 5)

    with pytest.raises(sqlite3.DatabaseError):
        write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)

    assert {entry.name for entry in tmp_path.iterdir()} == {"data"}


def test_what_a_kill_left_behind_is_swept_away(folder: Path, tmp_path: Path) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"],
        capture_output=True,
        text=True,
        check=True,
    )
    (tmp_path / f".plon-shelf-{gone.stdout.strip()}-abc" / "files").mkdir(parents=True)
    (tmp_path / f".plon-shelf-{os.getpid()}-abc").mkdir()
    (tmp_path / ".plon-shelf-1-abc").mkdir()

    write_backup(tmp_path / "kept.zip", folder=folder, key=KEY)

    left = {entry.name for entry in tmp_path.iterdir()} - {"data", "kept.zip"}
    assert left == {f".plon-shelf-{os.getpid()}-abc", ".plon-shelf-1-abc"}
