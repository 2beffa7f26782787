"""A figure as a dot inside its range, one under another, on one scale from zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, part

ROW = 48
LABEL = 16
TRACK = 31


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A named figure with its range, and their ready text."""

    label: str
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedRange:
    """A range with its places."""

    label: str
    text: str
    label_y: int
    y: int
    x: str
    low_x: str
    high_x: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals(Figure):
    """Ranges under one another."""

    template: ClassVar[str] = "ui/charts/intervals.html"

    ranges: Sequence[Range]

    @property
    def height(self) -> int:
        return ROW * len(self.ranges)

    @property
    def placed(self) -> list[PlacedRange]:
        top = max((r.high for r in self.ranges), default=0) * 1.02
        return [
            PlacedRange(
                label=r.label,
                text=r.text,
                label_y=ROW * i + LABEL,
                y=ROW * i + TRACK,
                x=across(part(r.value, top)),
                low_x=across(part(r.low, top)),
                high_x=across(part(r.high, top)),
            )
            for i, r in enumerate(self.ranges)
        ]
