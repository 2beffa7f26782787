"""A table whose cells are darker where the share is larger: it is its own table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import heat, part


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """A row: its name, a figure beside it, and cells of (ready text, share or None)."""

    label: str
    size: str
    cells: Sequence[tuple[str, float | None]]
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat(Figure):
    """Shares by row and column. `top` is the share that gets the darkest colour."""

    template: ClassVar[str] = "ui/charts/heat.html"

    headings: Sequence[str]  # row, size, then one a column
    rows: Sequence[HeatRow]
    top: float = 1.0

    @property
    def body(self) -> list[tuple[HeatRow, list[tuple[str, str]]]]:
        """Return each row with its cells as (text, step of heat, "" for none)."""
        return [(row, [self._cell(text, share) for text, share in row.cells]) for row in self.rows]

    def _cell(self, text: str, share: float | None) -> tuple[str, str]:
        return text, "" if share is None else heat(part(share, self.top))
