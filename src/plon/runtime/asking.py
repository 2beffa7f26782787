"""Plain SQL, for what is asked so often, or of so many rows, that Django's own way is felt."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection


def rows(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement; ids among its values are told as the database keeps them."""
    told: Any
    if isinstance(values, Mapping):
        told = {name: _told(value) for name, value in values.items()}
    else:
        told = [_told(value) for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        return list(cursor.fetchall())


def as_id(value: Any) -> UUID:
    """Return an id as the database gave it: SQLite keeps 32 digits."""
    return value if isinstance(value, UUID) else UUID(hex=value)


def _told(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) and connection.vendor == "sqlite" else value
