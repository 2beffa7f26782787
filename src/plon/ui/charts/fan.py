"""A line into the future that widens as we know less."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, anchor, down, part

HEAD = 28
BODY = 200
FOOT = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class FanPoint:
    """A moment ahead: its figure with its range, and their ready texts."""

    at: float  # months from now
    label: str
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPoint:
    """A point with its places."""

    label: str
    text: str
    x: str
    y: str
    low_y: str
    high_y: str
    text_y: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan(Figure):
    """A running total from nothing now, through each point, inside the band of its ranges."""

    template: ClassVar[str] = "ui/charts/fan.html"

    points: Sequence[FanPoint]
    levels: Sequence[tuple[float, str]] = ()  # lines across: (value, ready text)

    @property
    def height(self) -> int:
        return HEAD + BODY + FOOT

    @property
    def ground(self) -> int:
        return HEAD + BODY

    @property
    def label_y(self) -> int:
        return self.ground + 18

    @property
    def placed(self) -> list[PlacedPoint]:
        return [self._place(point) for point in self.points]

    @property
    def placed_levels(self) -> list[tuple[str, str, str]]:
        """Return (y of the line, y of its text, text)."""
        ys = [(self._y(value), text) for value, text in self.levels]
        return [(down(y), down(y - 5), text) for y, text in ys]

    @property
    def line(self) -> str:
        """Return "x,y x,y", across in hundredths of the width and down in pixels."""
        return self._path([(0.0, 0.0), *((p.at, p.value) for p in self.points)])

    @property
    def band(self) -> str:
        """Return the range as a closed shape: along the high ends and back along the low ones."""
        high = [(0.0, 0.0), *((p.at, p.high) for p in self.points)]
        low = [(p.at, p.low) for p in reversed(self.points)]
        return self._path([*high, *low])

    def _path(self, places: Sequence[tuple[float, float]]) -> str:
        return " ".join(f"{100 * self._share(at):.2f},{down(self._y(v))}" for at, v in places)

    def _share(self, at: float) -> float:
        return 0.985 * part(at, max((p.at for p in self.points), default=0))

    def _y(self, value: float) -> float:
        top = max((p.high for p in self.points), default=0)
        return HEAD + BODY * (1 - max(0.0, part(value, top)))

    def _place(self, point: FanPoint) -> PlacedPoint:
        share, y = self._share(point.at), self._y(point.value)
        return PlacedPoint(
            label=point.label,
            text=point.text,
            x=across(share),
            y=down(y),
            low_y=down(self._y(point.low)),
            high_y=down(self._y(point.high)),
            text_y=down(self._y(point.high) - 8),
            anchor=anchor(share),
        )
