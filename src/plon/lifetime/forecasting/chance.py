"""Mere chance in what customers buy: what no model can foretell, however right it is."""

import numpy as np

from plon.lifetime.forecasting.averaged import rate_of
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases

LEAVING = 0.5  # see `count_variance`


def count_variance(
    model: PurchaseModel, params: Params, purchases: Purchases, *, ahead: float, expected: Floats
) -> Floats:
    """Return the variance of each customer's count in (T, T + ahead], shape (n,).

    Three unknowns: the purchases of a known rate (Poisson), the rate (gamma of shape m = r + x),
    and whether and how long the customer stays. With M = m·ahead/(α+T), the purchases of one who
    surely stays, and P(alive) known, E = P(alive)·M·ρ: ρ is the share of the time that one alive
    stays on average. E[N(N-1)] = P(alive)·M²·(1 + 1/m)·E[τ²], τ the share he really stays. E[τ²]
    lies between ρ² (all stay equally long) and ρ (all the time or not at all), and for the models
    near ρ^1.5: of the exact variance of a base, 0.84 to 1.13, which the tests hold.
    """
    r, alpha = rate_of(params)
    shape = r + purchases.x
    staying = shape * ahead / (alpha + purchases.T)
    alive = model.probability_alive(params, purchases) * staying
    share = np.divide(expected, alive, out=np.ones(len(expected)), where=alive > 0)
    pairs = expected * staying * (1 + 1 / shape) * np.clip(share, 0, 1) ** LEAVING
    return np.asarray(expected + np.maximum(pairs - expected**2, 0))


def chance_log_sd(expected: Floats, variance_of_each: Floats, *, value: Floats) -> float:
    """Return the log-sd that chance gives a total of customers' counts times a value of each.

    variance_of_each: of the customer's count, or of its sum relative to the squared value.
    """
    total = float(expected @ value)
    variance = float((value**2) @ variance_of_each)
    return float(np.sqrt(variance)) / total if total > 0 else 0.0
