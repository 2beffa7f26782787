"""One whole and its parts, side by side in one bar; the legend names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from plon.ui.charts.figure import Figure
from plon.ui.charts.scale import across, part


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedShare:
    """A part with its places."""

    tone: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares(Figure):
    """Parts of a whole as (tone, value), in order."""

    template: ClassVar[str] = "ui/charts/shares.html"

    parts: Sequence[tuple[str, float]]

    @property
    def placed(self) -> list[PlacedShare]:
        whole = sum(value for _, value in self.parts)
        starts = accumulate((value for _, value in self.parts), initial=0.0)
        return [
            PlacedShare(tone=tone, x=across(part(start, whole)), width=across(part(value, whole)))
            for (tone, value), start in zip(self.parts, starts, strict=False)
        ]
