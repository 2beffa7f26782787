"""A column as the guesses see it: its heading, its type, a sample of its cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from plon.lifetime.reading.amounts import core, is_number
from plon.lifetime.reading.currencies import is_code
from plon.lifetime.reading.dates import is_date_like

SAMPLE_ROWS = 1_000
LOOK_MAX = 250  # cells that a guess looks at, of those sampled

_MONEY = re.compile(r"[+-]?[0-9][0-9 .,'’\u00a0\u202f]*[.,][0-9]{1,2}")


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a file. `index` from 0; `cells`: a sample, trimmed, blanks left out.

    kind: "text", or of a typed file "number", "float", "day", "moment", "instant", "other".
    has_odd_blanks: tabs or no-break blanks at an edge of a cell.
    """

    index: int
    heading: str
    cells: Sequence[str]
    kind: str = "text"
    has_odd_blanks: bool = False

    @property
    def name(self) -> str:
        """Return the heading, or the 1-based number where there is none."""
        return self.heading or str(self.index + 1)

    @property
    def samples(self) -> tuple[str, ...]:
        """Return up to three different cells."""
        return tuple(dict.fromkeys(self.cells))[:3]

    @cached_property
    def looked_at(self) -> Sequence[str]:
        """Return at most LOOK_MAX different cells, evenly from all of the sample."""
        different = list(dict.fromkeys(self.cells))
        return different[:: max(1, -(-len(different) // LOOK_MAX))]

    @cached_property
    def is_date(self) -> bool:
        """Say whether the cells are dates. Day numbers are not told from amounts here."""
        return self.kind in {"day", "moment", "instant"} or is_date_like(self.looked_at)

    @cached_property
    def number_share(self) -> float:
        """Return the share of cells that are numbers."""
        if self.kind in {"number", "float"}:
            return 1.0
        return _share([is_number(cell) for cell in self.looked_at])

    @cached_property
    def decimal_share(self) -> float:
        """Return the share of cells with one or two decimals, as money has."""
        texts = [core(cell) for cell in self.looked_at]
        return _share([bool(_MONEY.fullmatch(text)) for text in texts])

    @cached_property
    def currency_share(self) -> float:
        """Return the share of cells that are nothing but a currency."""
        return _share([is_code(cell) for cell in self.looked_at])

    @cached_property
    def distinct(self) -> int:
        """Return how many different cells the sample has."""
        return len(set(self.cells))


def _share(seen: Sequence[bool]) -> float:
    return sum(seen) / len(seen) if seen else 0.0
