"""How long until the next purchase, for a customer who is still with us, and until when he is.

A customer who has not left buys at a rate that is, given x purchases in t, gamma with shape r + x
and rate alpha + t. So the wait W after that moment is Pareto of the second kind:
P(W > w) = ((alpha + t) / (alpha + t + w))^(r + x)  (Fader, Hardie, Lee 2005; the same for the
Pareto/NBD given no departure). We count from the last purchase, t = t_x: a due date may be past.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.forecasting.averaged import rate_of
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases

HALF, MOST = 0.5, 0.8
_BISECTIONS = 50
_FAR = 1e4  # alphas: a date farther than this is "never"


def wait_after_last(params: Params, purchases: Purchases, *, share: float) -> Floats:
    """Return the time after the last purchase by which `share` of such customers buy again.

    In the fit's unit; infinite where the wait has no end that a number can tell.
    """
    r, alpha = rate_of(params)
    with np.errstate(over="ignore", divide="ignore"):
        wait = (alpha + purchases.t_x) * np.expm1(-np.log1p(-share) / (r + purchases.x))
    return np.asarray(wait)


def alive_at_last(model: PurchaseModel, params: Params, purchases: Purchases) -> Floats:
    """Return P(alive) as it was on the day of the last purchase."""
    return model.probability_alive(params, replace(purchases, T=purchases.t_x))


def best_before(
    model: PurchaseModel, params: Params, purchases: Purchases, *, limit: float = HALF
) -> Floats:
    """Return the time after the last purchase at which P(alive) falls below the limit.

    If nothing more is bought; in the fit's unit; infinite where it never does (a model without
    departures; BG/NBD and one purchase), 0 where it was below the limit at once.
    """
    _, alpha = rate_of(params)
    farthest = _FAR * (alpha + purchases.t_x)

    def is_below(wait: Floats) -> NDArray[np.bool_]:
        later = replace(purchases, T=purchases.t_x + wait)
        return np.asarray(model.probability_alive(params, later) < limit)

    low, high = np.zeros(len(purchases)), farthest
    never = ~is_below(farthest)
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        below = is_below(middle)
        low, high = np.where(below, low, middle), np.where(below, middle, high)
    return np.where(never, np.inf, high)
