"""Gamma-Gamma: what a purchase is worth, independent of how often (Fader & Hardie 2013, note 025).

A customer's purchases vary around a mean of its own, p/ν, ν ~ Gamma(q, γ). z is the mean value of
x purchases, in major units; only z > 0 and x >= 1 can be fitted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.models.gamma_gamma_likelihood import Spend, derivatives, fold
from plon.lifetime.models.newton import TOLERANCE, fit_of, maximise
from plon.lifetime.purchases import Floats
from plon.lifetime.special import gammaincinv, stdtr

Params = Mapping[str, float]

NAME = "gamma_gamma"
LETTERS = ("p", "q", "gamma")
START = (3.0, 3.0, 1.0)  # at a mean value of 1
LARGE = 80_000  # from so many rows on, the start is found on every k-th
THINNED = 20_000
LOOSE = 1e-5
BOUNDARIES = {"p+": "no_spend_variation", "q+": "no_spend_variation"}
TOO_MUCH = 0.1  # correlation of frequency and spend beyond which the model's story fails
SIGNIFICANT = 0.05


def fit(x: Floats, z: Floats, weight: Floats | None = None, *, start: Params | None = None) -> Fit:
    """Return the maximum likelihood fit; γ in major units. Rows of x = 0 or z <= 0 are left out."""
    x, z = np.asarray(x, dtype=np.float64), np.asarray(z, dtype=np.float64)
    weight = np.ones(len(x)) if weight is None else np.asarray(weight, dtype=np.float64)
    keep = (x > 0) & (z > 0)
    if not keep.all():
        x, z, weight = x[keep], z[keep], weight[keep]
    if start is None and len(x) > LARGE:
        k = len(x) // max(THINNED, len(x) // 50)
        start = _fit(fold(x[::k], z[::k], weight[::k]), None, tolerance=LOOSE).params
    return _fit(fold(x, z, weight), start)


def log_likelihood(params: Params, x: Floats, z: Floats, weight: Floats | None = None) -> float:
    """Return the weighted sum of log-likelihoods at given parameters; x >= 1 and z > 0."""
    spend = fold(x, z, np.ones(len(x)) if weight is None else weight)
    theta = np.array([params["p"], params["q"], params["gamma"] / spend.unit])
    return derivatives(theta, spend)[0] - spend.customers * float(np.log(spend.unit))


def expected_spend(params: Params, x: Floats, z: Floats) -> Floats:
    """Return the expected value of a customer's next purchase, given the mean z of x purchases.

    p(γ+xz)/(px+q-1), between the own and the population's mean. Where px+q <= 1 there is no mean:
    the median instead, as in `typical_spend`. Rows of x = 0, or z <= 0, get `typical_spend`.
    """
    p, q, gamma = (params[name] for name in LETTERS)
    own = p * np.where(z > 0, x, 0.0)
    scale = p * gamma + own * z
    has_mean = own + q > 1
    with np.errstate(divide="ignore"):
        value = scale / np.where(has_mean, own + q - 1, 1.0)
    if not has_mean.all():
        rest = ~has_mean
        value[rest] = scale[rest] / gammaincinv(own[rest] + q, 0.5)
    return np.asarray(value)


def typical_spend(params: Params) -> tuple[float, str]:
    """Return the mean of customers' mean values, "mean"; where it is infinite (q <= 1) "median"."""
    p, q, gamma = (params[name] for name in LETTERS)
    if q > 1:
        return p * gamma / (q - 1), "mean"
    return p * gamma / float(gammaincinv(q, 0.5)), "median"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """Correlation of purchase count and mean value, which the model takes to be none.

    matters: beyond ±0.1 and significant at 5 %: values then belong by frequency band.
    """

    correlation: float
    p_value: float
    matters: bool


def dependence(x: Floats, z: Floats) -> Dependence:
    """Return how far spend depends on frequency; Student's t test, customers of z > 0, x >= 1."""
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(z) == 0:
        return Dependence(correlation=0.0, p_value=1.0, matters=False)
    correlation = float(np.clip(np.corrcoef(x, z)[0, 1], -1, 1))
    degrees = len(x) - 2
    with np.errstate(divide="ignore"):
        statistic = correlation * np.sqrt(degrees / (1 - np.float64(correlation) ** 2))
    p_value = float(2 * stdtr(degrees, -abs(statistic)))
    matters = abs(correlation) > TOO_MUCH and p_value < SIGNIFICANT
    return Dependence(correlation=correlation, p_value=p_value, matters=matters)


def _fit(spend: Spend, start: Params | None, *, tolerance: float = TOLERANCE) -> Fit:
    units = np.array([1.0, 1.0, spend.unit])
    first = START if start is None else np.array([start[name] for name in LETTERS]) / units
    optimum = maximise(
        lambda theta: derivatives(theta, spend),
        start=first,
        names=LETTERS,
        customers=spend.customers,
        boundaries=BOUNDARIES,
        tolerance=tolerance,
    )
    found = fit_of(
        optimum,
        model=NAME,
        customers=spend.customers,
        scale={"gamma": spend.unit},
        shift=-spend.customers * float(np.log(spend.unit)),
    )
    return found if spend.customers else replace(found, boundary="no_repeat_purchase")
