"""A small line of values in time: its shape, not its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """Values in time, none below zero. Shown by ui/charts/sparkline.html."""

    values: Sequence[float]
    summary: str  # one sentence made from the figures, in the reader's language
    width: int = 120
    height: int = 28
    breaks: Sequence[int] = ()  # where another measure begins: no line leads to that value

    @property
    def points(self) -> str:
        """Return "x,y x,y": the largest value at the top, zero on the ground."""
        return " ".join(self._places())

    @property
    def lines(self) -> list[str]:
        """Return the points of each line; of a value alone twice, so that a dot is drawn."""
        places, ends = self._places(), [0, *self.breaks, len(self.values)]
        parts = [places[start:end] for start, end in pairwise(ends)]
        return [" ".join(part * 2 if len(part) == 1 else part) for part in parts]

    @property
    def last(self) -> tuple[str, str]:
        """Return the place of the newest value."""
        x, _, y = self.points.rpartition(" ")[2].partition(",")
        return x, y

    def _places(self) -> list[str]:
        top = max(self.values, default=0) or 1
        step = self.width / max(1, len(self.values) - 1)
        places = ((i * step, self._down(value / top)) for i, value in enumerate(self.values))
        return [f"{x:.1f},{y:.1f}" for x, y in places]

    def _down(self, share: float) -> float:
        inset = 3  # room for the dot and the line's own width
        return inset + (self.height - 2 * inset) * (1 - share)
