"""Rows of a list of our own archive, as they were written."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from plon.lifetime.errors import InputUnusable, sentence
from plon.ui.csv_rows import DIALECTS

_SHIELDED = re.compile(r"'[=+\-@\t\r\n]")  # against formulas: ui.csv_rows
_CELL_MAX = 1 << 24
_SHOWN = 1_000  # signs of a broken row beside its cells
_HEADING_MAX = 10_000  # signs: a line without an end is not read whole


def check_columns(file: Path, columns: tuple[str, ...]) -> bool:
    """Say whether a list has rows. Raises InputUnusable for other columns than its own."""
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        headings = re.split("[;,]", text.readline(_HEADING_MAX).strip())
        if tuple(headings) != columns:
            raise InputUnusable(
                sentence('"%(file)s" is not a list of an archive made here.'), file=file.name
            )
        return bool(text.read(1))


def good_rows(file: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a list, texts without the apostrophe that a spreadsheet needs."""
    headings: list[str] = []
    for _line_no, cells in _records(file):
        if headings and not _is_broken(cells, headings):
            yield dict(zip(headings, map(_bare, cells), strict=True))
        headings = headings or cells


def broken_rows(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows that are cut short, too long, or hold what no database keeps."""
    headings: list[str] = []
    for line_no, cells in _records(file):
        if headings and _is_broken(cells, headings):
            kept = [cell.replace("\0", "\N{SYMBOL FOR NULL}") for cell in cells]
            blank = [None] * (len(headings) - len(kept))
            yield {
                "line_no": line_no,
                "column_name": "",
                "value": ";".join(kept)[:_SHOWN],
                "reason": "row_malformed",
                "cells": [*kept[: len(headings)], *blank],
            }
        headings = headings or cells


def _is_broken(cells: Sequence[str], headings: Sequence[str]) -> bool:
    return len(cells) != len(headings) or any("\0" in cell for cell in cells)


def _records(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield every record that is not blank, with the line on which it begins; headings first."""
    csv.field_size_limit(_CELL_MAX)
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        first = text.readline(_HEADING_MAX)
        text.seek(0)
        separators = [each.separator for each in DIALECTS.values()]
        found = max(separators, key=first.count)
        reader, began = csv.reader(text, delimiter=found), 1
        for cells in reader:
            if cells:
                yield began, cells
            began = reader.line_num + 1


def _bare(cell: str) -> str:
    return cell[1:] if _SHIELDED.match(cell) else cell
