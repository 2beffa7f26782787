"""A clean CSV as Arrow columns by the kernel; None where it is not clean, and DuckDB must read."""

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, in_chunks, load

_CHUNK = 1 << 20  # bytes
_KINDS = {"skip": 0, "text": 1, "name": 2, "day": 3, "minor": 4}
_TEXTS = ("text", "name")
_PLACES = {"ymd": (0, 5, 8), "dmy": (6, 3, 0), "mdy": (6, 0, 3)}  # of year, month, day
_FEED = 10

Bytes = NDArray[np.uint8]


class _Column(ctypes.Structure):
    """The struct of clean_rows.c, field by field."""

    _fields_ = [
        ("values", ctypes.c_void_p),
        ("offsets", ctypes.c_void_p),
        ("kind", ctypes.c_int64),
    ]


class _Reading(ctypes.Structure):
    """The struct of clean_rows.c, field by field."""

    _fields_ = [
        *((name, ctypes.c_uint8) for name in ("separator", "decimal", "gap")),
        *((name, ctypes.c_uint8) for name in ("year", "month", "day")),
        ("first_day", ctypes.c_int32),
        ("last_day", ctypes.c_int32),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanLines:
    """How the lines of a clean CSV are to be read.

    kinds: of the cells of a line, in order: "skip", "text", "name" (never empty), "day" or
    "minor". names: of the cells to take, by place. separator, decimal, gap (between the parts of a
    day): ASCII signs. order: of a day's parts, "ymd", "dmy" or "mdy". first_day, last_day: the
    days allowed, in days since 1970.
    """

    kinds: Sequence[str]
    names: Mapping[int, str]
    separator: str
    decimal: str
    gap: str
    order: str
    first_day: int
    last_day: int


def clean_rows(text: Bytes, lines: CleanLines) -> pa.Table | None:
    """Return the cells of a UTF-8 text of whole lines as columns, in its order.

    Of texts the cells as they stand, empty where they are; days as date32; amounts in minor units
    as int64. None without the kernel, and where any line has another number of cells, a quote, a
    blank at the edge of a text, a day without ten signs or not allowed, or an amount that is not
    written with digits, a minus and at most two decimals that are not 0.
    """
    library = load()
    if library is None or not len(text):
        return None
    read = library.plon_clean_rows
    read.restype = ctypes.c_int64

    def part(start: int, stop: int) -> pa.RecordBatch | None:
        return _batch(read, text, (_line_start(text, start), _line_start(text, stop)), lines)

    parts = in_chunks(part, len(text), chunk=_CHUNK)
    whole = [batch for batch in parts if batch is not None]
    return pa.Table.from_batches(whole) if len(whole) == len(parts) else None


def _line_start(text: Bytes, place: int) -> int:
    """Return where the first line begins that does not begin before the place."""
    while 0 < place < len(text):
        feeds = np.flatnonzero(text[place - 1 : place - 1 + _CHUNK] == _FEED)
        if len(feeds):
            return place + int(feeds[0])
        place += _CHUNK
    return min(place, len(text))


def _batch(
    read: "ctypes._NamedFuncPointer", text: Bytes, bounds: tuple[int, int], lines: CleanLines
) -> pa.RecordBatch | None:
    start, stop = bounds
    width = len(lines.kinds)
    most = (stop - start) // width + 1  # each cell has a sign behind it, but for the last
    room = [_room(kind, most, stop - start) for kind in lines.kinds]
    columns = (_Column * width)(*map(_column, lines.kinds, room))
    rows = read(
        ctypes.c_void_p(text.ctypes.data + start),
        ctypes.c_void_p(text.ctypes.data + stop),
        ctypes.c_int64(width),
        columns,
        ctypes.byref(_reading(lines)),
    )
    if rows < 0:
        return None
    arrays = {name: _array(lines.kinds[at], room[at], rows) for at, name in lines.names.items()}
    return pa.RecordBatch.from_pydict(arrays)


def _reading(lines: CleanLines) -> _Reading:
    year, month, day = _PLACES[lines.order]
    signs = {name: ord(getattr(lines, name)) for name in ("separator", "decimal", "gap")}
    return _Reading(
        **signs,
        year=year,
        month=month,
        day=day,
        first_day=lines.first_day,
        last_day=lines.last_day,
    )


_Room = tuple[NDArray[np.generic], NDArray[np.int32]]  # values, and the offsets of a text


def _room(kind: str, rows: int, size: int) -> _Room:
    nothing = np.empty(0, dtype=np.int32)
    if kind in _TEXTS:
        return np.empty(size, dtype=np.uint8), np.empty(rows + 1, dtype=np.int32)
    types = {"day": np.int32, "minor": np.int64}
    return (np.empty(rows, dtype=types[kind]) if kind in types else nothing), nothing


def _column(kind: str, room: _Room) -> _Column:
    values, offsets = room
    starts = address(offsets) if kind in _TEXTS else None
    return _Column(values=address(values), offsets=starts, kind=_KINDS[kind])


def _array(kind: str, room: _Room, rows: int) -> pa.Array:
    values, offsets = room
    if kind in _TEXTS:
        buffers = [None, pa.py_buffer(offsets[: rows + 1]), pa.py_buffer(values[: offsets[rows]])]
        return pa.Array.from_buffers(pa.string(), rows, buffers)
    kept = pa.array(values[:rows])
    return kept.cast(pa.date32()) if kind == "day" else kept
