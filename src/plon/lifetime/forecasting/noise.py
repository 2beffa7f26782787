"""By how much a model that is right would still miss a total: chance, and parameters from a fit."""

import math

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.chance import chance_log_sd, count_variance
from plon.lifetime.forecasting.strides import stride_for
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.models.prepared import every_kth
from plon.lifetime.purchases import Floats, Purchases

EVALUATED = 1_000
LEAST_TOTAL = 1e-300
STEP = 1e-3  # of the parameters' logarithms


def noise_log_sd(model: PurchaseModel, fit: Fit, purchases: Purchases, *, ahead: float) -> float:
    """Return the log-sd of the total of the next `ahead`, told by every k-th customer.

    Parameters by the delta method on the Hessian: nothing at a limit, which has no covariance.
    """
    stride = stride_for(len(purchases), EVALUATED)
    sample = every_kth(purchases, stride)
    expected = model.expected_purchases(fit.params, sample, ahead=ahead)
    variance = count_variance(model, fit.params, sample, ahead=ahead, expected=expected)
    chance = chance_log_sd(expected, variance, value=np.ones(len(expected))) / np.sqrt(stride)
    return float(np.hypot(chance, _of_parameters(model, fit, sample, ahead=ahead)))


def _of_parameters(model: PurchaseModel, fit: Fit, sample: Purchases, *, ahead: float) -> float:
    theta = fit.theta()
    if not np.isfinite(fit.covariance).all():
        return 0.0

    def log_total(logs: Floats) -> float:
        params = dict(zip(fit.params, np.exp(logs).tolist(), strict=True))
        total = model.expected_purchases(params, sample, ahead=ahead) @ sample.weight
        return math.log(max(float(total), LEAST_TOTAL))

    logs = np.log(theta)
    rises = [log_total(logs + step) - log_total(logs - step) for step in STEP * np.eye(len(logs))]
    slope = np.array(rises) / (2 * STEP)
    variance = slope @ (fit.covariance / np.outer(theta, theta)) @ slope
    return math.sqrt(max(float(variance), 0.0))
