"""BG/BB on the donations of Fader, Hardie, Shang 2010: 11,104 donors first giving in 1995."""

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.models.bg_bb import BgBb
from plon.lifetime.models.tests.bases import of, rows
from plon.lifetime.models.tests.slopes import check_slopes
from plon.lifetime.purchases import Purchases

MODEL = BgBb()
DONORS = {
    (0, 0): 3464,
    **dict(zip([(1, t) for t in range(1, 7)], [1091, 277, 129, 78, 119, 129], strict=True)),
    **dict(zip([(2, t) for t in range(2, 7)], [613, 255, 155, 173, 234], strict=True)),
    **dict(zip([(3, t) for t in range(3, 7)], [322, 181, 225, 357], strict=True)),
    **dict(zip([(4, t) for t in range(4, 7)], [240, 284, 512], strict=True)),
    **dict(zip([(5, t) for t in range(5, 7)], [335, 728], strict=True)),
    (6, 6): 1203,
}
X, T_X = (np.array(column, dtype=float) for column in zip(*DONORS, strict=True))
BASE = Purchases(x=X, t_x=T_X, T=np.full(len(X), 6.0), weight=np.array(list(DONORS.values())))
FIT = MODEL.fit(BASE)


def simulated(customers: int, *, seed: int, params: Mapping[str, float]) -> Purchases:
    """Return customers with 4 to 9 chances."""
    rng = np.random.default_rng(seed)
    n = rng.integers(4, 10, customers)
    buys = rng.beta(params["alpha"], params["beta"], customers)
    leaves = rng.beta(params["gamma"], params["delta"], customers)
    x, t_x, stays = np.zeros(customers), np.zeros(customers), np.ones(customers, dtype=bool)
    for chance in range(1, 10):
        stays &= rng.random(customers) >= leaves
        bought = stays & (rng.random(customers) < buys) & (chance <= n)
        x[bought] += 1
        t_x[bought] = chance
    return Purchases(x=x, t_x=t_x, T=n.astype(float))


class TestPublished:
    def test_parameters(self) -> None:
        published = {"alpha": 1.20353, "beta": 0.74973, "gamma": 0.65678, "delta": 2.78380}

        assert FIT.params == pytest.approx(published, rel=1e-3)
        assert FIT.params == pytest.approx(
            {"alpha": 1.203524, "beta": 0.749717, "gamma": 0.656719, "delta": 2.783447}, rel=5e-6
        )
        assert FIT.log_likelihood == pytest.approx(-33225.5813, abs=5e-4)
        assert FIT.converged
        assert FIT.customers == 11_104

    def test_who_gives_in_2002(self) -> None:
        alive = MODEL.probability_alive(FIT.params, of([0, 2, 6], [0, 4, 6], [6.0] * 3))

        np.testing.assert_allclose(alive, [0.11, 0.59, 0.93], atol=5e-3)
        np.testing.assert_allclose(alive, [0.1081, 0.5897, 0.9304], atol=5e-5)

    def test_donations_of_the_next_five_years(self) -> None:
        expected = MODEL.expected_purchases(FIT.params, BASE, ahead=5)

        assert BASE.weight @ expected == pytest.approx(12_884.2, abs=0.05)

    def test_repeats_within_the_sample(self) -> None:
        donors = 11_104 * MODEL.probability_of_count(FIT.params, np.arange(7.0), time=6)

        assert donors.sum() == pytest.approx(11_104, rel=1e-12)
        assert donors[0] == pytest.approx(3454.9, abs=0.05)
        assert donors[6] == pytest.approx(1253.1, abs=0.05)

    def test_a_new_donor_over_ten_years(self) -> None:
        assert MODEL.expected_new(FIT.params, np.array([10.0]))[0] == pytest.approx(
            3.179805, rel=1e-5
        )

    def test_the_next_ten_chances(self) -> None:
        expected = MODEL.expected_purchases(FIT.params, of([0, 4], [0, 5], [6.0, 6.0]), ahead=10)

        np.testing.assert_allclose(expected, [0.1302169, 3.627858], rtol=1e-4)


class TestLikelihood:
    @pytest.mark.parametrize(
        "theta", [(1.2, 0.75, 0.66, 2.8), (0.02, 3.0, 40.0, 0.1), (500.0, 80.0, 1e-3, 900.0)]
    )
    def test_slopes_are_its_own(self, theta: tuple[float, ...]) -> None:
        check_slopes(lambda at: MODEL.derivatives(at, BASE), np.array(theta), rel=1e-6)

    def test_all_histories_of_a_length_have_chance_one(self) -> None:
        n, params = 5, dict(FIT.params)
        total = np.exp(MODEL.log_likelihood(params, of([0], [0], [n])))
        for t_x in range(1, n + 1):
            for x in range(1, t_x + 1):
                ways = float(np.prod(np.arange(t_x - x + 1, t_x)) / np.prod(np.arange(1, x)))
                total += ways * np.exp(MODEL.log_likelihood(params, of([x], [t_x], [n])))

        assert total == pytest.approx(1, rel=1e-12)

    def test_order_weights_and_folding_do_not_matter(self) -> None:
        base = simulated(300, seed=1, params=FIT.params)
        order = np.random.default_rng(0).permutation(300)
        one = MODEL.fit(base)

        assert MODEL.fit(rows(base, order)).params == pytest.approx(dict(one.params), rel=1e-9)
        twice = MODEL.fit(rows(base, np.tile(order, 2)))
        assert twice.params == pytest.approx(dict(one.params), rel=1e-7)
        assert twice.log_likelihood == pytest.approx(2 * one.log_likelihood, rel=1e-12)

    def test_simulated_parameters_are_found_again(self) -> None:
        true = {"alpha": 1.2, "beta": 0.75, "gamma": 0.7, "delta": 2.8}

        fit = MODEL.fit(simulated(20_000, seed=3, params=true), start={**true, "delta": 5.0})

        for name, error in fit.standard_errors.items():
            assert abs(fit.params[name] - true[name]) < 3 * error


class TestAhead:
    def test_chances_add_up_to_one_and_to_the_expectation(self) -> None:
        counts = np.arange(11.0)
        for x, t_x in ((0, 0), (4, 5), (6, 6)):
            same = of([x] * 11, [t_x] * 11, [6.0] * 11)

            chance = np.exp(
                MODEL.log_probability_of_count(FIT.params, same, ahead=10, counts=counts)
            )

            expected = MODEL.expected_purchases(FIT.params, same, ahead=10)[0]
            assert chance.sum() == pytest.approx(1, rel=1e-12)
            assert chance @ counts == pytest.approx(expected, rel=1e-12)

    def test_more_than_all_chances_cannot_be_taken(self) -> None:
        one = of([4], [5], [6.0])

        chance = MODEL.log_probability_of_count(FIT.params, one, ahead=2, counts=np.array([3.0]))

        assert chance[0] == -np.inf

    def test_one_chance_ahead_is_being_there_and_buying(self) -> None:
        one = of([4], [5], [6.0])

        expected = MODEL.expected_purchases(FIT.params, one, ahead=1)[0]

        buys = (FIT.params["alpha"] + 4) / (FIT.params["alpha"] + FIT.params["beta"] + 6)
        alive = MODEL.probability_alive(FIT.params, one)[0]
        assert expected < alive  # who was absent last time buys more rarely than x/n says
        assert expected == pytest.approx(alive * buys, rel=0.1)

    def test_a_broken_number_of_chances_is_refused(self) -> None:
        with pytest.raises(ValueError, match="whole number of chances"):
            MODEL.expected_purchases(FIT.params, BASE, ahead=2.5)


class TestLimits:
    def test_nobody_ever_came_back(self) -> None:
        fit = MODEL.fit(of([0, 0], [0, 0], [3.0, 5.0]))

        assert fit.boundary == "no_repeat_purchase"
        assert fit.log_likelihood == pytest.approx(0, abs=1e-6)
        assert np.isnan(list(fit.standard_errors.values())).all()

    def test_nobody_left(self) -> None:
        fit = MODEL.fit(of([3, 2, 5, 1], [3, 4, 5, 5], [3.0, 4.0, 5.0, 5.0]))

        assert fit.boundary == "no_departures"
        assert fit.converged

    @settings(max_examples=30, deadline=None)
    @given(
        histories=st.lists(
            st.tuples(st.integers(1, 30), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6
        )
    )
    def test_any_history_ends_somewhere(self, histories: list[tuple[int, float, float]]) -> None:
        n = np.array([chances for chances, _, _ in histories])
        t_x = np.floor(n * [share for _, share, _ in histories])
        x = np.where(t_x > 0, np.maximum(1, np.floor(t_x * [many for _, _, many in histories])), 0)
        base = Purchases(x=x, t_x=t_x, T=n.astype(float))

        fit = MODEL.fit(base)

        alive = MODEL.probability_alive(fit.params, base)
        ahead = MODEL.expected_purchases(fit.params, base, ahead=7)
        assert ((alive >= 0) & (alive <= 1 + 1e-12)).all()
        assert ((ahead >= 0) & (ahead <= 7 + 1e-9)).all()
