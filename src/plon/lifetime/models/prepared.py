"""Purchases folded for fitting: counts by x and by T, and rows for what depends on all three.

Everything that depends on weights alone is in `Counts`, so that a refit with other weights (the
bootstrap) repeats neither the sorting nor the folding.
"""

from dataclasses import dataclass

import numpy as np

from plon.lifetime.models.distinct import Index, ranked
from plon.lifetime.purchases import Floats, Purchases


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """Weights as the likelihood needs them; with a leading axis where there are replicates.

    more_than: weight of customers with x > i, i = 0, 1, … max x - 1.
    at_end: weight at each distinct T; x_at_end: their purchases.
    rows: weight of each row of `Prepared`.
    """

    more_than: Floats
    at_end: Floats
    x_at_end: Floats
    rows: Floats

    @property
    def customers(self) -> Floats:
        return np.asarray(self.at_end.sum(axis=-1))

    @property
    def purchases(self) -> Floats:
        return np.asarray(self.x_at_end.sum(axis=-1))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """Purchases with times divided by `unit`, the mean interval, so that fits know no unit.

    x, end_index: of every row given, shape (n,).
    T, t: tables of distinct times, in units.
    repeat: which of the rows given need x, t_x and T together; row_x, row_end, row_last are their
      x and their positions in T and t. If has_zeros, rows of x = 0 follow, one for each T.
    """

    unit: float
    x: Index
    end_index: Index
    T: Floats
    t: Floats
    repeat: Index
    row_x: Index
    row_end: Index
    row_last: Index
    has_zeros: bool

    def count(self, weight: Floats) -> Counts:
        """Return the counts for weights of the rows given, shape (n,) or (replicates, n)."""
        if weight.ndim == 1:
            return self._count(weight)
        each = [self._count(row) for row in weight]
        return Counts(
            more_than=np.array([one.more_than for one in each]),
            at_end=np.array([one.at_end for one in each]),
            x_at_end=np.array([one.x_at_end for one in each]),
            rows=np.array([one.rows for one in each]),
        )

    def _count(self, weight: Floats) -> Counts:
        at_x = _sums_by(self.x, weight, 1)
        cells = len(self.T)
        rows = weight[self.repeat]
        if self.has_zeros:
            is_zero = self.x == 0
            zeros = _sums_by(self.end_index[is_zero], weight[is_zero], cells)
            rows = np.concatenate([rows, zeros])
        return Counts(
            more_than=np.cumsum(at_x[:0:-1])[::-1].copy(),
            at_end=_sums_by(self.end_index, weight, cells),
            x_at_end=_sums_by(self.end_index, weight * self.x, cells),
            rows=rows,
        )


def prepare(purchases: Purchases, *, rows: str = "repeat") -> Prepared:
    """Return purchases folded. rows: "none", "repeat" (x > 0) or "all".

    Raises ValueError where x is not a whole number >= 0.
    """
    x = purchases.x.astype(np.intp)
    if not np.array_equal(x, purchases.x) or (len(x) > 0 and x.min() < 0):
        raise ValueError("x is a count of purchase days: a whole number, not negative")
    unit = mean_interval(purchases)
    T, end_index = ranked(purchases.T)
    repeat = np.flatnonzero(x > 0) if rows != "none" else np.empty(0, dtype=np.intp)
    t, row_last = ranked(purchases.t_x[repeat])
    row_x, row_end = x[repeat], end_index[repeat]
    if rows == "all":
        row_x = np.concatenate([row_x, np.zeros(len(T), dtype=np.intp)])
        row_end = np.concatenate([row_end, np.arange(len(T))])
        row_last = np.concatenate([row_last, np.full(len(T), len(t))])
        t = np.append(t, 0.0)
    return Prepared(
        unit=unit,
        x=x,
        end_index=end_index,
        T=T / unit,
        t=t / unit,
        repeat=repeat,
        row_x=row_x,
        row_end=row_end,
        row_last=row_last,
        has_zeros=rows == "all",
    )


def mean_interval(purchases: Purchases) -> float:
    """Return the mean time between purchases; the mean T where there are none; else 1."""
    # Sums, not dot products: long ones run on BLAS's threads, and their number would show.
    time = float(np.sum(purchases.weight * purchases.T))
    bought = float(np.sum(purchases.weight * purchases.x)) or purchases.customers
    return time / bought if time > 0 and bought > 0 else 1.0


def every_kth(purchases: Purchases, k: int) -> Purchases:
    """Return each k-th row."""
    return Purchases(
        x=purchases.x[::k],
        t_x=purchases.t_x[::k],
        T=purchases.T[::k],
        weight=purchases.weight[::k],
    )


def _sums_by(index: Index, weight: Floats, cells: int) -> Floats:
    return np.bincount(index, weight, minlength=cells).astype(np.float64, copy=False)
