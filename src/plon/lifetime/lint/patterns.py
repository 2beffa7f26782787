"""Patterns in the purchases that make figures mislead."""

import numpy as np

from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints, Summary

DOMINATING_SHARE = 0.4
DOMINATING_BASE = 3  # with two customers one of them always stands out
WINDOW_DAYS = 30
MIDWAY_TIMES = 2.0
MIDWAY_CUSTOMERS = 20
CORRELATION_MIN = 0.1
SIGNIFICANT_Z = 1.96


def dominating_customer(summary: Summary) -> int | None:
    """Return the place of the customer with over 40 % of purchase days, a till or a reseller."""
    return dominating(summary.purchase_days)


def dominating(amounts: Ints) -> int | None:
    """Return the place that holds over 40 % of the sum, if any; None in a base of one or two."""
    if len(amounts) < DOMINATING_BASE:
        return None
    place = int(np.argmax(amounts))
    return place if amounts[place] > DOMINATING_SHARE * amounts.sum() else None


def starts_midway(summary: Summary) -> tuple[int, float] | None:
    """Return (customers first seen in the first 30 days, usual number later), or None.

    A file that starts in the middle of a firm's life meets all its old customers at once, then
    only new ones. Usual: the median of the windows of 30 days from the third on in which anybody
    was new, so that a closed cohort is not taken for it.
    """
    if len(summary) == 0:
        return None
    since = summary.first_day - summary.first_day.min()
    windows = int((summary.until_day - summary.first_day.min() + 1) // WINDOW_DAYS)
    new = np.bincount(since // WINDOW_DAYS, minlength=windows)[:windows]
    later = new[2:][new[2:] > 0]
    if len(later) == 0 or new[0] < MIDWAY_CUSTOMERS:
        return None
    usual = float(np.median(later))
    return (int(new[0]), usual) if new[0] > MIDWAY_TIMES * usual else None


def spend_correlation(x: Floats, spend: Floats) -> float | None:
    """Return Pearson's r of repeat purchases and their mean value where it matters, else None.

    It matters above 0.1 either way, if chance would not give it in 95 of 100 bases (normal
    approximation). Source of the need: Fader & Hardie 2013, note 025, on independence.
    """
    if len(x) < 3 or np.ptp(x) == 0 or np.ptp(spend) == 0:
        return None
    r = float(np.corrcoef(x, spend)[0, 1])
    is_significant = abs(r) * np.sqrt(len(x) - 2) > SIGNIFICANT_Z * np.sqrt(max(0.0, 1 - r * r))
    return r if abs(r) > CORRELATION_MIN and is_significant else None
