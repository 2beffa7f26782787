"""A disk without room, told apart from defects of ours, whoever complains of it."""

import errno
import os
from pathlib import Path

from django.db import Error

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
SAID = (  # by the system, SQLite, and DuckDB that may not spill any further
    "No space left",
    "File too large",
    "Disk quota",
    "database or disk is full",
    "max_temp_directory_size",
)
ON_POSTGRESQL = "53100"
LEAST_BYTES = 8 << 20  # with less, even what went wrong cannot be written down


def is_full(error: BaseException | None) -> bool:
    """Say whether an error, or what caused it, means that there is no room left to write."""
    if error is None:
        return False
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    if isinstance(error, Error) and getattr(error.__cause__, "sqlstate", "") == ON_POSTGRESQL:
        return True
    return says_full(str(error)) or is_full(error.__cause__)


def says_full(text: str) -> bool:
    """Say whether an error's text, as a duty keeps it, speaks of a full disk."""
    return any(words in text for words in SAID)


def has_room(folder: str | Path) -> bool:
    """Say whether a folder's disk has room for more than a few lines; one not there yet has."""
    if not os.path.isdir(folder):
        return True
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize >= LEAST_BYTES
