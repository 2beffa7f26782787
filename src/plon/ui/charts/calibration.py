"""Forecast beside what happened, group by group: the closer the two marks, the better."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, down, part

HEAD = 18
BODY = 170
FOOT = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPair:
    """A pair with its places."""

    label: str
    x: str
    predicted_y: str
    actual_y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Figure):
    """Pairs of (predicted, actual): a ring for the forecast, a diamond for what happened."""

    template: ClassVar[str] = "ui/charts/calibration.html"

    pairs: Sequence[tuple[float, float]]
    labels: Sequence[str]
    levels: Sequence[tuple[float, str]] = ()

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
    def placed(self) -> list[PlacedPair]:
        return [
            PlacedPair(
                label=label,
                x=across(0.06 + 0.93 * (i + 0.5) / len(self.pairs)),
                predicted_y=down(self._y(predicted)),
                actual_y=down(self._y(actual)),
            )
            for i, ((predicted, actual), label) in enumerate(
                zip(self.pairs, self.labels, strict=True)
            )
        ]

    @property
    def placed_levels(self) -> list[tuple[str, str, str]]:
        """Return (y of the line, y of its text, text)."""
        ys = [(self._y(value), text) for value, text in self.levels]
        return [(down(y), down(y - 4), text) for y, text in ys]

    def _y(self, value: float) -> float:
        top = max((v for pair in self.pairs for v in pair), default=0)
        return HEAD + BODY * (1 - part(value, top))
