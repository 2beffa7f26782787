"""The compiled row loop of BG/NBD and MBG/NBD; `models.leaving` says what the sums are."""

import ctypes

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, in_chunks, load

Floats = NDArray[np.float64]
Index = NDArray[np.intp]
SUMS = 18


def is_built() -> bool:
    """Say whether the compiled loop is at hand."""
    return hasattr(load(), "plon_leaving_sums_of_each")


def leaving_sums(
    *, rows: tuple[Index, Index, Index], weight: Floats, tables: tuple[Floats, ...], r: Floats
) -> Floats:
    """Return the 18 sums over rows, added chunk by chunk: equal bits for any number of threads.

    rows: x, and positions in the tables of T and t_x; tables: as `Tables.columns`.
    r, weight and tables may have a leading axis of replicates; then so has the result.
    """
    library = load()
    if library is None:
        raise RuntimeError("the compiled kernels are not built")
    columns = [address(column) for column in (*rows, weight, *tables)]
    if r.ndim > 0:
        return _sums_of_each(library, columns, weight, tables, np.ascontiguousarray(r))
    chunks = in_chunks(
        lambda start, stop: _chunk(library, columns, float(r), start, stop), len(weight)
    )
    return np.asarray(np.add.reduce(chunks, axis=0))


def _chunk(
    library: ctypes.CDLL, columns: list[ctypes.c_void_p], r: float, start: int, stop: int
) -> Floats:
    sums = np.zeros(SUMS)
    bounds = ctypes.c_int64(start), ctypes.c_int64(stop)
    library.plon_leaving_sums(*bounds, *columns, ctypes.c_double(r), address(sums))
    return sums


def _sums_of_each(
    library: ctypes.CDLL,
    columns: list[ctypes.c_void_p],
    weight: Floats,
    tables: tuple[Floats, ...],
    r: Floats,
) -> Floats:
    sums = np.zeros((len(r), SUMS))
    sizes = np.array([table.shape[-1] for table in tables[::2]], dtype=np.int64)
    shape = ctypes.c_int64(len(r)), ctypes.c_int64(weight.shape[-1])
    library.plon_leaving_sums_of_each(*shape, address(sizes), *columns, address(r), address(sums))
    return sums
