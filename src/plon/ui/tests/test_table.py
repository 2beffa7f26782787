"""Rows of a table as the page has them, and lights."""

import pytest
from django.template import Context, Template
from django.utils.html import escape
from django.utils.translation import override

from plon.ui.charts import Heat, HeatRow, Table
from plon.ui.components import Bulk, Cell, Column, DataTable, Row

NAME, VALUE = Column(word="Name"), Column(word='Value, "net"', is_number=True)
NASTY = "<b>\"Ann\" & 'Bob'</b>"


def drawn(*cells: Cell, bulk: Bulk | None = None, name: str = "Ann") -> str:
    table = DataTable(
        caption="t",
        columns=[NAME, VALUE],
        rows=[Row(key="7", name=name, cells=cells)],
        bulk=bulk,
    )
    with override("en"):
        return Template("{% load table %}{% table_rows table %}").render(Context({"table": table}))


def test_the_first_cell_names_the_row_and_the_others_their_columns() -> None:
    assert drawn(Cell(text="Ann", href="/a/?x=1&y=2", note="Łódź"), Cell(text="12")) == (
        "<tr data-row>"
        '<th scope="row"><a href="/a/?x=1&amp;y=2">Ann</a><span class="cell-note">Łódź</span></th>'
        '<td data-word="Value, &quot;net&quot;" class="number">12</td>'
        "</tr>"
    )


def test_a_table_with_deeds_has_a_tick_in_every_row() -> None:
    row = drawn(Cell(text="Ann"), Cell(), bulk=Bulk(action="/do/", buttons=[]), name=NASTY)

    assert '<input type="checkbox" name="picked" value="7">' in row
    assert f'<span class="sr-only">Pick {escape(NASTY)}</span>' in row
    assert "checkbox" not in drawn(Cell(text="Ann"), Cell())


def test_whatever_people_write_stays_text() -> None:
    row = drawn(Cell(text=NASTY, href=NASTY, note=NASTY), Cell(text=NASTY, level="bad"))

    assert row.count(escape(NASTY)) == 4
    assert "<b>" not in row


def test_a_share_is_a_bar_beside_its_figure() -> None:
    row = drawn(Cell(text="Ann"), Cell(text="120", share=0.25, note="90–150"))

    assert '120<svg class="cell-bar"' in row
    assert '<rect class="fill" width="25%"' in row
    assert "cell-bar" not in drawn(Cell(text="Ann"), Cell(text="120"))


def test_a_row_without_all_its_cells_is_a_defect() -> None:
    with pytest.raises(ValueError, match="shorter"):
        drawn(Cell(text="Ann"))


@pytest.mark.parametrize(
    ("level", "shape"),
    [("good", "<circle cx"), ("watch", "<path"), ("bad", "<rect"), ("unknown", 'class="hollow"')],
)
def test_each_level_has_its_shape(level: str, shape: str) -> None:
    page = Template('{% load drawn %}{% include "ui/light.html" %}')
    light = page.render(Context({"level": level, "word": "<i>"}))

    assert shape in light
    assert f'<span class="light light-{level}">' in light
    assert "&lt;i&gt;</span>" in light
    assert light.count("<svg") == 1


def test_figures_of_a_chart_stand_beside_the_name_of_their_row() -> None:
    told = Table(caption="t", headings=["", "", "2025"], rows=[[NASTY, NASTY, "<1"]], words=2)
    page = Template("{% load drawn %}{% figure_rows table %}")
    row = page.render(Context({"table": told}))

    assert row == (
        f'<tr><th scope="row">{escape(NASTY)}</th><td>{escape(NASTY)}</td>'
        '<td class="number">&lt;1</td></tr>'
    )


def test_a_heat_map_names_its_rows_and_tells_the_total_apart() -> None:
    rows = [
        HeatRow(label=NASTY, size="<7>", cells=[("<1>", 0.5), ("", None)]),
        HeatRow(label="all", size="7", cells=[("1", 1.0), ("2", 0.0)], is_total=True),
    ]
    plain = Table(caption="t", headings=[], rows=[])
    chart = Heat(title="t", summary="s", table=plain, headings=["", "", "1", "2"], rows=rows)
    page = Template("{% load drawn %}{% heat_rows chart %}")

    assert page.render(Context({"chart": chart})) == (
        f'<tr><th scope="row">{escape(NASTY)}</th><td class="size">&lt;7&gt;</td>'
        '<td class="cell heat-5">&lt;1&gt;</td><td></td></tr>'
        '<tr class="total"><th scope="row">all</th><td class="size">7</td>'
        '<td class="cell heat-10">1</td><td class="cell heat-0">2</td></tr>'
    )
