"""Who was erased, beside the database: what is put back from an older backup is held against it.

A line for each row that stood for somebody: the moment, the firm, the customer's id. Nothing of
it tells who it was. Lines are only added; one that a kill cut short is read over.
"""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

Erasures: TypeAlias = Mapping[tuple[UUID, UUID], datetime]  # firm and customer -> when

HEADING = b"# Plon: who was erased, so that no restored backup brings them back. Keep a copy.\n"
_ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LINE = re.compile(rf"(\S+) ({_ID}) ({_ID})")


def read(file: Path) -> Erasures:
    """Return what a record says; nothing where there is none."""
    found: dict[tuple[UUID, UUID], datetime] = {}
    for line in _lines(file):
        if told := _LINE.fullmatch(line):
            with suppress(ValueError):
                whom = (UUID(told[2]), UUID(told[3]))
                found.setdefault(whom, datetime.fromisoformat(told[1]))
    return found


def is_record(file: Path) -> bool:
    """Say whether a file is a record, be it of nobody."""
    return HEADING.decode().strip() in _lines(file) or bool(read(file))


def add(file: Path, erasures: Erasures) -> None:
    """Write down, on the disk before we return, what is not in the record yet. Safe to repeat."""
    known = read(file)
    lines = [
        f"{at.isoformat()} {workspace_id} {customer_id}\n"
        for (workspace_id, customer_id), at in erasures.items()
        if (workspace_id, customer_id) not in known
    ]
    is_new = not file.exists()
    if not (lines or is_new):
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "ab") as record:
        record.write((HEADING if is_new else _ending(file)) + "".join(sorted(lines)).encode())
        record.flush()
        os.fsync(record.fileno())
    if is_new:
        _keep_name(file.parent)


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").split("\n")
    except FileNotFoundError:
        return []


def _ending(file: Path) -> bytes:
    """Return what ends the last line, should a kill have cut it short."""
    return b"" if file.read_bytes().endswith(b"\n") else b"\n"


def _keep_name(folder: Path) -> None:
    """Let the disk know of a new file in the folder, too."""
    there = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(there)
    finally:
        os.close(there)
