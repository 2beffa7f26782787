"""Pareto/NBD against what was published, against 50 digits, and against itself."""

import numpy as np
import pytest

from plon.lifetime.models.pareto_nbd import ParetoNbd
from plon.lifetime.models.tests import cdnow
from plon.lifetime.models.tests.bases import of, pareto_base
from plon.lifetime.purchases import Purchases

MODEL = ParetoNbd()
PAPER = {"r": 0.55, "alpha": 10.56, "s": 0.61, "beta": 11.64}  # BTYD manual's examples
CDNOW = {"r": 0.553277, "alpha": 10.577683, "s": 0.606240, "beta": 11.668735}

# 50-digit quadrature with mpmath: θ, (x, t_x, T), ln L, P(alive).
PRECISE = [
    ((0.55, 10.56, 0.61, 11.64), (0, 0, 38.5), -0.51597961650920943506, 0.29533912443090297727),
    ((0.55, 10.56, 0.61, 11.64), (2, 30.43, 38.86), -9.5630915451868897765, 0.86831842862586173394),
    ((0.55, 10.56, 0.61, 11.64), (26, 30.857, 31), -39.1382016927249992, 0.99785651494128281265),
    (
        (0.55, 10.56, 0.61, 11.64),
        (161, 94.71429, 98),
        -99.074905405755676619,
        0.64936702871955612588,
    ),
    (
        (0.55, 10.56, 0.61, 11.64),
        (1, 0.142857, 1e4),
        -4.2953371431479166931,
        1.5067170973243704001e-6,
    ),
    ((0.55, 11.64, 0.61, 10.56), (0, 0, 38.5), -0.47548635945829112781, 0.28233521390118678388),
    ((0.55, 11.64, 0.61, 10.56), (2, 30.43, 38.86), -9.608294380716472304, 0.86608209590115567915),
    ((0.55, 11.64, 0.61, 10.56), (26, 30.857, 31), -39.809471552093981746, 0.99780336259044086979),
    (
        (0.55, 11.64, 0.61, 10.56),
        (161, 94.71429, 98),
        -100.68421531081789711,
        0.65607774514236051727,
    ),
    (
        (0.55, 11.64, 0.61, 10.56),
        (1, 0.142857, 1e4),
        -4.2972366829811314827,
        1.5006357607980858679e-6,
    ),
    ((0.005, 0.3, 1.0, 250), (0, 0, 38.5), -0.023621151872778524878, 0.86595270812359723806),
    ((0.005, 0.3, 1.0, 250), (26, 30.857, 31), -36.94931407041081038, 0.99945959996379977014),
    ((0.005, 0.3, 1.0, 250), (1, 0.142857, 1e4), -9.1587145561765169964, 0.00010993547397885617462),
    ((3, 200, 2.5, 0.5), (0, 0, 38.5), -0.0049269527868158032712, 0.000011028795362796242341),
    ((3, 200, 2.5, 0.5), (2, 30.43, 38.86), -19.263711981688103302, 0.52175328760074765898),
    ((3, 200, 2.5, 0.5), (161, 94.71429, 98), -261.35466249100640511, 0.79670876045600948219),
    ((3, 200, 2.5, 0.5), (1, 0.142857, 1e4), -4.8392288741395657334, 4.9525820212561820005e-18),
    ((0.9, 1e-3, 0.4, 1e3), (0, 0, 38.5), -9.4212993699545810011, 0.908094237160514797),
    ((0.9, 1e-3, 0.4, 1e3), (161, 94.71429, 98), -88.518624262974005072, 0.94916433741335372996),
    ((0.9, 1e-3, 0.4, 1e3), (1, 0.142857, 1e4), -12.298528924106750046, 3.7920023702374102904e-6),
]


def params(theta: tuple[float, ...]) -> dict[str, float]:
    return dict(zip(MODEL.letters, theta, strict=True))


class TestFiftyDigits:
    @pytest.mark.parametrize(("theta", "customer", "log_likelihood", "alive"), PRECISE)
    def test_agree_to_ten(
        self,
        theta: tuple[float, ...],
        customer: tuple[float, float, float],
        log_likelihood: float,
        alive: float,
    ) -> None:
        one = cdnow.one(*customer)

        assert MODEL.log_likelihood(params(theta), one) == pytest.approx(log_likelihood, rel=1e-11)
        assert MODEL.probability_alive(params(theta), one)[0] == pytest.approx(alive, rel=1e-10)

    @pytest.mark.parametrize(
        ("theta", "count", "time", "expected"),
        [
            ((0.55, 10.56, 0.61, 11.64), 0, 39, -0.51761852738641651434),
            ((0.55, 10.56, 0.61, 11.64), 3, 39, -3.0223348027205221556),
            ((2.5, 1.5, 0.2, 300.0), 250, 200, -6.1556405576052173799),
            ((20, 3.0, 1.0, 5.0), 400, 52, -7.9198320662987651924),
            ((5, 47, 1.7e-3, 1e-27), 1, 17, -1.3657007274389704512),  # leaves at once or never
            ((5, 47, 1.7e-3, 1e-27), 4, 17, -2.7075862877663381922),
        ],
    )
    def test_agree_on_the_chance_of_a_count(
        self, theta: tuple[float, ...], count: int, time: float, expected: float
    ) -> None:
        chance = MODEL.probability_of_count(params(theta), np.array([count]), time=time)

        assert np.log(chance[0]) == pytest.approx(expected, rel=1e-10)

    @pytest.mark.parametrize(
        ("theta", "rate", "expected"),
        [
            ((0.55, 10.56, 0.61, 11.64), 0.0027, 3.9005563282864628046),
            ((7.55, 49.56, 0.61, 50.64), 0.0027, 21.907883627018954614),
            ((1, 1, 3, 0.01), 0.5, 0.0049755937231388318679),
            ((1, 1, 1e-3, 100), 0.01, 99.940391850631157797),
        ],
    )
    def test_agree_on_all_the_future_discounted(
        self, theta: tuple[float, ...], rate: float, expected: float
    ) -> None:
        value = MODEL.discounted_purchases(params(theta), cdnow.one(0, 0, 0), rate=rate)

        assert value[0] == pytest.approx(expected, rel=1e-9)


class TestPublished:
    def test_new_customer_buys_as_often_as_btyd_says(self) -> None:
        assert MODEL.expected_new(CDNOW, np.array([52.0]))[0] == pytest.approx(1.473434, rel=5e-7)

    def test_new_customer_over_nine_weeks(self) -> None:
        btyd = [0, 0.05077821, 0.09916088, 0.14542507, 0.18979930]
        btyd += [0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211]

        expected = MODEL.expected_new(PAPER, np.arange(10.0))

        np.testing.assert_allclose(expected, btyd, atol=5e-9)

    def test_frequent_recent_customer(self) -> None:
        one = cdnow.one(26, 30.857, 31)

        assert MODEL.expected_purchases(CDNOW, one, ahead=52)[0] == pytest.approx(
            25.45647, rel=1e-4
        )
        assert MODEL.probability_alive(CDNOW, one)[0] == pytest.approx(0.997874, abs=1e-5)

    def test_who_bought_more_before_falling_silent_is_worth_less(self) -> None:
        silent = of([10, 15, 20, 25], [20.0] * 4, [39.0] * 4)

        expected = MODEL.expected_purchases(CDNOW, silent, ahead=52)

        np.testing.assert_allclose(
            expected, [0.7062289, 0.1442396, 0.02250658, 0.00309267], rtol=1e-3
        )

    def test_heavy_buyers(self) -> None:
        theta = {"r": 0.5143, "alpha": 2.8845, "s": 0.2856, "beta": 14.1087}  # CLVTools' tests
        heavy = of(
            [221, 254, 161, 204],
            [103.42857, 97.14286, 94.71429, 98.57143],
            [103.57143, 97.28571, 98.0, 99.42857],
        )

        alive = MODEL.probability_alive(theta, heavy)

        np.testing.assert_allclose(alive, [0.99960, 0.99956, 0.74949, 0.99426], atol=5e-6)


class TestExpectedPurchases:
    def test_have_no_pole_at_s_one(self) -> None:
        base = pareto_base(50, seed=1)
        around = [
            MODEL.expected_purchases({**PAPER, "s": s}, base, ahead=40)
            for s in (1 - 1e-9, 1.0, 1 + 1e-9)
        ]

        np.testing.assert_allclose(around[0], around[1], rtol=1e-8)
        np.testing.assert_allclose(around[2], around[1], rtol=1e-8)

    def test_tend_to_nbd_when_nobody_leaves(self) -> None:
        base = pareto_base(50, seed=2)
        stays = {**PAPER, "s": 1e-12}

        expected = MODEL.expected_purchases(stays, base, ahead=40)

        nbd = (PAPER["r"] + base.x) * 40 / (PAPER["alpha"] + base.T)
        np.testing.assert_allclose(expected, nbd, rtol=1e-9)

    def test_rise_with_the_horizon(self) -> None:
        base = pareto_base(100, seed=3)
        values = [MODEL.expected_purchases(PAPER, base, ahead=h) for h in (1, 10, 100, 1e4)]

        assert (np.diff(values, axis=0) > 0).all()

    def test_shape_of_times_is_kept(self) -> None:
        assert MODEL.expected_new(PAPER, np.ones((2, 3))).shape == (2, 3)


class TestProbabilityAlive:
    def test_falls_with_idle_time(self) -> None:
        idle = Purchases(x=np.full(50, 3.0), t_x=np.full(50, 10.0), T=np.linspace(10, 90, 50))

        alive = MODEL.probability_alive(PAPER, idle)

        assert alive[0] == 1.0
        assert (np.diff(alive) < 0).all()

    def test_of_a_one_time_buyer_is_below_one(self) -> None:
        assert MODEL.probability_alive(PAPER, cdnow.one(0, 0, 30))[0] < 0.5


class TestCounts:
    base = of([7, 0, 40], [30.0, 0.0, 5.0], [39.0, 20.0, 60.0])

    def test_chances_of_a_customer_add_up_to_one_and_to_the_expectation(self) -> None:
        counts = np.arange(600.0)
        for i in range(3):
            rows = np.full(len(counts), i)
            same = Purchases(x=self.base.x[rows], t_x=self.base.t_x[rows], T=self.base.T[rows])

            chance = np.exp(MODEL.log_probability_of_count(PAPER, same, ahead=39, counts=counts))

            expected = MODEL.expected_purchases(PAPER, same, ahead=39)[0]
            assert chance.sum() == pytest.approx(1, abs=1e-9)
            assert chance @ counts == pytest.approx(expected, rel=1e-8)

    def test_nothing_happens_in_no_time(self) -> None:
        none = MODEL.log_probability_of_count(PAPER, self.base, ahead=0, counts=np.zeros(3))

        np.testing.assert_allclose(none, 0, atol=1e-12)

    def test_of_a_new_customer_keep_the_shape_of_counts(self) -> None:
        chance = MODEL.probability_of_count(PAPER, np.array([[0, 1], [2, 3]]), time=10)

        assert chance.shape == (2, 2)

    def test_chances_of_a_new_customer_add_up_to_the_expectation(self) -> None:
        counts = np.arange(400.0)

        chance = MODEL.probability_of_count(PAPER, counts, time=39)

        assert chance.sum() == pytest.approx(1, abs=1e-9)
        expected = MODEL.expected_new(PAPER, np.array([39.0]))[0]
        assert chance @ counts == pytest.approx(expected, rel=1e-9)

    def test_who_has_left_surely_buys_nothing(self) -> None:
        gone = of([200], [10.0], [500.0])

        none = MODEL.log_probability_of_count(PAPER, gone, ahead=52, counts=np.zeros(1))

        assert none[0] == pytest.approx(0, abs=1e-12)


class TestDiscountedPurchases:
    def test_without_discount_are_those_of_a_very_long_time(self) -> None:
        base, finite = pareto_base(20, seed=4), {**PAPER, "s": 2.5}

        value = MODEL.discounted_purchases(finite, base, rate=1e-7)

        forever = MODEL.expected_purchases(finite, base, ahead=1e9)
        np.testing.assert_allclose(value, forever, rtol=1e-4)

    def test_fall_with_the_rate(self) -> None:
        base = pareto_base(20, seed=5)
        values = [MODEL.discounted_purchases(PAPER, base, rate=rate) for rate in (0.001, 0.01, 0.1)]

        assert (np.diff(values, axis=0) < 0).all()
