"""The CDNOW sample as the papers summarise it: first purchases January to March 1997, in weeks."""

from datetime import date
from functools import cache
from importlib import resources

import numpy as np

from plon.lifetime.purchases import Floats, Purchases

CALIBRATED = date(1997, 9, 30)
END = date(1998, 6, 30)


@cache
def days() -> dict[str, dict[date, float]]:
    """Return each customer's purchase days with the day's value."""
    text = resources.files("plon.lifetime").joinpath("samples/cdnow_sample.txt").read_text()
    found: dict[str, dict[date, float]] = {}
    for line in text.splitlines():
        _, customer, stamp, _, value = line.split()
        day = date(int(stamp[:4]), int(stamp[4:6]), int(stamp[6:]))
        of_customer = found.setdefault(customer, {})
        of_customer[day] = of_customer.get(day, 0.0) + float(value)
    return dict(sorted(found.items()))


def purchases(*, until: date = CALIBRATED, digits: int | None = None) -> Purchases:
    """Return x, t_x and T of every customer, exact days / 7, or rounded as the published file."""
    rows = []
    for of_customer in days().values():
        bought = sorted(day for day in of_customer if day <= until)
        span, age = (bought[-1] - bought[0]).days / 7, (until - bought[0]).days / 7
        rows.append((len(bought) - 1, span, age))
    x, t_x, T = np.array(rows).T
    if digits is not None:
        t_x, T = np.round(t_x, digits), np.round(T, digits)
    return Purchases(x=x, t_x=t_x, T=T)


def spend(*, digits: int | None = None) -> tuple[Floats, Floats]:
    """Return x and the mean value of the repeat days, 0 where there are none, of every customer."""
    rows = []
    for of_customer in days().values():
        repeats = sorted(day for day in of_customer if day <= CALIBRATED)[1:]
        total = sum(of_customer[day] for day in repeats)
        rows.append((len(repeats), total / len(repeats) if repeats else 0.0))
    x, z = np.array(rows).T
    # The published file rounds half a cent up.
    return x, z if digits is None else np.floor(z * 10**digits + 0.5 + 1e-6) / 10**digits


def one(x: float, t_x: float, T: float) -> Purchases:
    """Return one customer."""
    return Purchases(x=np.array([x]), t_x=np.array([t_x]), T=np.array([T]))
