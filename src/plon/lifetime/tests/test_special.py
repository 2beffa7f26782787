"""Special functions are SciPy's own; the two of ours equal SciPy's."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import special as whole

from plon.lifetime import special


@pytest.mark.parametrize(
    "name", ["betainc", "digamma", "exprel", "gammaincinv", "stdtrit", "xlogy"]
)
def test_a_function_is_scipys(name: str) -> None:
    places = ([2.0, 3.5], [0.3, 0.5], [0.2, 0.7])
    ours, scipys = getattr(special, name), getattr(whole, name)

    assert ours(*places[: ours.nin]).tolist() == scipys(*places[: ours.nin]).tolist()


def test_trigamma_is_the_second_polygamma() -> None:
    x = np.array([1e-3, 0.5, 1.0, 40.0, 1e6])

    assert special.trigamma(x).tolist() == whole.polygamma(1, x).tolist()


def test_logarithms_of_sums_neither_overflow_nor_need_anything_there() -> None:
    terms = np.array([[1000.0, 1000.0], [-2000.0, -np.inf], [-np.inf, -np.inf]])

    assert special.log_sum_exp(terms) == pytest.approx(whole.logsumexp(terms, axis=1))


def test_neither_scipys_package_nor_numpys_tools_are_loaded_for_them() -> None:
    program = (
        "import sys, plon.lifetime.answer.analyse; print({'scipy.special', 'numpy.f2py', 'numpy.testing',"
        " 'unittest', 'pandas'} & set(sys.modules)); import scipy.special; print(scipy.special.gammaln(3.0))"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert told.stdout.splitlines() == ["set()", str(whole.gammaln(3.0))]
