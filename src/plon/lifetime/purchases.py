"""What a purchase model needs to know of customers: x, t_x, T and how many such customers."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Purchases:
    """Customers' purchase histories in the papers' letters, convention "repeat".

    x: repeat purchase days (purchase days less one), shape (n,).
    t_x: time from the first to the last purchase day, in the fit's unit; 0 where x = 0.
    T: time from the first purchase day to the end of observation, in the same unit; t_x <= T.
    weight: how many customers a row stands for; ones by default.
    """

    x: Floats
    t_x: Floats
    T: Floats
    weight: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        for name in ("x", "t_x", "T"):
            value = np.ascontiguousarray(getattr(self, name), dtype=np.float64)
            object.__setattr__(self, name, value)
        ones = np.ones(len(self.x)) if len(self.weight) == 0 else self.weight
        object.__setattr__(self, "weight", np.ascontiguousarray(ones, dtype=np.float64))
        if not len(self.x) == len(self.t_x) == len(self.T) == len(self.weight):
            raise ValueError("x, t_x, T and weight differ in length")

    def __len__(self) -> int:
        return len(self.x)

    @property
    def customers(self) -> float:
        """Return how many customers all rows stand for."""
        return float(self.weight.sum())

    def folded(self) -> "Purchases":
        """Return the distinct (x, t_x, T) with summed weights, sorted; the likelihood is equal."""
        order = np.lexsort((self.T, self.t_x, self.x))
        x, t_x, T = self.x[order], self.t_x[order], self.T[order]
        is_new = np.ones(len(x), dtype=bool)
        is_new[1:] = (np.diff(x) != 0) | (np.diff(t_x) != 0) | (np.diff(T) != 0)
        starts = np.flatnonzero(is_new)
        if len(starts) == 0:
            return self
        weight = np.add.reduceat(self.weight[order], starts)
        return Purchases(x=x[starts], t_x=t_x[starts], T=T[starts], weight=weight)
