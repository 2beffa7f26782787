"""A histogram with named marks: how many have a value between two edges."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, anchor, down, part

HEAD = 48  # two lines of mark labels
BODY = 150
FOOT = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBin:
    """A bin with its places."""

    x: str
    width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedMark:
    """A named value, or a label under the ground line, with its places."""

    label: str
    x: str
    y: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram(Figure):
    """Counts between edges, bins equally wide; marks and edge labels are (value, ready text)."""

    template: ClassVar[str] = "ui/charts/histogram.html"

    edges: Sequence[float]  # one more than counts
    counts: Sequence[int]
    marks: Sequence[tuple[float, str]] = ()
    edge_labels: Sequence[tuple[float, str]] = ()

    @property
    def height(self) -> int:
        return HEAD + BODY + FOOT

    @property
    def ground(self) -> int:
        return HEAD + BODY

    @property
    def bins(self) -> list[PlacedBin]:
        top, room = max(self.counts, default=0), 1 / max(1, len(self.counts))
        heights = [BODY * part(count, top) for count in self.counts]
        return [
            PlacedBin(
                x=across((i + 0.06) * room),
                width=across(0.88 * room),
                y=down(self.ground - height),
                height=down(height),
            )
            for i, height in enumerate(heights)
        ]

    @property
    def placed_marks(self) -> list[PlacedMark]:
        """Return the marks, each on a line of its own, hung to the side where there is room."""
        return [
            PlacedMark(
                label=label,
                x=across(self.place(value)),
                y=16 + 20 * i,
                anchor="start" if self.place(value) < 0.5 else "end",
            )
            for i, (value, label) in enumerate(self.marks)
        ]

    @property
    def placed_edges(self) -> list[PlacedMark]:
        places = [(self.place(value), label) for value, label in self.edge_labels]
        return [
            PlacedMark(label=label, x=across(at), y=self.ground + 16, anchor=anchor(at))
            for at, label in places
        ]

    def place(self, value: float) -> float:
        """Return where a value stands, as a share of the width: straight within its bin."""
        if not self.counts:
            return 0.0
        index = min(max(bisect_right(self.edges, value) - 1, 0), len(self.counts) - 1)
        low, high = self.edges[index], self.edges[index + 1]
        within = min(1.0, max(0.0, part(value - low, high - low)))
        return (index + within) / len(self.counts)
