"""A key figure with what belongs to it. Shown by ui/number_tile.html."""

from dataclasses import dataclass

from plon.ui.charts.scale import across
from plon.ui.charts.sparkline import Sparkline
from plon.ui.definition import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How far a figure has come; `pace` is where it should stand today. Shares of the target."""

    text: str  # "target 10,000"
    reached: float
    pace: float | None = None
    level: str = "unknown"  # "good", "watch", "bad", "unknown"

    @property
    def width(self) -> str:
        return across(self.reached)

    @property
    def mark(self) -> str:
        """Return the place of the pace mark, "" for none."""
        return "" if self.pace is None else across(self.pace)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberTile:
    """A figure, never bare: unit and period stand in `label`, the day of its data in `as_of`."""

    label: str
    value: str
    is_main: bool = False
    range: str = ""  # "410,000–655,000"
    change: str = ""  # "+12%"
    change_note: str = ""  # "than last year"
    change_level: str = "unknown"
    target: Target | None = None
    sparkline: Sparkline | None = None
    level: str = "unknown"
    word: str = ""  # the light's word
    note: str = ""
    as_of: str = ""  # "data of 09:40"
    is_stale: bool = False
    refresh_href: str = ""  # POST: ask for new figures
    definition: Definition | None = None
    href: str = ""  # the people behind the figure
    href_word: str = ""
