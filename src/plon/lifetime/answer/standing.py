"""Where each customer stands at the end of observation: rhythm, idle time, what was lost since."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.answer.waiting import (
    HALF,
    MOST,
    alive_at_last,
    best_before,
    wait_after_last,
)
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.clock import CALENDAR, Clock
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary

Flags = NDArray[np.bool_]
FARTHEST_DAYS = 36_525  # a century ahead: a date beyond it says nothing
SAVABLE = 0.1  # below this chance of being alive a customer counts as lost, not as slipping away


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """Arrays of shape (n,), in the order of the summary they were taken from.

    days_since_last: from the last purchase to the end of observation.
    usual_gap_days: mean days between purchases; NaN for a customer with one.
    due_days, late_days: days after the last purchase by which half, and four in five, of the
      customers with such a history would have bought again, were they still here; infinite
      where that is more than a century off.
    alive, alive_at_last: P(alive) at the end of observation, and on the day of the last purchase.
    """

    days_since_last: Floats
    usual_gap_days: Floats
    due_days: Floats
    late_days: Floats
    alive: Floats
    alive_at_last: Floats

    @property
    def drop(self) -> Floats:
        """Return how much of the chance of being alive was lost since the last purchase."""
        return np.maximum(self.alive_at_last - self.alive, 0.0)

    @property
    def is_due(self) -> Flags:
        return self.days_since_last >= self.due_days

    @property
    def is_late(self) -> Flags:
        """Return whether four in five such customers would have been back by now."""
        return self.days_since_last >= self.late_days

    @property
    def is_slipping(self) -> Flags:
        """Return who is late, likelier lost than at the last purchase, and not gone yet."""
        return self.is_late & (self.alive >= SAVABLE) & (self.drop > 0)


def take_standing(
    model: PurchaseModel, fit: Fit, summary: Summary, *, clock: Clock = CALENDAR
) -> Standing:
    """Return where the summary's customers stand by the fitted model, in calendar days.

    clock: the time in which the model was fitted; due dates come back to the calendar.
    """
    purchases = clock.purchases(summary)
    gap = np.full(len(summary), np.nan)
    span = (summary.last_day - summary.first_day).astype(np.float64)
    np.divide(span, summary.x, out=gap, where=summary.x > 0)
    half, most = (
        _calendar_days(
            wait_after_last(fit.params, purchases, share=share), summary=summary, clock=clock
        )
        for share in (HALF, MOST)
    )
    return Standing(
        days_since_last=summary.days_since_last.astype(np.float64),
        usual_gap_days=gap,
        due_days=half,
        late_days=most,
        alive=model.probability_alive(fit.params, purchases),
        alive_at_last=alive_at_last(model, fit.params, purchases),
    )


def days_until_half(
    model: PurchaseModel, fit: Fit, summary: Summary, *, clock: Clock = CALENDAR
) -> Floats:
    """Return after how many days of silence P(alive) falls below one half; infinite if never."""
    wait = best_before(model, fit.params, clock.purchases(summary))
    return _calendar_days(wait, summary=summary, clock=clock)


def _calendar_days(wait: Floats, *, summary: Summary, clock: Clock) -> Floats:
    """Return whole calendar days from the last purchase until the clock has moved on by `wait`."""
    if len(wait) == 0:
        return wait
    days = np.arange(int(summary.last_day.min()), summary.until_day + FARTHEST_DAYS)
    moments = clock.at(days)
    place = np.searchsorted(moments, clock.at(summary.last_day) + wait * summary.unit.days)
    is_near = place < len(days)
    due = days[np.minimum(place, len(days) - 1)] - summary.last_day
    return np.where(is_near, due, np.inf)
