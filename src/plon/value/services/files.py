"""A folder that appears whole or not at all: built beside its place, synced, then renamed."""

import ctypes
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plon.core.errors import DomainError

REPORT = "report.html"
SUMMARY = "summary.json"
CUSTOMERS_CSV = "customers.csv"
CUSTOMERS_PARQUET = "customers.parquet"
REJECTED = "rejected.csv"
OURS = {REPORT, SUMMARY, CUSTOMERS_CSV, CUSTOMERS_PARQUET, REJECTED}
_HERE, _EXCHANGE = -100, 2  # Linux: AT_FDCWD, RENAME_EXCHANGE
GENERATOR = "plon value"  # the mark in summary.json by which we know a folder of ours


class FolderTaken(DomainError):
    """The folder holds something that we did not write: nothing of it is touched."""

    code = "folder_taken"


class NotAFolder(DomainError):
    """A file, not a folder, stands where the report should go."""

    code = "not_a_folder"


class NoRoom(DomainError):
    """The disk, or the memory with the disk behind it, is full."""

    code = "no_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where the report is built: `made` becomes the folder, `work` is thrown away."""

    made: Path
    work: Path


@contextmanager
def folder_at_once(out: Path) -> Iterator[Bench]:
    """Yield a bench beside `out`; on leaving, put what was made in its place.

    An earlier report of ours is replaced at the very end. On any error or interruption nothing is
    left and the earlier report stays. Raises FolderTaken or NotAFolder before anything is written.
    """
    place = out.resolve()
    check_place(place)
    shelf = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=_existing_parent(place)))
    try:
        bench = Bench(made=shelf / "made", work=shelf / "work")
        bench.made.mkdir()
        bench.work.mkdir()
        yield bench
        _sync(bench.made)
        place.parent.mkdir(parents=True, exist_ok=True)
        put_in_place(bench.made, place, old=shelf / "old")
        _sync_folder(place.parent)
    finally:
        if place.exists() or not (shelf / "old").exists():  # never the only report there is
            shutil.rmtree(shelf, ignore_errors=True)


def check_place(place: Path) -> None:
    """Raise FolderTaken or NotAFolder unless a report may be put there."""
    if not place.exists():
        return
    if not place.is_dir():
        raise NotAFolder(str(place))
    names = {entry.name for entry in place.iterdir()}
    if names and not (names <= OURS and _is_marked(place / SUMMARY)):
        raise FolderTaken(str(place))


def _is_marked(summary: Path) -> bool:
    try:
        content = json.loads(summary.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("generator") == GENERATOR


def _existing_parent(place: Path) -> Path:
    return next(folder for folder in place.parents if folder.is_dir())


def put_in_place(made: Path, place: Path, *, old: Path) -> None:
    """Let `made` take its `place`; what stood there goes to `old`, and back if that fails.

    Linux swaps the two in one step; elsewhere there is no folder for a moment.
    """
    if place.exists() and _swapped(made, place):
        made.rename(old)
        return
    try:
        if place.exists():
            place.rename(old)
        made.rename(place)
    except BaseException:
        if old.exists() and not place.exists():
            old.rename(place)
        raise


def _swapped(one: Path, other: Path) -> bool:
    """Exchange two folders' names in one step; say whether the system could."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    here, how = ctypes.c_int(_HERE), ctypes.c_uint(_EXCHANGE)
    return rename is not None and rename(here, bytes(one), here, bytes(other), how) == 0


def sync(file: Path) -> None:
    """Wait until a file is on the disk."""
    with file.open("rb") as handle:
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    for file in sorted(folder.iterdir()):
        sync(file)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
