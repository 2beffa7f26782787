"""Chances of 0, 1, 2, … purchases, one count after another: what a count's quantiles add up."""

from collections.abc import Iterator
from itertools import count as counts_from
from typing import Protocol, runtime_checkable

import numpy as np

from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases

TOGETHER = 1_024  # chances asked for in one call: of few customers, several counts at once


@runtime_checkable
class CountsUp(Protocol):
    """A model that comes from one count's chance to the next faster than to each by itself."""

    def chances_of_counts(
        self, params: Params, purchases: Purchases, *, ahead: float
    ) -> Iterator[Floats]:
        """Yield what `chances_of_counts` says, without an end."""
        ...


def chances_of_counts(
    model: PurchaseModel, params: Params, purchases: Purchases, *, ahead: float
) -> Iterator[Floats]:
    """Yield P(exactly 0, 1, 2, … purchases in (T, T + ahead] | history), each of shape (n,)."""
    if isinstance(model, CountsUp):
        yield from model.chances_of_counts(params, purchases, ahead=ahead)
    size, many = len(purchases), max(1, TOGETHER // max(1, len(purchases)))
    again = Purchases(
        x=np.tile(purchases.x, many), t_x=np.tile(purchases.t_x, many), T=np.tile(purchases.T, many)
    )
    for first in counts_from(step=many):
        counts = np.repeat(np.arange(first, first + many, dtype=np.float64), size)
        chances = model.log_probability_of_count(params, again, ahead=ahead, counts=counts)
        yield from np.exp(chances).reshape(many, size)
