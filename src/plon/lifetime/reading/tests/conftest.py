"""What the tests of reading share: a file of bytes read with options, and its rows."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.sales import Sales

TODAY = date(2026, 11, 20)

Reader = Callable[..., Sales]


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    """Return a function that writes contents to files and reads them together."""
    opened: list[Sales] = []

    def read_contents(*contents: bytes | str, name: str = "sales.csv", **options: Any) -> Sales:
        folder = tmp_path / f"reading{len(opened)}_{len(list(tmp_path.iterdir()))}"
        (folder / "work").mkdir(parents=True)
        paths = []
        for number, content in enumerate(contents):
            path = folder / (name if number == 0 else f"{number}_{name}")
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(path)
        work = folder / "work"
        sales = read(paths, ReadOptions(**options), today=TODAY, work_folder=work)
        opened.append(sales)
        return sales

    yield read_contents
    for sales in opened:
        sales.connection.close()


def rows(sales: Sales, columns: str, table: str = "lines") -> list[tuple[Any, ...]]:
    """Return columns of a table, in the order of the files' lines."""
    query = f"SELECT {columns} FROM {table} ORDER BY file_no, line_no"
    return list(sales.connection.execute(query).fetchall())


def rejected(sales: Sales) -> list[tuple[Any, ...]]:
    """Return (line, column, value, reason) of every rejected line."""
    return rows(sales, "line_no, column_name, value, reason", "rejected")


def guess(sales: Sales, role: str) -> tuple[str, str, str]:
    """Return (value, evidence, runner-up) of a guess."""
    found = next(guess for guess in sales.guesses if guess.role == role)
    return found.value, found.evidence, found.runner_up
