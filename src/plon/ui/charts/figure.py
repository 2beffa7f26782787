"""What every chart has: a title, one sentence made from its figures, and its figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of ready text; a row's first cell is its heading, then `words` cells less one of text.

    Every further cell is a figure and stands to the right.
    """

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1

    @property
    def columns(self) -> list[tuple[str, bool]]:
        """Return (heading, is a figure) of each column."""
        return [(heading, i >= self.words) for i, heading in enumerate(self.headings)]

    @property
    def body(self) -> list[tuple[str, list[tuple[str, bool]]]]:
        """Return (row heading, [(cell, is a figure), …]) of each row."""
        return [
            (row[0], [(cell, i >= self.words) for i, cell in enumerate(row[1:], start=1)])
            for row in self.rows
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart's frame. `legend` pairs a tone of the style sheet with what it stands for."""

    template: ClassVar[str] = ""

    title: str  # what is drawn, with unit, period and day
    summary: str  # one sentence made from the figures, in the reader's language
    table: Table
    legend: Sequence[tuple[str, str]] = ()
