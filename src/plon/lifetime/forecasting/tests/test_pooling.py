"""Segments lean on the common fit as far as their customers are few."""

from collections.abc import Mapping

import numpy as np
import pytest

from plon.lifetime.forecasting import pooling
from plon.lifetime.forecasting.pooling import fit_segments
from plon.lifetime.models.bg_nbd import BgNbd
from plon.lifetime.models.in_logs import Model, in_logs
from plon.lifetime.models.mbg_nbd import MbgNbd
from plon.lifetime.models.pareto_nbd import ParetoNbd
from plon.lifetime.models.tests.bases import of, pareto_base, rows
from plon.lifetime.models.tests.slopes import check_slopes
from plon.lifetime.purchases import Floats, Purchases

MODELS: list[Model] = [BgNbd(), MbgNbd(), ParetoNbd()]
SHOP = {"r": 0.8, "alpha": 8.0, "s": 0.6, "beta": 12.0}
WEB = {"r": 1.6, "alpha": 6.0, "s": 0.9, "beta": 20.0}
FAIR = {"r": 3.0, "alpha": 3.0, "s": 0.6, "beta": 12.0}
SEGMENTS = {
    "shop": pareto_base(4000, seed=1, params=SHOP),
    "web": pareto_base(4000, seed=2, params=WEB),
    "phone": pareto_base(800, seed=4, params={"r": 1.0, "alpha": 7.0, "s": 0.8, "beta": 12.0}),
    "fair": pareto_base(15, seed=3, params=FAIR),
}

each_model = pytest.mark.parametrize("model", MODELS, ids=[model.name for model in MODELS])


def logs(params: Mapping[str, float]) -> Floats:
    return np.asarray(np.log(np.array(list(params.values()))))


@each_model
class TestSegmentsThatDiffer:
    def test_the_thin_one_moves_towards_the_common_fit(self, model: Model) -> None:
        pooled = fit_segments(model, SEGMENTS)

        alone = model.fit(SEGMENTS["fair"])
        common = logs(pooled.common.params)
        shrunk, apart = logs(pooled.fits["fair"].params) - common, logs(alone.params) - common
        assert pooled.width > 0.1
        assert np.linalg.norm(shrunk) < 0.7 * np.linalg.norm(apart)
        assert pooled.fits["fair"].log_likelihood < alone.log_likelihood

    def test_the_thick_one_stays_where_its_own_likelihood_is(self, model: Model) -> None:
        pooled = fit_segments(model, SEGMENTS)

        alone = model.fit(SEGMENTS["web"])
        moved = np.abs(logs(pooled.fits["web"].params) - logs(alone.params))
        errors = [alone.standard_errors[name] / alone.params[name] for name in model.letters]
        assert (moved < 0.35 * np.array(errors)).all()
        assert alone.log_likelihood - pooled.fits["web"].log_likelihood < 0.1

    def test_a_thin_segment_is_surer_pooled_than_alone(self, model: Model) -> None:
        pooled = fit_segments(model, SEGMENTS).fits["fair"]

        precise = np.sqrt(np.diag(pooled.covariance)) / pooled.theta()
        assert np.isfinite(precise).all()
        assert (precise < 0.6).all()
        assert pooled.notes == ("pooled",)

    def test_the_unit_of_time_does_not_matter(self, model: Model) -> None:
        in_days = {
            name: Purchases(x=part.x, t_x=7 * part.t_x, T=7 * part.T)
            for name, part in SEGMENTS.items()
        }

        weeks, days = fit_segments(model, SEGMENTS), fit_segments(model, in_days)

        assert days.width == pytest.approx(weeks.width, rel=1e-3)
        told = days.fits["fair"].params["alpha"] / 7
        assert told == pytest.approx(weeks.fits["fair"].params["alpha"], rel=1e-3)

    def test_slopes_in_logs_are_those_of_the_likelihood(self, model: Model) -> None:
        function = in_logs(model, SEGMENTS["phone"])

        check_slopes(function, np.log([0.7, 5.0, 0.8, 4.0]), rel=1e-5)
        value, _, _ = function(np.log([0.7, 5.0, 0.8, 4.0]))
        params = dict(zip(model.letters, [0.7, 5.0, 0.8, 4.0], strict=True))
        assert value == pytest.approx(model.log_likelihood(params, SEGMENTS["phone"]), rel=1e-12)


@each_model
class TestSegmentsThatDoNotDiffer:
    def test_equal_ones_have_no_width_and_the_common_fit(self, model: Model) -> None:
        part = pareto_base(3000, seed=7)

        pooled = fit_segments(model, {"a": part, "b": part, "c": part})

        alone = model.fit(part)
        assert pooled.width == 0
        assert pooled.common.params == pytest.approx(dict(alone.params), rel=1e-6)
        assert pooled.fits["b"].params == pooled.common.params
        assert pooled.fits["b"].log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-12)
        third = pooled.common.covariance * 3
        np.testing.assert_allclose(third, alone.covariance, rtol=1e-3)

    def test_draws_of_one_law_hardly_have_a_width(self, model: Model) -> None:
        pooled = fit_segments(model, {str(i): pareto_base(500, seed=20 + i) for i in range(6)})

        assert pooled.width < 0.06


class TestCorners:
    def test_one_segment_is_the_whole_base(self) -> None:
        base = SEGMENTS["phone"]

        pooled = fit_segments(ParetoNbd(), {"all": base})

        assert pooled.width == 0
        assert pooled.fits["all"].params == ParetoNbd().fit(base).params

    def test_an_empty_segment_has_the_common_parameters(self) -> None:
        pooled = fit_segments(ParetoNbd(), {**SEGMENTS, "new": of([], [], [])})

        assert pooled.fits["new"].params == pytest.approx(dict(pooled.common.params), rel=1e-12)
        assert pooled.fits["new"].customers == 0

    def test_a_segment_without_repeat_purchases_stays_finite(self) -> None:
        pooled = fit_segments(ParetoNbd(), {**SEGMENTS, "once": of([0] * 9, [0] * 9, [30.0] * 9)})

        assert pooled.fits["once"].params["r"] < pooled.common.params["r"]
        assert np.isfinite(pooled.fits["once"].covariance).all()

    def test_where_nobody_ever_returned_there_is_nothing_to_pool(self) -> None:
        never = of([0, 0], [0, 0], [10.0, 20.0])

        pooled = fit_segments(BgNbd(), {"a": never, "b": never})

        assert pooled.width == 0
        assert pooled.common.boundary == "no_repeat_purchase"

    def test_a_common_limit_is_told_of_every_segment(self) -> None:
        rng = np.random.default_rng(3)
        x = rng.poisson(rng.gamma(2.0, 0.5, 400) * 50).astype(float)
        stayed = Purchases(x=x, t_x=np.where(x > 0, 49.9, 0.0), T=np.full(400, 50.0))
        halves = {name: rows(stayed, np.arange(i, 400, 2)) for i, name in enumerate("ab")}

        pooled = fit_segments(ParetoNbd(), halves)

        assert pooled.common.boundary == pooled.fits["a"].boundary == "no_departures"
        assert np.isnan(pooled.fits["a"].covariance).all()

    def test_an_unfinished_search_still_answers(self, monkeypatch: pytest.MonkeyPatch) -> None:
        settled = fit_segments(ParetoNbd(), SEGMENTS)
        monkeypatch.setattr(pooling, "ROUNDS", 1)

        hasty = fit_segments(ParetoNbd(), SEGMENTS)

        assert hasty.width == pytest.approx(settled.width, rel=0.5)
        assert hasty.width != settled.width

    def test_nothing_to_pool_is_refused(self) -> None:
        with pytest.raises(ValueError, match="at least one segment"):
            fit_segments(ParetoNbd(), {})
