"""Sales in any order to customer-days: the kernel's buckets, or NumPy's sort; equal results."""

import ctypes
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, load
from plon.lifetime.summary import Ints

ROW = np.dtype([("code", np.int32), ("day", np.int32), ("minor", np.int64)])
_ENTRY = np.dtype([("day", np.int32), ("is_return", np.int32), ("minor", np.int64)])
Rows = list[NDArray[np.void]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MergedDays:
    """Sums by customer and day, ordered by code, then day.

    codes: those that have a row, ascending; index: each day's place in codes.
    has_return: whether one of the customer's rows is negative, by place in codes.
    """

    codes: Ints
    index: Ints
    day: Ints
    minor: Ints
    has_return: NDArray[np.bool_]


def rows_of(code: NDArray[np.int32], day: NDArray[np.int32], minor: Ints) -> NDArray[np.void]:
    """Return the columns as records."""
    rows = np.empty(len(code), dtype=ROW)
    rows["code"], rows["day"], rows["minor"] = code, day, minor
    return rows


def merge_rows(parts: Rows, customers: int) -> MergedDays:
    """Return the sums by code and day of ROW records; codes are below `customers`.

    The list is emptied on the way, so that rows and days are never in memory at once.
    """
    library = load()
    if library is None:
        return _merge_by_sort(parts)
    ends, entries = _bucketed(parts, customers, library)
    columns, pointers = columns_for_c(3, len(entries))
    codes, marks = np.empty(customers, dtype=np.int64), np.zeros(customers, dtype=np.uint8)
    present = ctypes.c_int64()
    library.plon_rows_days.restype = ctypes.c_int64
    days = library.plon_rows_days(
        ctypes.c_int64(customers),
        address(ends),
        address(entries),
        pointers,
        address(codes),
        address(marks),
        ctypes.byref(present),
    )
    index, day, minor = (column[:days] for column in columns)
    return MergedDays(
        codes=codes[: present.value],
        index=index,
        day=day,
        minor=minor,
        has_return=marks[: present.value].astype(bool),
    )


def summarise_rows(
    parts: Rows, customers: int, library: ctypes.CDLL
) -> tuple[list[Ints], NDArray[np.bool_]]:
    """Return the six figures of plon.lifetime.history.figures by code, and who returned something.

    The list is emptied on the way.
    """
    ends, entries = _bucketed(parts, customers, library)
    columns, pointers = columns_for_c(6, customers)
    marks = np.zeros(customers, dtype=np.uint8)
    library.plon_rows_summary(
        ctypes.c_int64(customers), address(ends), address(entries), pointers, address(marks)
    )
    return columns, marks.astype(bool)


def columns_for_c(count: int, rows: int) -> tuple[list[Ints], Any]:
    """Return columns of zeros and the array of pointers to them."""
    columns = [np.zeros(rows, dtype=np.int64) for _ in range(count)]
    return columns, (ctypes.c_void_p * count)(*(column.ctypes.data for column in columns))


def _bucketed(parts: Rows, customers: int, library: ctypes.CDLL) -> tuple[Ints, NDArray[np.void]]:
    """Return where each code's bucket ends, and the buckets."""
    ends = np.zeros(customers + 1, dtype=np.int64)
    entries = np.empty(sum(map(len, parts)), dtype=_ENTRY)
    for part in parts:
        library.plon_rows_count(address(part), ctypes.c_int64(len(part)), address(ends))
    library.plon_rows_starts(ctypes.c_int64(customers), address(ends))
    while parts:
        part = parts.pop()
        rows = ctypes.c_int64(len(part))
        library.plon_rows_bucket(address(part), rows, address(ends), address(entries))
    return ends, entries


def _merge_by_sort(parts: Rows) -> MergedDays:
    rows = np.concatenate([np.empty(0, ROW), *parts])
    parts.clear()
    order = np.argsort((rows["code"].astype(np.int64) << 32) + rows["day"], kind="stable")
    code, day, minor = rows["code"][order], rows["day"][order], rows["minor"][order]
    is_new = np.ones(len(rows), dtype=bool)
    is_new[1:] = (np.diff(code) != 0) | (np.diff(day) != 0)
    first = np.flatnonzero(is_new)
    codes, index = np.unique(code[first].astype(np.int64), return_inverse=True)
    has_return = np.zeros(len(codes), dtype=bool)
    if len(first) == 0:
        none = np.empty(0, dtype=np.int64)
        return MergedDays(codes=codes, index=none, day=none, minor=none, has_return=has_return)
    np.logical_or.at(has_return, index, np.logical_or.reduceat(minor < 0, first))
    return MergedDays(
        codes=codes,
        index=index,
        day=day[first].astype(np.int64),
        minor=np.add.reduceat(minor, first),
        has_return=has_return,
    )
