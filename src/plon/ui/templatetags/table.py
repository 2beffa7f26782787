"""The rows of a table. Drawn here: as templates, fifty of them took a third of a page's time."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from plon.ui.charts.scale import across
from plon.ui.components import Cell, Column, DataTable, Row
from plon.ui.language import gettext as _
from plon.ui.templatetags.drawn import light

register = template.Library()


@register.simple_tag
def table_rows(table: DataTable) -> SafeString:
    """Return the rows of a table; the first cell of each names it."""
    first, *others = table.columns
    frames = [_name_frame(first), *map(_frame, others)]
    pick = _("Pick %(name)s") if table.bulk else ""
    rows = "".join(_row(row, frames, pick=pick) for row in table.rows)
    return mark_safe(rows)  # noqa: S308 - escaped below


def _name_frame(column: Column) -> tuple[str, str]:
    return f'<th scope="row"{_kind(column)}>', "</th>"


def _frame(column: Column) -> tuple[str, str]:
    return f'<td data-word="{escape(column.word)}"{_kind(column)}>', "</td>"


def _kind(column: Column) -> str:
    return ' class="number"' if column.is_number else ""


def _row(row: Row, frames: Sequence[tuple[str, str]], *, pick: str) -> str:
    pairs = zip(frames, row.cells, strict=True)
    cells = "".join(f"{start}{_cell(cell)}{end}" for (start, end), cell in pairs)
    return f"<tr data-row>{_tick(row, pick) if pick else ''}{cells}</tr>"


def _tick(row: Row, pick: str) -> str:
    key, on = escape(row.key), " checked" if row.is_picked else ""
    return (
        f'<td class="pick"><label><input type="checkbox" name="picked" value="{key}"{on}>'
        f'<span class="sr-only">{escape(pick % {"name": row.name})}</span></label></td>'
    )


def _cell(cell: Cell) -> str:
    shown = light(cell.level, cell.text) if cell.level else escape(cell.text)
    if cell.href and not cell.level:
        shown = f'<a href="{escape(cell.href)}">{shown}</a>'
    if cell.share is not None:
        shown += _bar(cell.share)
    return f'{shown}<span class="cell-note">{escape(cell.note)}</span>' if cell.note else shown


def _bar(share: float) -> str:
    """Return the share as a bar from zero; the text beside it says the figure."""
    return (
        '<svg class="cell-bar" width="56" height="8" aria-hidden="true" focusable="false">'
        '<rect class="track" width="100%" height="8" rx="2" />'
        f'<rect class="fill" width="{across(share)}" height="8" rx="2" /></svg>'
    )
