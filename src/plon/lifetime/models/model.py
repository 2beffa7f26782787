"""What every model of purchases can do, whatever its story."""

from collections.abc import Mapping
from typing import Protocol

from plon.lifetime.fit import Fit
from plon.lifetime.purchases import Floats, Purchases

Params = Mapping[str, float]


class PurchaseModel(Protocol):
    """A model of when customers buy and leave. Instances hold nothing: all state is in `Fit`.

    Times are in the unit of the purchases given; results have the shape (n,) of the purchases.
    """

    name: str  # "bg_nbd"
    letters: tuple[str, ...]  # the papers' parameters, in order: ("r", "alpha", "a", "b")

    def fit(self, purchases: Purchases, *, start: Params | None = None) -> Fit:
        """Return the maximum likelihood fit; never raises for finite, ordered input."""
        ...

    def log_likelihood(self, params: Params, purchases: Purchases) -> float:
        """Return the weighted sum of log-likelihoods."""
        ...

    def probability_alive(self, params: Params, purchases: Purchases) -> Floats:
        """Return the chance that each customer has not left by T."""
        ...

    def expected_purchases(self, params: Params, purchases: Purchases, *, ahead: float) -> Floats:
        """Return each customer's expected purchases in (T, T + ahead]."""
        ...

    def expected_new(self, params: Params, times: Floats) -> Floats:
        """Return the expected repeat purchases of a new customer in (0, t], shape of times."""
        ...

    def log_probability_of_count(
        self, params: Params, purchases: Purchases, *, ahead: float, counts: Floats
    ) -> Floats:
        """Return ln P(exactly counts[i] purchases in (T, T + ahead] | customer i's history)."""
        ...
