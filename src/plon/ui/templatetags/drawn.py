"""Lights and rows of figures, for pages and the report. Drawn here: templates of them are slow."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from plon.ui.charts import Heat, HeatRow, Table

register = template.Library()
_SHAPES = {
    "good": '<circle cx="6" cy="6" r="5" />',
    "watch": '<path d="M6 1 11.5 11h-11Z" />',
    "bad": '<rect x="1" y="1" width="10" height="10" />',
}
_HOLLOW = '<circle class="hollow" cx="6" cy="6" r="4" />'


@register.simple_tag
def light(level: str, word: str) -> SafeString:
    """Return a light: shape, word and colour of "good", "watch", "bad", "info" or "unknown"."""
    drawn = (
        f'<span class="light light-{escape(level)}"><svg class="light-shape" width="12" height="12"'
        f' viewBox="0 0 12 12" aria-hidden="true" focusable="false">{_SHAPES.get(level, _HOLLOW)}'
        f"</svg>{escape(str(word))}</span>"
    )
    return mark_safe(drawn)  # noqa: S308 - escaped above


@register.simple_tag
def figure_rows(table: Table) -> SafeString:
    """Return the rows of a table of figures; the first cell of each names it."""
    rows = "".join(_row(heading, cells) for heading, cells in table.body)
    return mark_safe(rows)  # noqa: S308 - escaped below


@register.simple_tag
def heat_rows(chart: Heat) -> SafeString:
    """Return the rows of a heat map; the first cell of each names it, the second is its size."""
    rows = "".join(_heat_row(row, cells) for row, cells in chart.body)
    return mark_safe(rows)  # noqa: S308 - escaped below


def _heat_row(row: HeatRow, cells: Sequence[tuple[str, str]]) -> str:
    start = '<tr class="total">' if row.is_total else "<tr>"
    shown = "".join(f"<td{_heat(step)}>{escape(text)}</td>" for text, step in cells)
    size = f'<td class="size">{escape(row.size)}</td>'
    return f'{start}<th scope="row">{escape(row.label)}</th>{size}{shown}</tr>'


def _heat(step: str) -> str:
    return f' class="cell heat-{step}"' if step else ""


def _row(heading: str, cells: Sequence[tuple[str, bool]]) -> str:
    starts = {True: '<td class="number">', False: "<td>"}
    shown = "".join(f"{starts[is_figure]}{escape(cell)}</td>" for cell, is_figure in cells)
    return f'<tr><th scope="row">{escape(heading)}</th>{shown}</tr>'
