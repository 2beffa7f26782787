"""What a report shows, before words: states, lights, order, windows."""

from dataclasses import replace

import pytest

from plon.lifetime.analysis import Cohorts, Interval
from plon.value.domain import confidence, known
from plon.value.domain.cohort_window import COLUMNS, ROWS, cohort_window
from plon.value.domain.policies import by_policy, silent_regulars
from plon.value.domain.proof import in_order, proof
from plon.value.tests import sample


class TestKnown:
    @pytest.mark.parametrize(
        ("state", "forecast", "value", "slipping"),
        [
            ("full", True, True, True),
            ("without_amounts", True, False, True),
            ("too_thin", False, False, False),
            ("nobody_slips", True, True, False),
        ],
    )
    def test_tells_the_states_apart(
        self, state: str, forecast: bool, value: bool, slipping: bool
    ) -> None:
        shop = sample.STATES[state]()

        assert known.has_forecast(shop) is forecast
        assert known.has_value(shop) is value
        assert known.is_slipping(shop) is slipping

    def test_each_horizon_stands_once_nearest_first(self) -> None:
        shop = sample.full()
        doubled = replace(shop, forecasts=(*reversed(shop.forecasts), shop.forecasts[0]))

        assert [f.months for f in known.forecasts(doubled)] == [3, 6, 12]

    def test_a_forecast_without_figures_is_none(self) -> None:
        shop = sample.full()
        empty = tuple(replace(f, purchases=sample.unknown()) for f in shop.forecasts)

        assert known.forecasts(replace(shop, forecasts=empty)) == []


class TestConfidence:
    def test_a_good_hit_on_hidden_days_is_good(self) -> None:
        assert confidence.proof_level(sample.full()) == "good"

    def test_a_rule_as_good_as_the_model_is_at_best_something_to_watch(self) -> None:
        assert confidence.proof_level(sample.baseline_wins()) == "watch"

    def test_no_test_is_unknown(self) -> None:
        assert confidence.proof_level(sample.too_thin()) == "unknown"

    @pytest.mark.parametrize(
        ("figure", "level"), [(0.10, "good"), (0.11, "watch"), (0.25, "watch"), (0.26, "bad")]
    )
    def test_bounds_belong_to_the_better_side(self, figure: float, level: str) -> None:
        assert confidence.graded(figure, good=0.10, watch=0.25) == level

    @pytest.mark.parametrize(
        ("low", "high", "level"),
        [(90.0, 110.0, "good"), (70.0, 130.0, "watch"), (40.0, 160.0, "bad")],
    )
    def test_width_is_half_the_range_of_the_figure(
        self, low: float, high: float, level: str
    ) -> None:
        shop = sample.full()
        interval = Interval(value=100.0, low=low, high=high)
        told = replace(shop, totals=replace(shop.totals, value_12m_minor=interval))

        assert confidence.width_level(told) == level

    def test_width_of_nothing_is_unknown(self) -> None:
        shop = sample.full()
        nothing = Interval(value=0.0, low=0.0, high=0.0)
        zero = replace(shop, totals=replace(shop.totals, value_12m_minor=nothing))

        assert confidence.width_level(zero) == "unknown"
        assert confidence.width_level(sample.too_thin()) == "unknown"

    @pytest.mark.parametrize(
        ("source", "level"),
        [
            ("given", "good"),
            ("learned", "good"),
            ("blended", "watch"),
            ("preset", "watch"),
            ("none", "unknown"),
        ],
    )
    def test_a_season_of_ones_own_is_best(self, source: str, level: str) -> None:
        shop = sample.full()

        told = replace(shop, season=replace(shop.season, source=source))

        assert confidence.season_level(told) == level

    def test_without_amounts_purchases_stand_for_value(self) -> None:
        shop = sample.without_amounts()

        assert confidence.asked_ahead(shop) == shop.forecasts[-1].purchases


class TestProof:
    def test_the_chosen_model_is_set_beside_the_best_rule(self) -> None:
        found = proof(sample.choice())

        assert found is not None
        assert found.baseline is not None
        assert (found.model.name, found.baseline.name) == ("pareto_nbd", "same_again")
        assert found.is_better
        assert found.gain == pytest.approx(1 - 0.7545 / 0.9450)

    def test_without_a_rule_nothing_is_gained(self) -> None:
        choice = sample.choice()
        alone = replace(choice, candidates=tuple(c for c in choice.candidates if not c.is_baseline))

        found = proof(alone)

        assert found is not None
        assert (found.is_better, found.gain) == (True, 0.0)

    def test_without_a_chosen_model_the_best_speaks(self) -> None:
        choice = sample.choice()
        nobody = replace(
            choice, candidates=tuple(replace(c, chosen=False) for c in choice.candidates)
        )

        found = proof(nobody)

        assert found is not None
        assert found.model.name == "pareto_nbd"

    def test_rules_alone_prove_nothing(self) -> None:
        choice = sample.choice()
        rules = tuple(c for c in choice.candidates if c.is_baseline)

        assert proof(replace(choice, candidates=rules)) is None

    def test_the_untested_are_left_out_and_the_rest_ordered_by_their_miss(self) -> None:
        choice = sample.choice()
        untested = (replace(choice.candidates[0], holdout=None), *choice.candidates[1:])

        names = [candidate.name for candidate, _ in in_order(replace(choice, candidates=untested))]

        assert names == ["pareto_nbd", "mbg_nbd", "nbd", "same_again", "own_rate"]


class TestPolicies:
    def test_groups_stand_under_their_policy_in_order(self) -> None:
        found = by_policy(sample.groups())

        assert [p.policy for p in found] == ["invest", "win_over", "notice", "low_cost"]
        assert [len(p.groups) for p in found] == [3, 4, 3, 1]
        assert sum(p.customers for p in found) == 2_462
        assert found[2].value_12m_minor == pytest.approx(49_518_00)

    def test_a_policy_we_do_not_know_is_kept_at_the_end(self) -> None:
        odd = replace(sample.groups()[0], policy="new_one")

        assert [p.policy for p in by_policy([odd, *sample.groups()[1:]])][-1] == "new_one"

    def test_silent_regulars_bought_often_and_not_lately(self) -> None:
        assert silent_regulars(sample.full().rfm_grid) == 20 + 33 + 12 + 18


class TestCohortWindow:
    def test_shares_are_of_the_cohort_and_means_weigh_by_size(self) -> None:
        window = cohort_window(
            Cohorts(
                period="month",
                labels=("2026-01", "2026-02", "2026-03"),
                sizes=(100, 300, 50),
                active=((100, 50, 10), (300, 30), (50,)),
                revenue_minor=((1, 1, 1), (1, 1), (1,)),
                cumulative_minor=((1, 2, 3), (4, 5), (6,)),
            )
        )

        assert [row.shares for row in window.rows] == [(1, 0.5, 0.1), (1, 0.1), (1,)]
        assert window.means == (
            0.5,
        )  # February's first month may not be over, nor January's second
        assert [row.cumulative_minor for row in window.rows] == [3, 5, 6]

    def test_old_cohorts_are_hidden_and_counted(self) -> None:
        window = cohort_window(sample.cohorts(20))

        assert len(window.rows) == ROWS
        assert window.hidden == 20 - ROWS
        assert window.columns == ROWS

    def test_cut_rows_count_as_finished_to_their_end(self) -> None:
        # The oldest rows shown have more periods than columns: their last column is over.
        window = cohort_window(sample.cohorts(20))

        assert len(window.means) == len(window.rows[0].shares) - 2

    def test_cohorts_older_than_the_columns_have_a_mean_in_each(self) -> None:
        periods = 20
        came = Cohorts(
            period="month",
            labels=tuple(f"m{i}" for i in range(periods)),
            sizes=(10, *(0 for _ in range(periods - 1))),
            active=tuple((10 if i == 0 else 0,) * (periods - i) for i in range(periods)),
            revenue_minor=tuple((0,) * (periods - i) for i in range(periods)),
            cumulative_minor=tuple((0,) * (periods - i) for i in range(periods)),
        )

        assert cohort_window(came).means == (1.0,) * (COLUMNS - 1)

    def test_periods_in_which_nobody_came_are_left_out(self) -> None:
        empty = Cohorts(
            period="month",
            labels=("2026-01", "2026-02"),
            sizes=(0, 5),
            active=((0, 0), (5,)),
            revenue_minor=((0, 0), (9,)),
            cumulative_minor=((0, 0), (9,)),
        )

        assert [row.label for row in cohort_window(empty).rows] == ["2026-02"]

    def test_nobody_at_all_is_an_empty_window(self) -> None:
        nothing = Cohorts(period="month", labels=(), sizes=(), active=(), revenue_minor=(), cumulative_minor=())  # fmt: skip

        assert cohort_window(nothing).rows == ()
        assert cohort_window(nothing).columns == 0
