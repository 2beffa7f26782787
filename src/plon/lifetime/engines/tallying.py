"""Sales to a cohort table in one reading, or two where they do not come in order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from plon.lifetime.segments.cohort_window import PERIODS, Squares, Window, no_window, window_from


class Counter(Protocol):
    """Counts sales into the squares of a window."""

    @property
    def met(self) -> tuple[int, int] | None:
        """Return the first and the last day met, in the window or not; None before any."""
        ...

    @property
    def is_outside(self) -> bool:
        """Say whether a sale lies outside of the window: then the squares are not complete."""
        ...

    @property
    def must_settle(self) -> bool:
        """Say whether sums are wrong: sales ran back into an earlier period, or were returned."""
        ...

    def add(self, batch: Any) -> None:
        """Count a batch."""
        ...

    def settle(self) -> None:
        """Forget the sums and add them up anew: everybody's first period is known by now."""
        ...

    def squares(self) -> Squares:
        """Return the squares of those who returned nothing, by period."""
        ...

    def returners(self) -> Any:
        """Return the ids of those who returned something, sorted."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """All sales counted into a window. returners: the ids left out of the squares, sorted."""

    window: Window
    squares: Squares
    returners: Any
    met: tuple[int, int] | None  # first and last day of all rows


def tallied(
    make: Callable[[Window], Counter], batches: Callable[[], Iterator[Any]], *, months: int
) -> Tally | None:
    """Return all batches counted; None where 63 periods are too few.

    The window begins with the first day of the first batch, which is the first of all where sales
    come in order of time.
    """
    window = no_window(months)
    counter = make(window)
    for batch in batches():
        counter.add(batch)
        if not len(window.period) and counter.met:
            window = window_from(counter.met[0], months)
            counter = make(window)
            counter.add(batch)
    if counter.met and counter.is_outside:
        first, last = counter.met
        window = window_from(first, months)
        if window.place_of(last) >= PERIODS:
            return None
        counter = make(window)
        _add_all(counter, batches())
    if counter.must_settle:
        counter.settle()
        _add_all(counter, batches())
    return Tally(
        window=window,
        squares=counter.squares(),
        returners=counter.returners(),
        met=counter.met,
    )


def _add_all(counter: Counter, batches: Iterator[Any]) -> None:
    for batch in batches:
        counter.add(batch)
