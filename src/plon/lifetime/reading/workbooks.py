"""A spreadsheet (XLSX, XLS, ODS) as a source: cells become text, rows keep their numbers."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.amounts import guess_number_format
from plon.lifetime.reading.archives import refuse_bomb
from plon.lifetime.reading.columns import LOOK_MAX, SAMPLE_ROWS
from plon.lifetime.reading.sources import Source, refuse_empty, sample_columns
from plon.lifetime.reading.tables import Heading, find_heading
from plon.lifetime.sales import Guess

Cell = Any  # what calamine returns: str, float, int, bool, date, datetime, time, timedelta
_BATCH_ROWS = 20_000


def open_workbook(path: Path, *, number: int, connection: Any) -> Source:
    """Read the first sheet with a table of a spreadsheet into `connection`.

    Formulas give the value stored with them. Raises InputUnusable for a bomb, a broken file,
    merged headings, or a sheet without a table.
    """
    refuse_bomb(path)
    sheet = _sheet(path)
    head = list(islice(sheet.iter_rows(), SAMPLE_ROWS))
    signs = _decimal_signs(head)
    texts = [_texts(row, signs) for row in head]
    heading = find_heading(texts)
    _refuse_merged(sheet, heading)
    rows = [row for row in texts[heading.index :] if any(row)]
    if not rows:
        raise refuse_empty(path.name)
    table = f"sheet_{number}"
    reader = pa.RecordBatchReader.from_batches(
        _schema(heading.width), _batches(sheet, heading, signs)
    )
    connection.register("incoming", reader)
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming")
    connection.unregister("incoming")
    value = str(heading.index) if heading.has_headings else "none"
    return Source(
        name=path.name,
        relation=table,
        columns=sample_columns(heading.headings, rows),
        first_line=heading.index + 1,
        has_lines=True,
        guesses=(
            Guess(role="header", value=value, evidence="content"),
            Guess(role="sheet", value=sheet.name, evidence="content"),
        ),
        has_headings=heading.has_headings,
    )


def _sheet(path: Path) -> CalamineSheet:
    """Return the first visible sheet with at least two rows and columns, else the first."""
    try:
        book = CalamineWorkbook.from_path(path)
        visible = [
            meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible
        ]
        for name in visible:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > 1 and sheet.width > 1:
                return sheet
        return book.get_sheet_by_index(0)
    except (CalamineError, OSError, IndexError):
        raise InputUnusable(
            sentence('"%(file)s" cannot be opened as a spreadsheet: save it again as XLSX or CSV.'),
            file=path.name,
        ) from None


def _decimal_signs(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Return the decimal sign of each column's text cells, a point where they tell none.

    Numbers are written with it: a column may hold both numbers and numbers typed as text.
    """
    signs = []
    for column in zip(*rows, strict=True):
        cells = [cell for cell in dict.fromkeys(column) if isinstance(cell, str) and cell]
        signs.append(guess_number_format(cells[:LOOK_MAX]).decimal)
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
