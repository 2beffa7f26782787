"""SciPy's special functions without what SciPy loads around them.

`import scipy.special` also brings what serves other array libraries, with NumPy's test and Fortran
tools: twice the time of NumPy itself, in every command. The functions stand in one compiled module,
which is loaded alone here.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "scipy.special"
COMPILED = "scipy.special._ufuncs"


def _compiled() -> Any:
    """Return the compiled module, imported under a package that runs no code of its own."""
    scipy = find_spec("scipy")
    if PACKAGE in sys.modules or scipy is None or scipy.origin is None:
        return import_module(COMPILED)
    package = ModuleType(PACKAGE)
    package.__path__ = [str(Path(scipy.origin).with_name("special"))]
    sys.modules[PACKAGE] = package
    try:
        return import_module(COMPILED)
    finally:
        del sys.modules[PACKAGE]  # who imports the package later gets all of it


_found = _compiled()
betainc, betaln = _found.betainc, _found.betaln
digamma, gammaln = _found.psi, _found.gammaln
expit, log_expit, exprel = _found.expit, _found.log_expit, _found.exprel
gammaincinv, hyp2f1, xlogy = _found.gammaincinv, _found.hyp2f1, _found.xlogy
nbdtrik, ndtri, stdtr, stdtrit = _found.nbdtrik, _found.ndtri, _found.stdtr, _found.stdtrit


def trigamma(x: Any) -> Any:
    """Return the derivative of digamma, as Hurwitz' zeta."""
    return _found._zeta(2.0, x)


def log_sum_exp(terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ln Σ exp(terms) of each row; -inf for a row of nothing else."""
    highest = terms.max(axis=1)
    base = np.where(np.isfinite(highest), highest, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(base + np.log(np.exp(terms - base[:, None]).sum(axis=1)))
