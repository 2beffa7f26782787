"""How good was a forecast: per customer, in total, by decile. Pure arithmetic on two arrays."""

from collections.abc import Sequence

import numpy as np

from plon.lifetime.analysis import Holdout
from plon.lifetime.purchases import Floats

GROUPS = 10


def score(predicted: Floats, actual: Floats, *, log_score: float = float("nan")) -> Holdout:
    """Return the errors of `predicted` against `actual` purchase days, both of shape (n,), n > 0.

    The top decile is the tenth of customers predicted highest, at least one; ties keep their order.
    """
    order = np.argsort(predicted, kind="stable")
    tenths = [part for part in np.array_split(order, GROUPS) if len(part)]
    top = order[-max(1, len(order) // GROUPS) :]
    total, bought = float(predicted.sum()), float(actual.sum())
    return Holdout(
        predicted=total,
        actual=bought,
        aggregate_error=relative_error(total, bought),
        mae=float(np.abs(predicted - actual).mean()),
        log_score=log_score,
        top_decile_share=float(actual[top].sum()) / bought if bought else float("nan"),
        deciles=tuple((float(predicted[t].mean()), float(actual[t].mean())) for t in tenths),
    )


def relative_error(predicted: float, actual: float) -> float:
    """Return predicted / actual - 1; infinite or NaN where nothing happened."""
    if actual:
        return predicted / actual - 1
    return float("inf") if predicted > 0 else float("nan")


def mean_over_cuts(holdouts: Sequence[Holdout]) -> Holdout:
    """Return one record of several cuts, newest first: sums' error, mean scores, newest deciles."""
    predicted = sum(holdout.predicted for holdout in holdouts)
    actual = sum(holdout.actual for holdout in holdouts)
    return Holdout(
        predicted=predicted / len(holdouts),
        actual=actual / len(holdouts),
        aggregate_error=relative_error(predicted, actual),
        mae=float(np.mean([holdout.mae for holdout in holdouts])),
        log_score=float(np.mean([holdout.log_score for holdout in holdouts])),
        top_decile_share=float(np.mean([holdout.top_decile_share for holdout in holdouts])),
        deciles=holdouts[0].deciles,
    )
