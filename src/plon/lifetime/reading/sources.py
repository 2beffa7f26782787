"""A file opened: its columns, and the SQL relation that yields its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.columns import Column
from plon.lifetime.sales import Guess


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
    """A UTF-8 text on disk as DuckDB is told to read it.

    records: how many rows there are if each line is one; fewer or more means repair.
    """

    path: Path
    separator: str
    width: int
    first_line: int
    records: int
    must_repair: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file ready to load.

    relation: SQL after FROM with columns c0, c1, … and line_no where `has_lines`; otherwise
      rows come in the file's order and the first stands on `first_line`.
    text: what to repair where rows are missing; None for typed files.
    clean: an Arrow table of what was read, where that is not in DuckDB.
    """

    name: str
    relation: str
    columns: Sequence[Column]
    first_line: int
    has_lines: bool
    guesses: tuple[Guess, ...]
    has_headings: bool = True
    text: TextTable | None = None
    clean: Any = None  # pyarrow.Table

    @property
    def separator(self) -> str:
        """Return what parts the cells of a text, or nothing."""
        return self.text.separator if self.text else ""


def text_relation(table: TextTable, rejects: str) -> str:
    """Return SQL that reads a text with every cell as text; broken rows go to table `rejects`."""
    return _read_csv(table.path, table, skip=table.first_line - 1, rejects=rejects, numbered=False)


def repaired_relation(path: Path, table: TextTable, rejects: str) -> str:
    """Return SQL that reads what `repair` wrote: the line's number, then the cells."""
    return _read_csv(path, table, skip=0, rejects=rejects, numbered=True)


def _read_csv(path: Path, table: TextTable, *, skip: int, rejects: str, numbered: bool) -> str:
    numbers = ["'line_no': 'BIGINT'"] if numbered else []
    columns = ", ".join([*numbers, *(f"'c{i}': 'VARCHAR'" for i in range(table.width))])
    return (
        f"read_csv({quoted_path(path)}, auto_detect=false, header=false, skip={skip}, "
        f"delim={quoted(table.separator)}, quote='\"', escape='\"', columns={{{columns}}}, "
        f"compression='none', store_rejects=true, rejects_limit=0, "
        f"rejects_table='{rejects}', rejects_scan='{rejects}_scan')"
    )


def quoted(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def quoted_path(path: Path) -> str:
    """Return a path as an SQL literal that DuckDB does not take for a pattern."""
    text = str(path)
    for letter in "[*?":
        text = text.replace(letter, f"\0{letter}")
    return quoted(
        "".join(f"[{part[0]}]{part[1:]}" if n else part for n, part in enumerate(text.split("\0")))
    )


def sample_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Column]:
    """Return the columns of rows of text, as the guesses see them."""
    return [
        Column(
            index=index,
            heading=heading,
            cells=tuple(cell for row in rows if (cell := row[index].strip())),
            has_odd_blanks=any(row[index].strip() != row[index].strip(" ") for row in rows),
        )
        for index, heading in enumerate(headings)
    ]


def refuse_empty(name: str) -> InputUnusable:
    """Return the refusal of a file with a heading and nothing under it."""
    return InputUnusable(
        sentence('"%(file)s" has a heading and no line under it: give a file with sales lines.'),
        file=name,
    )
