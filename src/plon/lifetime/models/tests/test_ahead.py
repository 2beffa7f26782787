"""Expected purchases ahead to ten digits, and the chances of counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.models.ahead import expected, log_probability
from plon.lifetime.models.jacobi import beta_nodes
from plon.lifetime.purchases import Floats


def expected_of(m: float, c: float, a: float, B: float) -> float:
    return float(expected(np.array([m]), np.array([c]), np.array([B]), a=a)[0])


def logs_of(m: float, c: float, a: float, B: float, counts: Floats) -> Floats:
    return log_probability(np.array([m]), np.array([c]), np.array([B]), counts, a=a)


# m, c, a, B, and the closed form summed with 80 digits.
EXACT = [
    (0.243, 11.78, 0.793, 2.426, 1.44599556268461808430),
    (2.243, 0.9, 0.793, 4.426, 1.68543497394272394536),
    (26.243, 1.47, 0.793, 28.426, 26.6064723801077095162),
    (3000.9, 12, 0.7, 3003, 11593.3785615209898920),
    (5.9, 3, 1.0000001, 8, 9.25416788654958291709),
    (5.9, 0.01, 0.999, 8, 0.05877521683243798918),
    (5.9, 3, 0.001, 8, 17.6864077145001875007),
    (0.9, 25, 1.5, 3, 3.80792533384301880499),
    (10.9, 400, 1.3, 13, 36.5152592214080915604),
    (900, 0.05, 0.5, 3, 17.7834843149397330728),
]


@pytest.mark.parametrize(("m", "c", "a", "B", "value"), EXACT)
def test_expectation_is_right_to_ten_digits(
    m: float, c: float, a: float, B: float, value: float
) -> None:
    assert expected_of(m, c, a, B) == pytest.approx(value, rel=1e-10)


@pytest.mark.parametrize("c", [0.1, 30.0, 1e4])
def test_there_is_no_seam_at_one(c: float) -> None:
    near = [expected_of(3.0, c, a, 5.0) for a in (1 - 3e-4, 1 - 1e-7, 1.0, 1 + 1e-7, 1 + 3e-4)]

    assert np.all(np.diff(near) < 0)
    assert near[2] == pytest.approx((near[0] + near[4]) / 2, rel=1e-6)


def test_without_leaving_it_is_the_nbds() -> None:
    assert expected_of(3.0, 2.0, 1e-9, 5.0) == pytest.approx(6)
    assert expected_of(3.0, 2.0, 1.0, 1e9) == pytest.approx(6)


def test_no_time_brings_no_purchases() -> None:
    assert expected_of(3.0, 0.0, 0.7, 5.0) == 0


@settings(max_examples=60, deadline=None)
@given(
    m=st.floats(1e-3, 1e4), c=st.floats(1e-6, 1e6), a=st.floats(1e-8, 1e4), B=st.floats(1e-3, 1e4)
)
def test_expectation_lies_between_none_and_the_nbds(m: float, c: float, a: float, B: float) -> None:
    value = expected_of(m, c, a, B)

    assert 0 <= value <= m * c * (1 + 1e-9)


@pytest.mark.parametrize(("m", "c", "a", "B"), [(0.25, 3.0, 0.8, 2.4), (6.0, 0.7, 1.6, 0.4)])
def test_counts_add_up_to_one_and_to_the_expectation(
    m: float, c: float, a: float, B: float
) -> None:
    counts = np.arange(3000.0)

    chances = np.exp(logs_of(m, c, a, B, counts))

    assert chances.sum() == pytest.approx(1, rel=1e-9)
    assert chances @ counts == pytest.approx(expected_of(m, c, a, B), rel=1e-7)


def test_far_counts_keep_a_finite_chance() -> None:
    counts = np.array([1e3, 2e3, 1e4, 1e5])

    logs = logs_of(0.5, 0.01, 0.7, 3.0, counts)

    assert np.isfinite(logs).all()
    assert np.all(np.diff(logs) < 0)
    # Below what a float holds the tail is its leading terms: no step where they take over.
    around = logs_of(0.5, 0.01, 0.7, 3.0, np.arange(120.0, 180.0))
    assert np.abs(np.diff(around, 2)).max() < 1e-3


def test_counts_agree_with_a_simulation() -> None:
    rng = np.random.default_rng(11)
    size, m, c, a, B = 100_000, 2.3, 1.5, 0.8, 3.4
    rate, leaving = rng.gamma(m, 1, size), rng.beta(a, B, size)
    clock, bought, here = np.zeros(size), np.zeros(size), np.ones(size, dtype=bool)
    while here.any():
        clock += rng.exponential(1 / rate)
        here &= clock <= c
        bought += here
        here &= rng.random(size) >= leaving

    chances = np.exp(logs_of(m, c, a, B, np.arange(8.0)))

    seen = np.bincount(bought.astype(int), minlength=8)[:8] / size
    np.testing.assert_allclose(chances, seen, atol=4 * 0.5 / np.sqrt(size))
    assert expected_of(m, c, a, B) == pytest.approx(
        bought.mean(), abs=4 * bought.std() / np.sqrt(size)
    )


@pytest.mark.parametrize(("a", "B"), [(1e-6, 2.0), (0.3, 0.7), (1.0, 1.0), (2.0, 1e7)])
def test_nodes_average_over_a_beta(a: float, B: float) -> None:
    p, weight = beta_nodes(a, B, nodes=12)

    assert weight.sum() == pytest.approx(1)
    assert (weight * p).sum() == pytest.approx(a / (a + B), rel=1e-6)
    second = a * (a + 1) / ((a + B) * (a + B + 1))
    assert (weight * p**2).sum() == pytest.approx(second, rel=1e-6)
