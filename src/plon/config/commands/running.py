"""One Plon on one data folder: a lock that dies with its process, however that goes."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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

    The system lets go of the lock when the process ends, be it by kill -9; the file stays.
    """
    with os.fdopen(os.open(folder / FILE, os.O_RDWR | os.O_CREAT, 0o600), "r+") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = held.read().strip()
            raise ground.NotReady(_TAKEN, folder=str(folder), address=said) from None
        held.write(f"{address}\n")
        held.flush()
        held.truncate()
        yield
