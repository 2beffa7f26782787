"""How a sheet of cells is laid out: where its heading is, how wide it is. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.amounts import is_number
from plon.lifetime.reading.shapes import shape_of

WIDTH_MAX = 1_000
_PREAMBLE_MAX = 30  # lines of a title above the heading

Row = Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """Where the data begin. `index`: position of the first data row among the rows given."""

    headings: tuple[str, ...]  # empty strings for a file without headings
    width: int
    index: int
    has_headings: bool

    def name(self, column: int) -> str:
        """Return what a column is called: its heading, or its 1-based number."""
        return self.headings[column] or str(column + 1)


def find_heading(rows: Sequence[Row], *, place: int | None = None) -> Heading:
    """Find the heading, or that there is none, from the first rows of a table.

    place: 1-based, of the row that is the heading; 0: there is none; None: to be found. Raises
    InputUnusable for no row at all, a blank row given, or more columns than WIDTH_MAX.
    """
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise InputUnusable(sentence("The file is empty: give a file with sales lines."))
    width = Counter(len(row) for row in filled).most_common(1)[0][0]
    if max(width, len(filled[0])) > WIDTH_MAX:
        raise InputUnusable(
            sentence(
                "The table has %(columns)s columns and at most %(most)s are read: "
                "leave only the customer, date, amount and a few more."
            ),
            columns=max(width, len(filled[0])),
            most=WIDTH_MAX,
        )
    if place is not None:
        return _given(rows, place, width)
    for index, row in enumerate(rows[:_PREAMBLE_MAX]):
        if _is_heading(row, width):
            return _heading(row, width, index)
        if len(row) == width and _is_data(row):
            return Heading(headings=("",) * width, width=width, index=index, has_headings=False)
    return Heading(headings=("",) * width, width=width, index=0, has_headings=False)


def given_place(heading_row: int | None, numbered: Sequence[tuple[int, Row]]) -> int | None:
    """Return the place of the row that holds a given row number; 0 and None as they are.

    numbered: rows with the number on which each ends. Raises InputUnusable for one beyond them.
    """
    ends = [end for end, row in numbered if "".join(row).strip()]
    if not heading_row or not ends:
        return heading_row
    if heading_row <= ends[-1]:
        return next(place for place, (end, _) in enumerate(numbered, 1) if heading_row <= end)
    raise InputUnusable(
        sentence(
            "--heading-row %(row)s is beyond the first %(rows)s rows: write the number of the row "
            "with the headings, or 0 for a file without headings."
        ),
        row=heading_row,
        rows=ends[-1],
    )


def _given(rows: Sequence[Row], place: int, width: int) -> Heading:
    """Return the heading that was given; without one the data begin with the first whole row."""
    if place == 0:
        index = next(
            index for index, row in enumerate(rows) if len(row) == width and "".join(row).strip()
        )
        return Heading(headings=("",) * width, width=width, index=index, has_headings=False)
    row = rows[place - 1]
    if not any(cell.strip() for cell in row):
        raise InputUnusable(
            sentence(
                "The row that --heading-row names is blank: write the number of the row with the "
                "headings, or 0 for a file without headings."
            )
        )
    return _heading(row, width, place - 1)


def _heading(row: Row, width: int, index: int) -> Heading:
    names = [re.sub(r"\s+", " ", cell).strip() for cell in row[:width]]
    padded = (*names, *[""] * (width - len(names)))
    return Heading(headings=padded, width=width, index=index + 1, has_headings=True)


def _is_heading(row: Row, width: int) -> bool:
    """Say whether a row names columns: nearly as wide as the data, mostly filled, no values."""
    filled = [cell for cell in row if cell.strip()]
    is_wide = width - 1 <= len(row) <= width and len(filled) >= max(2, 0.6 * width)
    return is_wide and not any(_is_value(cell) for cell in filled)


def _is_data(row: Row) -> bool:
    return sum(_is_value(cell) for cell in row) >= 2


def _is_value(cell: str) -> bool:
    return is_number(cell) or shape_of(cell) is not None
