"""A figure before and after, and the parts that add up to the difference."""

from dataclasses import dataclass

PARTS = ("time_passing", "new_purchases", "refitted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """before + time_passing + new_purchases + refitted = after, to rounding."""

    before: float
    time_passing: float
    new_purchases: float
    refitted: float
    after: float

    @property
    def difference(self) -> float:
        return self.after - self.before

    def rounded(self, step: float) -> "Split":
        """Return whole steps that still add up: the largest part takes what rounding leaves."""
        first, last = (_whole(figure, step) for figure in (self.before, self.after))
        parts = {name: getattr(self, name) for name in PARTS}
        largest = max(parts, key=lambda name: abs(parts[name]))
        shown = {name: _whole(part, step) for name, part in parts.items()}
        rest = sum(part for name, part in shown.items() if name != largest)
        return Split(before=first, after=last, **(shown | {largest: last - first - rest}))


def _whole(figure: float, step: float) -> float:
    """Return the nearest whole number of steps, halves away from zero, as `wording.number` does."""
    steps = int(abs(figure) / step + 0.5 + 1e-9)
    return step * (steps if figure >= 0 else -steps)
