"""Backups of an embedded installation: a ZIP of the database, the files and the secret key."""

import os
import re
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from plon.core.errors import DomainError

DATABASE, DUMP, FILES, SECRET = "plon.sqlite3", "plon.dump", "files", "secret-key"
RECORD = "erasures.log"  # who was erased: config.erasure_record
LAST = "last-backup"  # its moment is that of the newest backup
_SHELF = re.compile(r"\.plon-shelf-(\d+)-")  # where we work; of whom, to sweep after a kill
_OURS = {"django_migrations", "accounts_workspace"}  # tables without which it is another's


class NothingToKeep(DomainError):
    """The folder holds no database of ours."""

    code = "nothing_to_keep"


class BackupUnreadable(DomainError):
    """The file is no backup of ours, or a damaged one."""

    code = "backup_unreadable"


class FolderInUse(DomainError):
    """The folder to restore into holds something already: nothing was touched."""

    code = "folder_in_use"


def write_backup(file: Path, *, folder: Path, key: str) -> None:
    """Write the folder's backup, whole or not at all. The application may go on meanwhile.

    The database is copied by its own online backup, never as a file, and the copy is looked
    through. The ZIP holds `key`, by which its secrets are read: keep it like one. A file that is
    deleted meanwhile is left out. Raises NothingToKeep, and
    sqlite3.DatabaseError where the database is damaged.
    """
    if not (folder / DATABASE).exists():
        raise NothingToKeep(str(folder))
    with shelf(beside=file) as place:
        copy, draft = place / DATABASE, place / "draft.zip"
        with (
            closing(sqlite3.connect(folder / DATABASE)) as live,
            closing(sqlite3.connect(copy)) as kept,
        ):
            live.backup(kept)
            _look_through(kept)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, DATABASE)
            archive.writestr(SECRET, key)
            put(archive, folder / RECORD, name=RECORD)
            for each in [one for one in sorted((folder / FILES).rglob("*")) if one.is_file()]:
                put(archive, each, name=each.relative_to(folder).as_posix())
        os.chmod(draft, 0o600)
        draft.replace(file)
    (folder / LAST).touch()


def put(archive: zipfile.ZipFile, file: Path, *, name: str) -> None:
    with suppress(FileNotFoundError):  # the application goes on, and deletes
        archive.write(file, name)


def backed_up_at(folder: Path) -> datetime | None:
    """Return when the newest backup of a folder was made; None where none is known."""
    mark = folder / LAST
    return datetime.fromtimestamp(mark.stat().st_mtime, UTC) if mark.exists() else None


def is_dump(file: Path) -> bool:
    """Say whether a backup is of PostgreSQL."""
    try:
        with zipfile.ZipFile(file) as archive:
            return DUMP in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


@contextmanager
def restoring(file: Path, *, folder: Path) -> Iterator[Path]:
    """Give what a backup holds on a shelf; it becomes `folder` where the block ends well.

    The folder is not there before, or empty; else FolderInUse. Raises BackupUnreadable.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderInUse(str(folder))
    folder.resolve().parent.mkdir(parents=True, exist_ok=True)
    with shelf(beside=folder) as place:
        _unpack(file, place)
        os.chmod(place / SECRET, 0o600)
        yield place
        if folder.exists():
            folder.rmdir()
        place.rename(folder)


@contextmanager
def shelf(*, beside: Path) -> Iterator[Path]:
    """Give a folder to work in; sweep it away afterwards, and those that a kill left behind."""
    around = beside.resolve().parent
    for name in os.listdir(around):
        found = _SHELF.match(name)
        if found and not _is_alive(int(found[1])):
            shutil.rmtree(around / name, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".plon-shelf-{os.getpid()}-", dir=around))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True


def _unpack(file: Path, shelf: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if not {DATABASE, SECRET} <= set(names) or not all(map(is_ours, names)):
                raise BackupUnreadable(file.name)
            archive.extractall(shelf)
        with closing(sqlite3.connect(shelf / DATABASE)) as kept:
            _look_through(kept)
            tables = {name for (name,) in kept.execute("SELECT name FROM sqlite_master")}
    except (zipfile.BadZipFile, sqlite3.DatabaseError) as error:
        raise BackupUnreadable(file.name) from error
    if not tables >= _OURS:
        raise BackupUnreadable(file.name)


def _look_through(database: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError where pages of the database are damaged."""
    (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise sqlite3.DatabaseError(f"malformed: {answer}")


def is_ours(name: str) -> bool:
    parts = Path(name).parts
    is_inside = ".." not in parts and not name.startswith("/")
    return name in {DATABASE, SECRET, RECORD} or (is_inside and parts[0] == FILES)
