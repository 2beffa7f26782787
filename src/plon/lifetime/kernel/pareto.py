"""Pareto/NBD sums and ln J, compiled: the same as models/pareto_likelihood.py, only faster."""

import ctypes

import numpy as np

from plon.lifetime.kernel.library import address, in_chunks, load
from plon.lifetime.kernel.nodes import DROP, RULES, gauss_legendre
from plon.lifetime.purchases import Floats, Purchases

CHUNK = 4096  # rows: an integral is much work, so that threads pay off early
_LIMITS = np.array(RULES, dtype=np.float64)
_PLACES = np.concatenate([gauss_legendre(nodes)[0] for nodes, _, _ in RULES])
_SHARES = np.concatenate([gauss_legendre(nodes)[1] for nodes, _, _ in RULES])


class _Rules(ctypes.Structure):
    _fields_ = (
        ("limits", ctypes.c_void_p),
        ("places", ctypes.c_void_p),
        ("shares", ctypes.c_void_p),
        ("drop", ctypes.c_double),
    )


_RULES = _Rules(address(_LIMITS), address(_PLACES), address(_SHARES), DROP)


def is_built() -> bool:
    """Say whether the compiled sums are there."""
    return load() is not None


def sums(theta: Floats, purchases: Purchases) -> Floats | None:
    """Return the fifteen sums of `pareto_likelihood.sums`; None without the library."""
    library = load()
    if library is None:
        return None
    point = np.ascontiguousarray(theta, dtype=np.float64)

    def chunk(start: int, stop: int) -> Floats:
        out = np.empty(15)
        columns = [_from(purchases, name, start) for name in ("x", "t_x", "T", "weight")]
        library.plon_pareto_sums(
            address(point),
            *columns,
            ctypes.c_int64(stop - start),
            ctypes.byref(_RULES),
            address(out),
        )
        return out

    return np.asarray(sum(in_chunks(chunk, len(purchases), chunk=CHUNK), np.zeros(15)))


def log_odds_of_having_left(theta: Floats, purchases: Purchases) -> Floats | None:
    """Return ln J of every customer, shape (n,); None without the library."""
    library = load()
    if library is None:
        return None
    point = np.ascontiguousarray(theta, dtype=np.float64)
    out = np.empty(len(purchases))

    def chunk(start: int, stop: int) -> None:
        columns = [_from(purchases, name, start) for name in ("x", "t_x", "T")]
        library.plon_pareto_log_odds(
            address(point),
            *columns,
            ctypes.c_int64(stop - start),
            ctypes.byref(_RULES),
            address(out[start:stop]),
        )

    in_chunks(chunk, len(purchases), chunk=CHUNK)
    return out


def _from(purchases: Purchases, name: str, start: int) -> ctypes.c_void_p:
    return address(getattr(purchases, name)[start:])
