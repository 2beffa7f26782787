"""A spreadsheet (XLSX, XLS, ODS) as a source: cells become text, rows keep their numbers."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineSheet

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.amounts import guess_number_format
from plon.lifetime.reading.archives import refuse_bomb
from plon.lifetime.reading.columns import LOOK_MAX, SAMPLE_ROWS, Column
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.sheets import open_sheet
from plon.lifetime.reading.sources import Source, refuse_empty, sample_columns
from plon.lifetime.reading.tables import Heading, find_heading, given_place
from plon.lifetime.sales import Guess

Cell = Any  # what calamine returns: str, float, int, bool, date, datetime, time, timedelta
_BATCH_ROWS = 20_000


def open_workbook(path: Path, *, number: int, options: ReadOptions, connection: Any) -> Source:
    """Read the sheet that was given, or the first with a table, into `connection`.

    Formulas give the value stored with them. Raises InputUnusable for a bomb, a broken file,
    merged headings, a sheet without a table, or one that is not there.
    """
    sheet, signs, heading, columns, guesses = _head(path, options)
    table = f"sheet_{number}"
    reader = pa.RecordBatchReader.from_batches(
        _schema(heading.width), _batches(sheet, heading, signs)
    )
    connection.register("incoming", reader)
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")
    connection.unregister("incoming")
    return Source(
        name=path.name,
        relation=table,
        columns=columns,
        first_line=heading.index + 1,
        has_lines=True,
        guesses=guesses,
        has_headings=heading.has_headings,
    )


def look_at_workbook(path: Path, options: ReadOptions) -> tuple[list[Column], tuple[Guess, ...]]:
    """Return the columns by a sample of the sheet, and what was guessed; nothing is loaded."""
    _, _, _, columns, guesses = _head(path, options)
    return columns, guesses


def _head(
    path: Path, options: ReadOptions
) -> tuple[CalamineSheet, list[str], Heading, list[Column], tuple[Guess, ...]]:
    """Return the sheet, its columns' decimal signs, the heading, the columns, the guesses."""
    refuse_bomb(path)
    sheet, sheet_guess = open_sheet(path, given=options.sheet)
    head = list(islice(sheet.iter_rows(), SAMPLE_ROWS))
    signs = _decimal_signs(head, given=options.decimal)
    texts = [_texts(row, signs) for row in head]
    given = options.heading_row
    heading = find_heading(texts, place=given_place(given, list(enumerate(texts, 1))))
    _refuse_merged(sheet, heading)
    rows = [row for row in texts[heading.index :] if any(row)]
    if not rows:
        raise refuse_empty(path.name)
    value = str(heading.index) if heading.has_headings else "none"
    evidence = "content" if given is None else "given"
    header = Guess(role="header", value=value, evidence=evidence)
    columns = sample_columns(heading.headings, rows)
    return sheet, signs, heading, columns, (header, sheet_guess)


def _decimal_signs(rows: Sequence[Sequence[Cell]], *, given: str | None) -> list[str]:
    """Return the decimal sign of each column's text cells, a point where they tell none.

    Numbers are written with it: a column may hold both numbers and numbers typed as text.
    """
    signs = []
    for column in zip(*rows, strict=True):
        cells = [cell for cell in dict.fromkeys(column) if isinstance(cell, str) and cell]
        signs.append(guess_number_format(cells[:LOOK_MAX], given=given).decimal)
    return signs


def _texts(row: Sequence[Cell], signs: Sequence[str]) -> list[str]:
    return [_text(cell, sign) for cell, sign in zip(row, signs, strict=True)]


def _text(cell: Cell, sign: str) -> str:
    """Return a cell as the text that the guesses and casts read."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return _number_text(cell, sign)
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def _number_text(number: float, sign: str) -> str:
    """Return the shortest decimal; whole ones without a point, as an id should be.

    Three decimals get a nought, lest 1.005 be taken for a thousand and five.
    """
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = repr(number)
    if len(text.partition(".")[2]) == 3 and text[-3:].isdecimal():
        text += "0"
    return text.replace(".", sign)


def _refuse_merged(sheet: CalamineSheet, heading: Heading) -> None:
    row = heading.index - 1
    merged = sheet.merged_cell_ranges or [] if heading.has_headings else []
    if any(start[0] <= row <= end[0] for start, end in merged):
        raise InputUnusable(
            sentence(
                "The heading in row %(row)s has merged cells: "
                "give each column a heading of its own in one row."
            ),
            row=row + 1,
        )


def _schema(width: int) -> pa.Schema:
    cells = [pa.field(f"c{index}", pa.string()) for index in range(width)]
    return pa.schema([pa.field("line_no", pa.int64()), *cells])


def _batches(
    sheet: CalamineSheet, heading: Heading, signs: Sequence[str]
) -> Iterator[pa.RecordBatch]:
    """Yield the rows under the heading as text, blank rows left out, with the sheet's numbers."""
    schema = _schema(heading.width)
    rows = islice(enumerate(sheet.iter_rows(), 1), heading.index, None)
    while chunk := list(islice(rows, _BATCH_ROWS)):
        texts = [(number, _texts(row, signs)) for number, row in chunk]
        filled = [(number, row) for number, row in texts if any(row)]
        numbers = pa.array([number for number, _ in filled], pa.int64())
        columns = [
            pa.array([row[index] for _, row in filled], pa.string())
            for index in range(heading.width)
        ]
        yield pa.RecordBatch.from_arrays([numbers, *columns], schema=schema)
