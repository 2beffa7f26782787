"""Customer-days: what every figure is computed from, one row per customer and purchase day."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.summary import Ints


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CustomerDays:
    """Purchase days after netting of returns, ordered by customer, then day.

    customer: pa.Array of distinct ids, sorted (strings by bytes), shape (n,).
    index: position in `customer` of each day, shape (m,), non-decreasing.
    day: days since 1970-01-01 in the business time zone, increasing within a customer.
    value_minor: net sum of the day, minor units; > 0, or 0 for a day of free goods only
      (a day netted to zero or less by returns is not an occasion and is not here).
    margin_minor: the same of the margin, or None.
    channel: code of the channel of each customer's first purchase, -1 unknown, shape (n,), or None;
      names in `channels`.
    returned_minor: returns that matched no purchase, a customer, >= 0, shape (n,).
    gone_returned_minor: the same of those who have no day left and so are not here, one each, > 0.
    """

    customer: Any
    index: NDArray[np.int64]
    day: Ints
    value_minor: Ints
    margin_minor: Ints | None
    channel: Ints | None
    channels: tuple[str, ...]
    returned_minor: Ints
    currency: str
    gone_returned_minor: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.day)

    @property
    def starts(self) -> NDArray[np.int64]:
        """Return the row of each customer's first day, shape (n,); every customer has a day."""
        return np.searchsorted(self.index, np.arange(len(self.customer)))
