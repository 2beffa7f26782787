"""One Plon on one data folder: a lock that dies with its process, however that goes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from plon.config.commands import ground
from plon.lifetime.errors import sentence

FILE = "running.lock"
_TAKEN = sentence(
    "Plon runs on %(folder)s already, at %(address)s: look there, or stop it before another starts."
)


def check_alone(folder: Path) -> None:
    """Raise NotReady where a Plon runs on the folder."""
    if address := address_of(folder):
        raise ground.NotReady(_TAKEN, folder=str(folder), address=address)


def address_of(folder: Path) -> str:
    """Return where the Plon that runs on the folder is reached; "" where none runs."""
    try:
        opened = (folder / FILE).open(encoding="utf-8")
    except OSError:
        return ""
    with opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return opened.read().strip()
    return ""


@contextmanager
def alone(folder: Path, *, address: str) -> Iterator[None]:
    """Hold the folder as ours, and say in it where we are. Raises NotReady where another does.

    The file goes when we do; after a kill -9 it stays, and holds nobody up: the lock is the
    system's, and ended with its process.
    """
    with _held(folder) as held:
        held.write(f"{address}\n")
        held.flush()
        held.truncate()
        try:
            yield
        finally:
            (folder / FILE).unlink(missing_ok=True)


def _held(folder: Path) -> IO[str]:
    """Return the file of the folder, locked by us; one taken away while we waited is no lock."""
    while True:
        file = os.fdopen(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600), "r+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with file:
                said = file.read().strip()
            raise ground.NotReady(_TAKEN, folder=str(folder), address=said) from None
        if _is_in_place(file, folder):
            return file
        file.close()


def _is_in_place(file: IO[str], folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), (folder / FILE).stat())
    except FileNotFoundError:
        return False
