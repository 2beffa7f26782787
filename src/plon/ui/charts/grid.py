"""A square of counts by two scores: darker where more people stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, heat, part

LEFT = 0.09  # of the width, for the rows' names
ROW = 46
GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCell:
    """A cell with its places and its step of heat."""

    text: str
    heat: str
    is_marked: bool
    x: str
    y: int
    middle: str
    text_y: int
    href: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid(Figure):
    """Counts by [row][column], the first row at the bottom, as scores grow upwards."""

    template: ClassVar[str] = "ui/charts/grid.html"

    counts: Sequence[Sequence[int]]
    texts: Sequence[Sequence[str]]
    row_labels: Sequence[str]
    column_labels: Sequence[str]
    marked: frozenset[tuple[int, int]] = frozenset()  # (row, column)
    hrefs: Sequence[Sequence[str]] = ()  # where the people of a cell are; none in a file

    @property
    def height(self) -> int:
        return ROW * len(self.counts) + 22

    @property
    def cell_width(self) -> str:
        return across(self._room - 0.006)

    @property
    def cell_height(self) -> int:
        return ROW - GAP

    @property
    def cells(self) -> list[PlacedCell]:
        top = max((count for row in self.counts for count in row), default=0)
        return [
            self._cell(row, column, part(count, top))
            for row, counts in reversed([*enumerate(self.counts)])  # as they are read: from the top
            for column, count in enumerate(counts)
        ]

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Return (label, y) of each row."""
        found = [(label, self._y(i) + 27) for i, label in enumerate(self.row_labels)]
        return found[::-1]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Return (label, x) of each column."""
        return [
            (label, across(self._x(i) + self._room / 2))
            for i, label in enumerate(self.column_labels)
        ]

    @property
    def columns_y(self) -> int:
        return ROW * len(self.counts) + 15

    @property
    def _room(self) -> float:
        return (1 - LEFT) / max(1, len(self.column_labels))

    def _x(self, column: int) -> float:
        return LEFT + self._room * column

    def _y(self, row: int) -> int:
        return ROW * (len(self.counts) - 1 - row)

    def _cell(self, row: int, column: int, share: float) -> PlacedCell:
        return PlacedCell(
            text=self.texts[row][column],
            heat=heat(share**0.5),  # few and none must differ beside one large cell
            is_marked=(row, column) in self.marked,
            x=across(self._x(column)),
            y=self._y(row),
            middle=across(self._x(column) + (self._room - 0.006) / 2),
            text_y=self._y(row) + 27,
            href=self.hrefs[row][column] if self.hrefs and self.counts[row][column] else "",
            said=f"{self.row_labels[row]} {self.column_labels[column]}: {self.texts[row][column]}",
        )
