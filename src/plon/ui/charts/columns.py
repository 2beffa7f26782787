"""Vertical bars over names: months of a season, periods in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, down, part

HEAD = 22
BODY = 130
TEXT = 20  # height of a figure, with air
FOOT = 24
FILLED = 0.72  # of a column's place


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `text` is its figure as the reader sees it."""

    label: str
    value: float
    text: str
    tone: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedColumn:
    """A column with its places."""

    label: str
    text: str
    tone: str
    x: str
    width: str
    middle: str
    y: str
    height: str
    text_y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns(Figure):
    """Columns from zero; `level` draws a line across at that value, with its name."""

    template: ClassVar[str] = "ui/charts/columns.html"

    columns: Sequence[Column]
    level: float | None = None
    level_label: str = ""

    @property
    def height(self) -> int:
        return HEAD + BODY + FOOT

    @property
    def ground(self) -> int:
        return HEAD + BODY

    @property
    def label_y(self) -> int:
        return HEAD + BODY + 16

    @property
    def level_y(self) -> str:
        """Return where the line across stands; "" without one."""
        return "" if self.level is None else self._y(self.level)

    @property
    def placed(self) -> list[PlacedColumn]:
        count = max(1, len(self.columns))
        return [self._place(i / count, 1 / count, column) for i, column in enumerate(self.columns)]

    def _place(self, left: float, room: float, column: Column) -> PlacedColumn:
        y = self._y(column.value)
        return PlacedColumn(
            label=column.label,
            text=column.text,
            tone=column.tone,
            x=across(left + room * (1 - FILLED) / 2),
            width=across(room * FILLED),
            middle=across(left + room / 2),
            y=y,
            height=down(HEAD + BODY - float(y)),
            text_y=down(self._clear_of_level(float(y)) - 6),
        )

    def _clear_of_level(self, y: float) -> float:
        """Return where a figure may stand: above the line across, were it to run through it."""
        if self.level is None:
            return y
        level = float(self._y(self.level))
        return level if level < y < level + TEXT else y

    def _y(self, value: float) -> str:
        top = max([*(c.value for c in self.columns), self.level or 0.0], default=0.0)
        return down(HEAD + BODY * (1 - part(value, top)))
