"""One row a customer: x, t_x, T, z̄, in the two usual conventions, with exact integer sums."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.purchases import Floats, Purchases
from plon.lifetime.units import TimeUnit

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Summary:
    """Customers at an observation end, ordered by customer id; all arrays have shape (n,).

    Days are days since 1970-01-01 in the business time zone; money is minor units of `currency`.
    Two conventions, two names, never one word:
      repeat (models; Fader & Hardie): `x` = purchase days - 1, `t_x` = last - first purchase day,
        `monetary_value` = mean of the repeat days' sums, 0 where x = 0
      all (RFM practice): `purchase_days`, `days_since_last`, `mean_value` = mean of all days' sums
    A return that matched no day lowers spend, never frequency: `value_minor` is before it, while
    `net_value_minor` and all means are after it, every day of the customer by the same share.
    """

    customer: Any  # pa.StringArray or integer pa.Array, sorted
    purchase_days: Ints
    first_day: Ints
    last_day: Ints
    value_minor: Ints  # all purchase days' net sums, before unmatched returns
    first_value_minor: Ints  # the first purchase day's net sum
    returned_minor: Ints  # unmatched returns, not netted into a day; >= 0
    until: date
    unit: TimeUnit
    currency: str
    zero_days: Ints  # purchase days after the first whose net sum is 0 (free goods)

    def __len__(self) -> int:
        return len(self.purchase_days)

    @property
    def until_day(self) -> int:
        return (self.until - date(1970, 1, 1)).days

    @property
    def x(self) -> Floats:
        """Return repeat purchase days."""
        return (self.purchase_days - 1).astype(np.float64)

    @property
    def t_x(self) -> Floats:
        """Return time from first to last purchase day, in `unit`, not rounded."""
        return np.asarray((self.last_day - self.first_day) / self.unit.days)

    @property
    def T(self) -> Floats:
        """Return time from the first purchase day to `until`, in `unit`, not rounded."""
        return np.asarray((self.until_day - self.first_day) / self.unit.days)

    @property
    def days_since_last(self) -> Ints:
        return self.until_day - self.last_day

    @property
    def net_value_minor(self) -> Ints:
        """Return the value after unmatched returns, which take it to 0 and no further.

        More than was bought cannot be spent less: what exceeds a customer's purchases belongs to
        some from before the file. A value below 0 without returns, a loss in margin, stays.
        """
        least = np.minimum(self.value_minor, 0)
        return np.asarray(np.maximum(self.value_minor - self.returned_minor, least))

    @property
    def monetary_value(self) -> Floats:
        """Return the mean net sum of a repeat day, major units; 0 where x = 0."""
        return np.divide(self._repeat(), self.x, out=np.zeros(len(self)), where=self.x > 0)

    @property
    def mean_value(self) -> Floats:
        """Return the mean net sum of all purchase days, major units."""
        return np.asarray(self.net_value_minor / 100 / np.maximum(self.purchase_days, 1))

    def _repeat(self) -> Floats:
        """Return the repeat days' sums, major units, after their share of unmatched returns."""
        repeat = (self.value_minor - self.first_value_minor) / 100
        rows = np.flatnonzero(self.returned_minor)
        repeat[rows] *= self.net_value_minor[rows] / np.maximum(self.value_minor[rows], 1)
        return np.asarray(repeat)

    def purchases(self) -> Purchases:
        """Return what a purchase model needs, in `unit`."""
        return Purchases(x=self.x, t_x=self.t_x, T=self.T)

    def spend(self) -> tuple[Floats, Floats]:
        """Return (x, z̄) of repeat customers with a positive mean, days of zero value left out."""
        count, mean = self.own_spend()
        keep = mean > 0
        return count[keep], mean[keep]

    def own_spend(self) -> tuple[Floats, Floats]:
        """Return every customer's repeat days with a value and their mean, major units, 0 if none.

        This is what Gamma-Gamma's x and z̄ mean: days of free goods say nothing of spend.
        """
        count = self.x - self.zero_days
        return count, np.divide(self._repeat(), count, out=np.zeros(len(self)), where=count > 0)

    def to_arrow(self, *, convention: str = "repeat") -> pa.Table:
        """Return a table of one convention, "repeat" or "all", with its own column names."""
        names = {
            "repeat": ("x", "t_x", "T", "monetary_value"),
            "all": ("purchase_days", "days_since_last", "T", "mean_value"),
        }
        if convention not in names:
            raise ValueError(f'convention is "repeat" or "all", not "{convention}"')
        columns = {name: getattr(self, name) for name in names[convention]}
        return pa.table({"customer": self.customer, **columns})
