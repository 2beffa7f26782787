"""The numbers of every customer in a file, to be looked up for a page of orders at a time."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

Numbers: TypeAlias = Mapping[str, str]
NAMES = ("customer", "email", "phone")
_AT_ONCE = 2_000


class Buyers:
    """The numbers of customers by our id."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def numbers_of(self, ids: Collection[UUID]) -> dict[UUID, Numbers]:
        """Return the numbers of those that are there."""
        asked = [each.bytes for each in set(ids)]
        marks = ", ".join("?" * len(asked))
        query = f"SELECT id, customer, email, phone FROM buyers WHERE id IN ({marks})"
        return {
            UUID(bytes=row[0]): dict(zip(NAMES, row[1:], strict=True))
            for row in self.connection.execute(query, asked)
        }


@contextmanager
def buyers_in(path: Path, people: Iterable[tuple[UUID, Numbers]]) -> Iterator[Buyers]:
    """Write the numbers of customers to a new file, however many they are."""
    source = iter(people)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE buyers (id BLOB PRIMARY KEY, customer, email, phone) WITHOUT ROWID"
        )
        while part := list(islice(source, _AT_ONCE)):
            rows = [(who.bytes, *(told[name] for name in NAMES)) for who, told in part]
            connection.executemany("INSERT INTO buyers VALUES (?, ?, ?, ?)", rows)
        yield Buyers(connection)
