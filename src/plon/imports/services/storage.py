"""Uploaded files: stored under random names, told by their bytes, deleted when forgotten."""

import secrets
import shutil
from collections.abc import Iterable, Set
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
from django.conf import settings

from plon.imports.services.preparing import REJECTED
from plon.lifetime.errors import InputUnusable, sentence

BYTES_MAX = 512 << 20
_FILE = "upload"
_NOT_PERSONAL = {"line_no", "column_name", "reason"}  # of a rejected row


def store(chunks: Iterable[bytes], *, workspace_id: UUID) -> tuple[str, int]:
    """Write an upload to a new folder; return the folder's name and the size.

    Raises InputUnusable for more than BYTES_MAX. Nothing is left where it, or a chunk, fails.
    """
    name = secrets.token_hex(16)
    folder = folder_of(workspace_id, name)
    folder.mkdir(parents=True, mode=0o700)
    try:
        return name, _write(folder / _FILE, chunks)
    except BaseException:
        delete(workspace_id, name)
        raise


def _write(path: Path, chunks: Iterable[bytes]) -> int:
    size = 0
    with path.open("wb") as file:
        for chunk in chunks:
            size += file.write(chunk)
            check_size(size)
    return size


def check_size(size: int) -> None:
    """Refuse more bytes than an upload may have on disk. Raises InputUnusable."""
    if size > BYTES_MAX:
        raise InputUnusable(
            sentence("The file is larger than %(most)s MB: part it, by year for example."),
            most=BYTES_MAX >> 20,
        )


def folder_of(workspace_id: UUID, name: str) -> Path:
    """Return the folder of an import."""
    return Path(settings.MEDIA_ROOT) / "imports" / str(workspace_id) / name


def file_of(workspace_id: UUID, name: str) -> Path:
    """Return the uploaded file itself."""
    return folder_of(workspace_id, name) / _FILE


def delete(workspace_id: UUID, name: str) -> None:
    """Delete everything of an import on disk. Safe to repeat."""
    shutil.rmtree(folder_of(workspace_id, name), ignore_errors=True)


def delete_upload(workspace_id: UUID, name: str) -> None:
    """Delete the upload and its parts, and what a check that was killed left behind.

    Rejected rows are kept. Safe to repeat.
    """
    for path in folder_of(workspace_id, name).glob("*"):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != REJECTED:
            path.unlink(missing_ok=True)


def sweep(workspace_id: UUID, *, known: Set[str], before: datetime) -> None:
    """Delete the folders that no import knows and nobody wrote into since `before`.

    A kill while a file is taken in leaves one. Safe to repeat.
    """
    for folder in folder_of(workspace_id, "").glob("*"):
        if folder.name not in known and folder.stat().st_mtime < before.timestamp():
            delete(workspace_id, folder.name)


def blank_rejected(workspace_id: UUID, name: str) -> None:
    """Empty the cells of an import's rejected rows; lines, columns and reasons stay.

    Safe to repeat, and where there are none.
    """
    path = folder_of(workspace_id, name) / REJECTED
    if not path.exists():
        return
    draft = path.with_suffix(".draft")
    with pq.ParquetFile(path) as file, pq.ParquetWriter(draft, file.schema_arrow) as writer:
        for batch in file.iter_batches():
            columns = [
                batch.column(field.name)
                if field.name in _NOT_PERSONAL
                else pa.nulls(len(batch), field.type)
                for field in file.schema_arrow
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=file.schema_arrow))
    draft.replace(path)
