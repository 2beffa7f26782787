"""Fingerprints of many rows, made in the database: no row travels to be looked at.

Each function returns SQL. PostgreSQL has SHA-256 itself; on SQLite the connection has it from us.
"""

import hashlib
from typing import Any

from django.db import connection


def hex_of(column: str) -> str:
    """Return an id as 32 hexadecimal digits."""
    return f"encode(uuid_send({column}), 'hex')" if _is_postgresql() else column


def moment_of(column: str) -> str:
    """Return a moment as "2026-04-12 09:00:00.000000", UTC."""
    if _is_postgresql():
        return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    return f"substr({column} || '.000000', 1, 26)"


def day_of(column: str) -> str:
    """Return a day as "2026-04-12"."""
    return f"to_char({column}, 'YYYY-MM-DD')" if _is_postgresql() else column


def sha256_of(text: str) -> str:
    """Return the fingerprint of a text, in hexadecimal digits."""
    if _is_postgresql():
        return f"encode(sha256(convert_to({text}, 'UTF8')), 'hex')"
    return f"sha256({text})"


def sha256_of_group(text: str, *, order: str) -> str:
    """Return the fingerprint of a group's texts, joined in the order of a column."""
    if _is_postgresql():
        return sha256_of(f"string_agg({text}, '' ORDER BY {order})")
    return f"sha256_of({text}, {order})"


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


class OrderedSha256:
    """What `sha256_of_group` is on SQLite."""

    def __init__(self) -> None:
        self._told: list[tuple[Any, str]] = []

    def step(self, text: str, place: Any) -> None:
        """Take a row of the group."""
        self._told.append((place, text))

    def finalize(self) -> str:
        """Return the fingerprint of the group."""
        joined = "".join(text for _place, text in sorted(self._told))
        return hashlib.sha256(joined.encode()).hexdigest()
