"""How many rows of Arrow tables repeat another, by the kernel's hashes."""

import ctypes
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, load


def repeated_rows(tables: Sequence[pa.Table]) -> int | None:
    """Return how many rows of tables of the same columns repeat another, of any of the tables.

    Columns of text, of days and of int64, without nulls. None without the kernel. By 64-bit hashes:
    at a million rows one chance in thirty million to count one too many. Raises MemoryError.
    """
    library = load()
    if library is None:
        return None
    hashes = np.zeros(sum(map(len, tables)), dtype=np.uint64)
    start = 0
    for table in tables:
        for batch in table.to_batches():
            for column in batch.columns:
                _join(library, hashes[start : start + len(batch)], column)
            start += len(batch)
    library.plon_count_repeats.restype = ctypes.c_int64
    repeats = library.plon_count_repeats(address(hashes), ctypes.c_int64(len(hashes)))
    if repeats < 0:
        raise MemoryError("no memory for the lines that repeat")
    return int(repeats)


def _join(library: ctypes.CDLL, hashes: NDArray[np.uint64], column: pa.Array) -> None:
    rows = ctypes.c_int64(len(column))
    if pa.types.is_string(column.type):
        _, offsets, text = column.buffers()
        starts = ctypes.c_void_p(offsets.address + 4 * column.offset)
        library.plon_join_texts(address(hashes), starts, ctypes.c_void_p(text.address), rows)
    elif pa.types.is_date32(column.type):
        days = column.cast(pa.int32()).to_numpy()
        library.plon_join_days(address(hashes), address(days), rows)
    else:
        library.plon_join_numbers(address(hashes), address(column.to_numpy()), rows)
