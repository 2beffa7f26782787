"""A full disk is told from whatever else fails."""

import errno
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import OperationalError

from plon.runtime import full_disk
from plon.runtime.full_disk import is_full


class OfPostgres(Exception):
    """What psycopg raises for a full disk."""

    sqlstate = "53100"


def caused_by(cause: BaseException, error: BaseException) -> BaseException:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "is_so"),
    [
        (None, False),
        (OSError(errno.ENOSPC, "x"), True),
        (OSError(errno.EFBIG, "x"), True),
        (OSError(errno.EIO, "x"), False),
        (OperationalError("database or disk is full"), True),
        (OperationalError("database is locked"), False),
        (caused_by(OfPostgres(), OperationalError("could not extend file")), True),
        (duckdb.IOException('Could not write file "x": No space left on device'), True),
        (duckdb.OutOfMemoryException("failed to offload: max_temp_directory_size"), True),
        (duckdb.OutOfMemoryException("failed to allocate"), False),
        (caused_by(OSError(errno.ENOSPC, "x"), ValueError("refused")), True),
        (ValueError("refused"), False),
    ],
)
def test_a_full_disk_is_known_by_whoever_complains(error: Any, is_so: bool) -> None:
    assert is_full(error) is is_so


def test_a_folder_has_room_while_its_disk_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert full_disk.has_room(tmp_path)
    assert full_disk.has_room(tmp_path / "not yet")

    monkeypatch.setattr(full_disk, "LEAST_BYTES", 1 << 80)

    assert not full_disk.has_room(tmp_path)
