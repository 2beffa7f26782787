"""Sales in any order to customer-days: the kernel's buckets, or NumPy's sort; equal results."""

import ctypes
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, load
from plon.lifetime.summary import Ints

ROW = np.dtype([("code", np.int32), ("day", np.int32), ("minor", np.int64)])
ENTRY = np.dtype([("day", np.int32), ("is_return", np.int32), ("minor", np.int64)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MergedDays:
    """Days by customer code, ascending: those of code c are entries[starts[c]:starts[c + 1]]."""

    starts: Ints
    entries: NDArray[np.void]

    def __len__(self) -> int:
        return int(self.starts[-1])

    def columns(self) -> tuple[Ints, Ints, Ints]:
        """Return (code, day, minor), ordered by code, then day."""
        counts = np.diff(self.starts)
        index = np.repeat(np.arange(len(counts)), counts)
        return index, self.entries["day"].astype(np.int64), self.entries["minor"].astype(np.int64)


def rows_of(code: NDArray[np.int32], day: NDArray[np.int32], minor: Ints) -> NDArray[np.void]:
    """Return the columns as records."""
    rows = np.empty(len(code), dtype=ROW)
    rows["code"], rows["day"], rows["minor"] = code, day, minor
    return rows


def merge_rows(parts: list[NDArray[np.void]], customers: int) -> MergedDays:
    """Return the sums by code and day of ROW records; codes are below `customers`.

    The list is emptied on the way, so that rows and days are never in memory at once.
    """
    library = load()
    if library is None:
        rows = np.concatenate([np.empty(0, ROW), *parts])
        parts.clear()
        return _merge_by_sort(rows, customers)
    starts = np.zeros(customers + 1, dtype=np.int64)
    entries = np.empty(sum(map(len, parts)), dtype=ENTRY)
    for part in parts:
        library.plon_rows_count(address(part), ctypes.c_int64(len(part)), address(starts))
    library.plon_rows_starts(ctypes.c_int64(customers), address(starts))
    while parts:
        part = parts.pop()
        library.plon_rows_bucket(
            address(part), ctypes.c_int64(len(part)), address(starts), address(entries)
        )
    library.plon_rows_merge.restype = ctypes.c_int64
    merged = library.plon_rows_merge(ctypes.c_int64(customers), address(starts), address(entries))
    return MergedDays(starts=starts, entries=entries[:merged])


def _merge_by_sort(rows: NDArray[np.void], customers: int) -> MergedDays:
    order = np.argsort((rows["code"].astype(np.int64) << 32) + rows["day"], kind="stable")
    code, day, minor = rows["code"][order], rows["day"][order], rows["minor"][order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (np.diff(code) != 0) | (np.diff(day) != 0)
    first = np.flatnonzero(is_new)
    entries = np.empty(len(first), dtype=ENTRY)
    entries["day"] = day[first]
    if len(first):
        entries["minor"] = np.add.reduceat(minor, first)
        entries["is_return"] = np.logical_or.reduceat(minor < 0, first)
    starts = np.searchsorted(code[first], np.arange(customers + 1)).astype(np.int64)
    return MergedDays(starts=starts, entries=entries)
