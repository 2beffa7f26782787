"""The compiled kernels, if they were built: plain C beside this file, reached through ctypes.

NumPy computes everything too and is the reference; the kernels are only faster. `load` is the one
way in. ctypes releases the interpreter's lock, so fixed chunks of rows run on several threads;
partial sums are added in the order of chunks, so the result does not depend on their number.
"""

import ctypes
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

LIBRARY = Path(__file__).with_name("libplon.so")
CHUNK = 16_384  # rows; fixed, so that sums are too
FEW = 4  # fewer chunks are not worth a thread
Part = TypeVar("Part")


def load() -> ctypes.CDLL | None:
    """Return the library; None where it was not built or PLON_NO_KERNEL is set."""
    return None if os.environ.get("PLON_NO_KERNEL") else _open()


@cache
def _open() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(str(LIBRARY))
    except OSError:
        return None


def threads() -> int:
    """Return how many threads to use: PLON_THREADS, else one per core this process may use."""
    given = os.environ.get("PLON_THREADS", "")
    if given.isdigit():
        return max(1, int(given))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def address(values: NDArray[np.generic]) -> ctypes.c_void_p:
    """Return a pointer to an array's first element; keep the array alive while C works on it."""
    if not values.flags.c_contiguous:
        raise ValueError("a kernel needs contiguous rows")
    return ctypes.c_void_p(values.ctypes.data)


def in_chunks(work: Callable[[int, int], Part], rows: int, *, chunk: int = CHUNK) -> list[Part]:
    """Return work(start, stop) of every chunk of rows, in order, computed on `threads` threads."""
    bounds = [(start, min(start + chunk, rows)) for start in range(0, rows, chunk)]
    if len(bounds) < FEW or threads() == 1:
        return [work(start, stop) for start, stop in bounds]
    with ThreadPoolExecutor(min(threads(), len(bounds))) as pool:
        return list(pool.map(lambda bound: work(*bound), bounds))
