"""Where customers stand: rhythm, due dates in the calendar, who slips away."""

from datetime import date, timedelta

import numpy as np
import pytest

from plon.lifetime.answer.standing import (
    SAVABLE,
    Standing,
    days_until_half,
    take_standing,
)
from plon.lifetime.answer.waiting import wait_after_last
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.summary import Summary
from plon.lifetime.tests.bases import summary_of

UNTIL = date(1997, 9, 30)
MODEL = PURCHASE_MODELS["pareto_nbd"]
FIT = Fit(
    model="pareto_nbd",
    params={"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669},
    log_likelihood=-9595.0,
    customers=2357,
    covariance=np.eye(4),
    converged=True,
)


def base(*histories: tuple[int, ...]) -> Summary:
    """Return customers by the days before the end on which they bought."""
    return summary_of(
        {
            f"c{k}": {UNTIL - timedelta(days=ago): 100 for ago in own}
            for k, own in enumerate(histories)
        },
        until=UNTIL,
    )


def test_the_usual_gap_is_the_mean_of_gaps() -> None:
    standing = take_standing(MODEL, FIT, base((100, 60, 40)))

    assert standing.usual_gap_days[0] == 30
    assert standing.days_since_last[0] == 40


def test_one_purchase_has_no_gap() -> None:
    assert np.isnan(take_standing(MODEL, FIT, base((100,))).usual_gap_days[0])


def test_due_dates_are_whole_days_after_the_last_purchase() -> None:
    summary = base((200, 150, 100, 50))

    standing = take_standing(MODEL, FIT, summary)

    weeks = wait_after_last(FIT.params, summary.purchases(), share=0.5)[0]
    assert standing.due_days[0] == np.ceil(weeks * 7)
    assert standing.late_days[0] > standing.due_days[0]


def test_a_quiet_season_moves_the_due_date_away() -> None:
    summary = base((200, 150, 100, 50))
    autumn_stands_still = Clock.of_months([1, 1, 1, 1, 1, 1, 1, 1, 1, 0.1, 0.1, 0.1])

    plain = take_standing(MODEL, FIT, summary)
    seasonal = take_standing(MODEL, FIT, summary, clock=autumn_stands_still)

    assert seasonal.late_days[0] > plain.late_days[0]


@pytest.mark.parametrize(("alpha", "is_never"), [(2_000.0, False), (20_000.0, True)])
def test_a_date_farther_than_a_century_is_never(alpha: float, is_never: bool) -> None:
    hardly_anyone = Fit(
        model="pareto_nbd",
        params={**FIT.params, "alpha": alpha},
        log_likelihood=0.0,
        customers=1,
        covariance=np.eye(4),
        converged=True,
    )

    summary = base((100,))
    days = np.ceil(7 * wait_after_last(hardly_anyone.params, summary.purchases(), share=0.5)[0])
    assert (days > 365.25 * 100) == is_never
    due = take_standing(MODEL, hardly_anyone, summary).due_days[0]
    assert due == (np.inf if is_never else days)


def test_an_empty_base_stands_nowhere() -> None:
    assert len(take_standing(MODEL, FIT, base()).alive) == 0


def test_the_chance_is_below_one_half_after_the_days_of_silence() -> None:
    summary = base((200, 150, 100, 90))

    days = days_until_half(MODEL, FIT, summary)[0]

    last = UNTIL - timedelta(days=90)
    silent = {"c0": {UNTIL - timedelta(days=ago): 100 for ago in (200, 150, 100, 90)}}
    chances = [
        take_standing(
            MODEL, FIT, summary_of(silent, until=last + timedelta(days=int(days) + more))
        ).alive[0]
        for more in (-1, 0)
    ]
    assert chances[0] > 0.5 >= chances[1]


def standing(*, idle: float, due: float, late: float, alive: float, then: float) -> Standing:
    return Standing(
        days_since_last=np.array([idle]),
        usual_gap_days=np.array([10.0]),
        due_days=np.array([due]),
        late_days=np.array([late]),
        alive=np.array([alive]),
        alive_at_last=np.array([then]),
    )


@pytest.mark.parametrize(
    ("idle", "alive", "then", "is_slipping"),
    [
        (29, 0.6, 0.9, False),  # not late yet
        (30, 0.6, 0.9, True),
        (30, SAVABLE - 0.01, 0.9, False),  # gone
        (30, 0.9, 0.9, False),  # nothing was lost
    ],
)
def test_who_slips_away_is_late_less_likely_here_and_not_gone(
    idle: float, alive: float, then: float, is_slipping: bool
) -> None:
    found = standing(idle=idle, due=10, late=30, alive=alive, then=then)

    assert bool(found.is_slipping[0]) is is_slipping


def test_a_rising_chance_is_no_drop() -> None:
    assert standing(idle=1, due=2, late=3, alive=0.9, then=0.8).drop[0] == 0
