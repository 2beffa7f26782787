"""RFM scores: how lately, how often and for how much, each from 1 to 5, by one rule.

score = 1 + floor(5 × customers strictly worse ÷ customers). Equal values always share a score, so
this is neither a quantile cut nor NTILE: where 70 % have one purchase, all of them get F = 1.
The rule is a step function of the value; its four steps ("cuts") are found by partition, not by
sorting, and kept: a new customer is scored by them without the base.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints, Summary

Scores = NDArray[np.int8]
Steps = tuple[float, float, float, float]

SMALL_BASE = 25  # customers; below, a fifth of the base is a handful of people
FIXED_DAYS: Steps = (366, 181, 91, 31)  # R 5 to 30 days, 4 to 90, 3 to 180, 2 to a year
FIXED_PURCHASE_DAYS: Steps = (1, 2, 4, 9)  # F 1: one, 2: two, 3: to four, 4: to nine, 5: more
FIXED_SPEND: Steps = (0.5, 0.8, 1.25, 2.0)  # of the base's median


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """The steps between scores. A score is 1 plus the number of steps passed.

    days_since_last: passed when strictly below; falling.
    purchase_days, spend: passed when strictly above; rising. spend: minor units.
    spend_kind: "mean" of a purchase day, "total", or "none": no amounts, then M = F.
    """

    days_since_last: Steps
    purchase_days: Steps
    spend: Steps
    spend_kind: str

    def score(
        self, *, days_since_last: int, purchase_days: int, spend_minor: float = 0
    ) -> tuple[int, int, int]:
        """Return (R, F, M) of one customer, old or new, without looking at the base."""
        recent = 1 + sum(days_since_last < step for step in self.days_since_last)
        often = 1 + sum(purchase_days > step for step in self.purchase_days)
        if self.spend_kind == "none":
            return recent, often, often
        return recent, often, 1 + sum(spend_minor > step for step in self.spend)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rfm:
    """Scores of all customers of a summary, in its order, shape (n,), and how they were cut."""

    r: Scores
    f: Scores
    m: Scores
    cuts: Cuts

    def __len__(self) -> int:
        return len(self.r)

    def grid(self) -> tuple[tuple[int, ...], ...]:
        """Return how many customers by [F - 1][R - 1]."""
        cell = (self.f.astype(np.int64) - 1) * 5 + (self.r - 1)
        counts = np.bincount(cell, minlength=25).reshape(5, 5)
        return tuple(tuple(int(n) for n in row) for row in counts)


def score_rfm(summary: Summary, *, spend: str = "mean", small_base: int = SMALL_BASE) -> Rfm:
    """Score every customer of the base at the summary's end.

    spend: M by "mean" of a purchase day, by "total", or "none" for a file without amounts.
    small_base: with fewer customers fixed thresholds hold (see FIXED_DAYS and the two below it);
      0 scores the smallest base by rank too.
    """
    if len(summary) < small_base:
        return scored_by(summary, fixed_cuts(summary, spend=spend))
    return score(
        days_since_last=summary.days_since_last,
        purchase_days=summary.purchase_days,
        value=spend_minor(summary, spend),
        spend_kind=spend,
    )


def score(
    *,
    days_since_last: Ints | Floats,
    purchase_days: Ints | Floats,
    value: Ints | Floats,
    spend_kind: str = "mean",
) -> Rfm:
    """Score customers by rank from three plain arrays of one length, whatever the base's size."""
    cuts = Cuts(
        days_since_last=rank_steps(days_since_last, is_lower_better=True),
        purchase_days=rank_steps(purchase_days),
        spend=rank_steps(value),
        spend_kind=spend_kind,
    )
    return _passed(cuts, days_since_last, purchase_days, value)


def scored_by(summary: Summary, cuts: Cuts) -> Rfm:
    """Score a base by cuts kept from another day or another base."""
    spend = spend_minor(summary, cuts.spend_kind)
    return _passed(cuts, summary.days_since_last, summary.purchase_days, spend)


def _passed(cuts: Cuts, days: Ints | Floats, often: Ints | Floats, spend: Ints | Floats) -> Rfm:
    f = 1 + steps_passed(often, cuts.purchase_days)
    m = f if cuts.spend_kind == "none" else 1 + steps_passed(spend, cuts.spend)
    recent = tuple(-step for step in cuts.days_since_last)
    return Rfm(r=1 + steps_passed(-days, recent), f=f, m=m, cuts=cuts)


def rank_steps(values: Ints | Floats, *, is_lower_better: bool = False) -> Steps:
    """Return the four values to pass for scores 2 … 5 under the rule of ranks.

    Score k needs ceil((k - 1) n / 5) customers strictly worse, that is, a value beyond the one in
    that place.
    """
    if len(values) == 0:
        return (0.0, 0.0, 0.0, 0.0)
    keys = -values if is_lower_better else values
    places = [-(-k * len(keys) // 5) - 1 for k in (1, 2, 3, 4)]
    ordered = np.partition(keys, places)
    one, two, three, four = (float(ordered[place]) for place in places)
    return (-one, -two, -three, -four) if is_lower_better else (one, two, three, four)


def fixed_cuts(summary: Summary, *, spend: str) -> Cuts:
    """Return thresholds that do not depend on ranks; spend is set against the base's median."""
    amounts = spend_minor(summary, spend)
    median = float(np.median(amounts)) if len(amounts) else 0.0
    one, two, three, four = (step * median for step in FIXED_SPEND)
    return Cuts(
        days_since_last=FIXED_DAYS,
        purchase_days=FIXED_PURCHASE_DAYS,
        spend=(one, two, three, four),
        spend_kind=spend,
    )


def spend_minor(summary: Summary, kind: str) -> Ints | Floats:
    """Return what M is scored by, minor units; zeros for "none"."""
    if kind == "mean":
        # One division of whole numbers: equal means are equal floats, so they share a score.
        return np.asarray(summary.net_value_minor / np.maximum(summary.purchase_days, 1))
    if kind == "total":
        return summary.net_value_minor
    if kind == "none":
        return np.zeros(len(summary), dtype=np.int64)
    raise InputUnusable(
        sentence("M is scored by “mean”, “total” or “none”, not by “%(kind)s”"), kind=kind
    )


def steps_passed(values: Ints | Floats, steps: tuple[float, ...]) -> Scores:
    """Return how many rising steps lie strictly below each value."""
    passed = np.zeros(len(values), dtype=np.int8)
    for step in steps:
        passed += values > step
    return passed
