"""Which sheet of a workbook is read: the one given, or the first with a table."""

from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.sales import Guess


def open_sheet(path: Path, *, given: str | None) -> tuple[CalamineSheet, Guess]:
    """Return a sheet and how it was chosen; without `given` the first visible one with a table.

    Raises InputUnusable for a broken file, and for a given sheet that is not there or is blank.
    """
    try:
        book = CalamineWorkbook.from_path(path)
        visible = [
            meta.name for meta in book.sheets_metadata if meta.visible == SheetVisibleEnum.Visible
        ]
        if given is not None:
            return _given(book, given, visible)
        sheet = _first_with_a_table(book, visible)
    except (CalamineError, OSError, IndexError):
        raise InputUnusable(
            sentence('"%(file)s" cannot be opened as a spreadsheet: save it again as XLSX or CSV.'),
            file=path.name,
        ) from None
    others = [name for name in visible if name != sheet.name]
    runner_up = "".join(others[:1])
    return sheet, Guess(role="sheet", value=sheet.name, evidence="content", runner_up=runner_up)


def _first_with_a_table(book: CalamineWorkbook, visible: Sequence[str]) -> CalamineSheet:
    """Return the first visible sheet with at least two rows and columns, else the first."""
    for name in visible:
        sheet = book.get_sheet_by_name(name)
        if sheet.height > 1 and sheet.width > 1:
            return sheet
    return book.get_sheet_by_index(0)


def _given(
    book: CalamineWorkbook, given: str, visible: Sequence[str]
) -> tuple[CalamineSheet, Guess]:
    name = _name(book, given, visible)
    sheet = book.get_sheet_by_name(name)
    if sheet.height == 0 or sheet.width < 2:
        raise InputUnusable(
            sentence(
                'The sheet "%(sheet)s" has no table: choose another with --sheet, '
                "the sheets are %(sheets)s."
            ),
            sheet=name,
            sheets=_names(book),
        )
    return sheet, Guess(role="sheet", value=name, evidence="given")


def _name(book: CalamineWorkbook, given: str, visible: Sequence[str]) -> str:
    """Return a sheet's name from its name, in any case, or from its place among the visible."""
    names = book.sheet_names
    folded = [name for name in names if name.strip().casefold() == given.strip().casefold()]
    if given in names or folded:
        return given if given in names else folded[0]
    if given.isdecimal() and 1 <= int(given) <= len(visible):
        return visible[int(given) - 1]
    raise InputUnusable(
        sentence('There is no sheet "%(given)s": the sheets are %(sheets)s.'),
        given=given,
        sheets=_names(book),
    )


def _names(book: CalamineWorkbook) -> str:
    names = [f'"{name}"' for name in book.sheet_names]
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
