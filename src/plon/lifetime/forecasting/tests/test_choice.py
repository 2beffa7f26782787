"""Who speaks, by what proof, and what is said when nobody should be believed."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from plon.lifetime.analysis import Choice, Holdout
from plon.lifetime.forecasting.backtest import Trial
from plon.lifetime.forecasting.baselines import BASELINES
from plon.lifetime.forecasting.choice import best_model, calibration, choose, chosen_model
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.forecasting.splits import day_of
from plon.lifetime.tests.bases import Bought, cdnow, days_of
from plon.lifetime.tests.simulated import START_DAY, bg_nbd_days
from plon.lifetime.units import TimeUnit

MODELS = ("nbd", "bg_nbd", "mbg_nbd", "pareto_nbd")


def holdout(
    *, mae: float = 1.0, log_score: float = -1.0, predicted: float = 100, actual: float = 100
) -> Holdout:
    return Holdout(
        predicted=predicted,
        actual=actual,
        aggregate_error=predicted / actual - 1,
        mae=mae,
        log_score=log_score,
        top_decile_share=0.4,
    )


def trials(*ratios: float, name: str = "bg_nbd") -> list[Trial]:
    """Return trials, newest first, whose actual over predicted are these."""
    return [
        Trial(
            cut=date(2024, 1, 1),
            end=date(2024, 2, 1),
            fits={},
            holdouts={name: holdout(actual=100 * ratio)},
            noise={name: 0.05},
        )
        for ratio in ratios
    ]


@pytest.fixture(scope="module")
def cdnow_choice() -> Choice:
    return choose(days_of(cdnow()), until=date(1998, 6, 30), unit=TimeUnit.WEEK, horizon_days=365)


def regular_until(count: int, *, every_days: int, purchases: int) -> tuple[Bought, date]:
    """Return customers who all buy in even steps, one day apart, and the last day of all."""
    start = date(2024, 1, 1)
    bought = {
        f"{i:04d}": {
            start + timedelta(days=i % 7 + every_days * step): 1_000 for step in range(purchases)
        }
        for i in range(count)
    }
    return bought, max(day for own in bought.values() for day in own)


class TestCdnow:
    def test_is_no_worse_than_the_best_single_model_by_more_than_a_hundredth(
        self, cdnow_choice: Choice
    ) -> None:
        maes = {c.name: c.holdout.mae for c in cdnow_choice.candidates if c.holdout}
        chosen = cdnow_choice.chosen

        assert chosen is not None
        assert maes[chosen.name] <= 1.01 * min(maes[name] for name in MODELS)

    def test_tries_every_model_and_rule_on_five_cuts(self, cdnow_choice: Choice) -> None:
        names = [candidate.name for candidate in cdnow_choice.candidates]

        assert names == [*MODELS, "mean", *BASELINES]
        assert len(cdnow_choice.cuts) == len(cdnow_choice.cut_errors) == 5
        assert cdnow_choice.cuts[0][1] == date(1998, 6, 30)

    def test_says_so_where_a_rule_comes_nearer_customer_by_customer(
        self, cdnow_choice: Choice
    ) -> None:
        """MAE rewards foretelling nothing; the rule's total is then further off, and that is said."""
        maes = {c.name: c.holdout.mae for c in cdnow_choice.candidates if c.holdout}
        chosen = cdnow_choice.chosen

        assert chosen is not None
        assert min(maes[name] for name in BASELINES) < maes[chosen.name]
        assert cdnow_choice.verdict == "baseline_wins"
        assert cdnow_choice.reasons == ("baseline_total_worse",)
        assert cdnow_choice.total_by == ""

    def test_is_refitted_on_everything(self, cdnow_choice: Choice) -> None:
        for candidate in cdnow_choice.candidates:
            assert candidate.is_baseline == (candidate.fit is None)
            if candidate.fit is not None:
                assert candidate.fit.customers == 2_357
        speaker = chosen_model(cdnow_choice)
        assert speaker is not None
        assert speaker[0].name == speaker[1].model


def test_a_base_made_by_a_model_is_told_best_by_a_model() -> None:
    days = bg_nbd_days(4_000, span_days=600, seed=11)

    choice = choose(days, until=day_of(START_DAY + 600), unit=TimeUnit.WEEK, horizon_days=90)

    assert choice.verdict == "model_wins"
    assert choice.reasons == ()
    assert choice.chosen is not None
    assert choice.chosen.name != "nbd"
    assert max(abs(error) for error in choice.cut_errors) < 0.1


def test_clockwork_customers_are_told_best_by_a_rule_and_its_total_is_taken() -> None:
    """Everybody buys every tenth day for ever: models of chance see too much chance."""
    bought, until = regular_until(300, every_days=10, purchases=25)

    choice = choose(days_of(bought), until=until, unit=TimeUnit.DAY, horizon_days=60)

    assert choice.verdict == "baseline_wins"
    assert choice.total_by in BASELINES
    assert choice.reasons == ()
    assert not choice.calibration_applied
    assert max(abs(error) for error in choice.cut_errors) < 0.1


def test_a_clock_changes_the_time_models_live_in() -> None:
    days = bg_nbd_days(1_000, span_days=500, seed=5)
    clock = Clock.of_months((0.5, 0.5, 1, 1, 1, 1, 1, 1, 1, 1, 1.5, 1.5))
    until = day_of(START_DAY + 500)

    plain = choose(days, until=until, unit=TimeUnit.WEEK, horizon_days=90)
    told = choose(days, until=until, unit=TimeUnit.WEEK, horizon_days=90, clock=clock)

    assert plain.cuts == told.cuts
    assert plain.cut_errors != told.cut_errors


class TestTooThin:
    def thin(self, bought: Bought, until: date) -> Choice:
        choice = choose(days_of(bought), until=until, unit=TimeUnit.DAY, horizon_days=90)
        assert choice.verdict == "too_thin"
        assert choice.cuts == ()
        return choice

    def test_nobody_at_all(self) -> None:
        choice = self.thin({}, date(2024, 1, 1))

        assert choice.reasons == ("few_customers",)
        assert chosen_model(choice) is None

    def test_everything_on_one_day(self) -> None:
        bought = {str(i): {date(2024, 1, 1): 100} for i in range(500)}

        choice = self.thin(bought, date(2024, 1, 1))

        assert choice.reasons == ("few_repeaters", "few_holdout_purchases", "short_span")
        assert chosen_model(choice) is None

    def test_one_customer(self) -> None:
        bought = {"ann": {date(2024, month, 1): 100 for month in range(1, 8)}}

        choice = self.thin(bought, date(2024, 8, 1))

        assert choice.reasons == ("few_customers", "few_repeaters", "few_holdout_purchases")
        assert chosen_model(choice) is not None  # MBG/NBD, for what it is worth

    def test_nobody_who_came_back(self) -> None:
        bought = {str(i): {date(2024, 1, 1) + timedelta(days=i % 200): 100} for i in range(500)}

        choice = self.thin(bought, date(2024, 8, 1))

        assert choice.reasons == ("few_repeaters", "few_holdout_purchases", "short_span")
        assert choice.chosen is None

    def test_a_span_of_less_than_three_usual_gaps(self) -> None:
        bought, until = regular_until(300, every_days=40, purchases=3)

        assert "short_span" in self.thin(bought, until).reasons

    def test_the_careful_model_speaks_where_it_can_be_fitted(self) -> None:
        bought, until = regular_until(60, every_days=20, purchases=5)

        choice = self.thin(bought, until)

        assert choice.chosen is not None
        assert choice.chosen.name == "mbg_nbd"
        assert choice.chosen.holdout is None


class TestBestModel:
    def means(self, **others: Holdout) -> dict[str, Holdout]:
        bad = dict.fromkeys((*MODELS, "mean"), holdout(mae=2.0))
        return {**bad, **dict.fromkeys(BASELINES, holdout(mae=0.1)), **others}

    def test_is_the_lowest_error_and_never_a_rule(self) -> None:
        means = self.means(mbg_nbd=holdout(mae=0.9), pareto_nbd=holdout(mae=1.0))

        assert best_model(means) == "mbg_nbd"

    def test_is_the_likelier_one_within_a_hundredth(self) -> None:
        means = self.means(
            mbg_nbd=holdout(mae=0.900, log_score=-1.0),
            pareto_nbd=holdout(mae=0.905, log_score=-0.9),
        )

        assert best_model(means) == "pareto_nbd"

    def test_is_not_the_likelier_one_further_off(self) -> None:
        means = self.means(
            mbg_nbd=holdout(mae=0.90, log_score=-1.0),
            pareto_nbd=holdout(mae=0.92, log_score=-0.5),
        )

        assert best_model(means) == "mbg_nbd"

    def test_is_the_simpler_one_where_both_are_equal(self) -> None:
        means = self.means(
            nbd=holdout(mae=0.905, log_score=-1.005),
            mbg_nbd=holdout(mae=0.900, log_score=-1.0),
            mean=holdout(mae=0.899, log_score=-0.999),
        )

        assert best_model(means) == "nbd"


class TestCalibration:
    def test_is_the_mean_of_actual_over_predicted(self) -> None:
        factor, _ = calibration(trials(1.1, 1.3), "bg_nbd")

        assert factor == pytest.approx(1.2)

    def test_is_applied_where_three_cuts_agree_and_it_would_have_helped(self) -> None:
        assert calibration(trials(1.20, 1.15, 1.25), "bg_nbd")[1]

    @pytest.mark.parametrize(
        "ratios",
        [
            (1.2, 1.15),  # two cuts are too few
            (1.2, 0.95, 1.25),  # they disagree
            (1.05, 1.6, 1.7),  # the newest would have become worse
        ],
    )
    def test_is_only_reported_otherwise(self, ratios: tuple[float, ...]) -> None:
        assert not calibration(trials(*ratios), "bg_nbd")[1]

    def test_is_nothing_where_nothing_was_foretold(self) -> None:
        never = [
            replace(trial, holdouts={"bg_nbd": holdout(predicted=0.0)}) for trial in trials(1.0)
        ]

        assert calibration(never, "bg_nbd") == (1.0, False)

    def test_needs_all_its_cuts(self) -> None:
        three = trials(1.2, 1.15, 1.25)
        broken = replace(three[1], holdouts={"bg_nbd": holdout(predicted=0.0)})

        factor, is_applied = calibration([*three, broken], "bg_nbd")

        assert factor == pytest.approx(np.mean([1.2, 1.15, 1.25]))
        assert not is_applied
