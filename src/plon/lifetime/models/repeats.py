"""Σ ln Γ(r+x) - ln Γ(r) over customers, exactly, from how many have more than k repeats."""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.purchases import Floats, Purchases


@dataclass(frozen=True, slots=True, eq=False)
class Repeats:
    """more_than[k]: customers with more than k repeat purchases, k = 0 … max(x) - 1.

    ln Γ(r+x) - ln Γ(r) = Σ ln(r+k) over k < x: no gamma function, nothing cancels, however large
    r becomes on its way to a limit.
    """

    more_than: Floats

    @classmethod
    def of(cls, purchases: Purchases) -> "Repeats":
        """Count the repeats of whole-numbered x."""
        with_count = np.bincount(purchases.x.astype(np.int64), weights=purchases.weight)
        return cls(np.ascontiguousarray(with_count[:0:-1].cumsum()[::-1]))

    @property
    def purchases(self) -> float:
        """Return all repeat purchases of all customers."""
        return float(self.more_than.sum())

    def derivatives(self, r: float) -> tuple[float, float, float]:
        """Return the sum's value, first and second derivative by r."""
        place = r + np.arange(len(self.more_than))
        inverse = self.more_than / place
        return (
            float(self.more_than @ np.log(place)),
            float(inverse.sum()),
            -float((inverse / place).sum()),
        )
