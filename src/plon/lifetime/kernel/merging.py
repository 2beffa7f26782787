"""Sales in any order to customer-days: the kernel's buckets, or NumPy's sort; equal results."""

import ctypes
from collections import deque
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, load
from plon.lifetime.summary import Ints

ROW = np.dtype([("code", np.int32), ("day", np.int32), ("minor", np.int64)])
_ENTRY = np.dtype([("day", np.int32), ("is_return", np.int32), ("minor", np.int64)])
Rows = list[NDArray[np.void]]
ROWS_AT_ONCE = 16_000_000  # merged in one piece; more of them one range of codes after another
PART = 1 << 20  # rows


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


class Gathered:
    """Rows to be merged, merged early whenever they have doubled.

    So memory grows with the days that customers bought on, not with the lines of their receipts.
    Which customers have a negative row is not known any more of what comes out.
    """

    def __init__(self) -> None:
        self._parts: Rows = []
        self._rows, self._limit = 0, ROWS_AT_ONCE

    def add(self, rows: NDArray[np.void]) -> None:
        self._parts.append(rows)
        self._rows += len(rows)
        if self._rows > self._limit:
            self._merge()

    def taken(self) -> Rows:
        """Return the rows so far and forget them."""
        parts, self._parts, self._rows = self._parts, [], 0
        return parts

    def _merge(self) -> None:
        customers = 1 + max(int(part["code"].max(initial=0)) for part in self._parts)
        merged = merge_rows(self._parts, customers)
        for start in range(0, len(merged.day), PART):
            mine = slice(start, start + PART)
            code = merged.codes[merged.index[mine]].astype(np.int32)
            day = merged.day[mine].astype(np.int32)
            self._parts.append(rows_of(code, day, merged.minor[mine]))
        self._rows = len(merged.day)
        self._limit = max(ROWS_AT_ONCE, 2 * self._rows)


def merge_rows(parts: Rows, customers: int) -> MergedDays:
    """Return the sums by code and day of ROW records; codes are below `customers`.

    The list is emptied on the way, so that rows and days are never in memory at once.
    """
    rows = sum(map(len, parts))
    if rows <= ROWS_AT_ONCE:
        return _merge_at_once(parts, customers)
    ranges = -(-rows // ROWS_AT_ONCE)
    size = -(-customers // ranges)  # codes of a range
    columns = [np.empty(rows, dtype=np.int64) for _ in range(3)]
    codes, marks, filled, known = [], [], 0, 0
    shares = _shared_out(parts, size, ranges)
    for number in range(ranges):
        merged = _merge_at_once([shares.popleft()], size)
        mine = slice(filled, filled + len(merged.day))
        own = (merged.index + known, merged.day, merged.minor)
        for column, values in zip(columns, own, strict=True):
            column[mine] = values
        codes.append(merged.codes + number * size)
        marks.append(merged.has_return)
        filled, known = mine.stop, known + len(merged.codes)
    index, day, minor = (column[:filled] for column in columns)
    return MergedDays(
        codes=np.concatenate(codes),
        index=index,
        day=day,
        minor=minor,
        has_return=np.concatenate(marks),
    )


def _shared_out(parts: Rows, size: int, ranges: int) -> deque[NDArray[np.void]]:
    """Return the rows of each range of codes, which begin at 0 again; the list is emptied."""
    counts = np.zeros(ranges, dtype=np.int64)
    for part in parts:
        counts += np.bincount(part["code"] // size, minlength=ranges)
    shares = deque(np.empty(count, dtype=ROW) for count in counts)
    ends = np.zeros(ranges, dtype=np.int64)
    while parts:
        part = parts.pop()
        share = part["code"] // size
        part["code"] -= share * size
        for number in range(ranges):
            own = part[share == number]
            shares[number][ends[number] : ends[number] + len(own)] = own
            ends[number] += len(own)
    return shares


def _merge_at_once(parts: Rows, customers: int) -> MergedDays:
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
