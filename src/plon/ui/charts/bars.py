"""Horizontal bars: label and figure above, bar below, so long labels fit a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, part

ROW = 46
LABEL = 16
BAR = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: `text` is its figure as the reader sees it, `tone` a colour of the style sheet."""

    label: str
    value: float
    text: str
    tone: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBar:
    """A bar with its places."""

    label: str
    text: str
    tone: str
    label_y: int
    bar_y: int
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Figure):
    """Bars from zero, the longest as wide as the chart (or as `top`, for shares of a whole)."""

    template: ClassVar[str] = "ui/charts/bars.html"

    bars: Sequence[Bar]
    top: float | None = None

    @property
    def height(self) -> int:
        return ROW * len(self.bars)

    @property
    def placed(self) -> list[PlacedBar]:
        top = self.top or max((bar.value for bar in self.bars), default=0)
        return [
            PlacedBar(
                label=bar.label,
                text=bar.text,
                tone=bar.tone,
                label_y=ROW * i + LABEL,
                bar_y=ROW * i + BAR,
                width=across(part(bar.value, top)),
            )
            for i, bar in enumerate(self.bars)
        ]
