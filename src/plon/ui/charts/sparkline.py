"""A small line of values in time: its shape, not its figures."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """Values in time, none below zero. Shown by ui/charts/sparkline.html."""

    values: Sequence[float]
    summary: str  # one sentence made from the figures, in the reader's language
    width: int = 120
    height: int = 28

    @property
    def points(self) -> str:
        """Return "x,y x,y": the largest value at the top, zero on the ground."""
        top = max(self.values, default=0) or 1
        step = self.width / max(1, len(self.values) - 1)
        places = ((i * step, self._down(value / top)) for i, value in enumerate(self.values))
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)

    @property
    def last(self) -> tuple[str, str]:
        """Return the place of the newest value."""
        x, _, y = self.points.rpartition(" ")[2].partition(",")
        return x, y

    def _down(self, share: float) -> float:
        inset = 3  # room for the dot and the line's own width
        return inset + (self.height - 2 * inset) * (1 - share)
