"""Rows of a table as CSV by the kernel; None where it cannot, and Arrow's own functions must."""

import ctypes
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, in_chunks, load

Lines = list[NDArray[np.uint8]]
_KINDS = {  # Arrow type: (kind, bytes of a value)
    pa.int8(): (0, 1),
    pa.int32(): (1, 4),
    pa.int64(): (2, 8),
    pa.date32(): (3, 4),
    pa.float64(): (4, 8),
    pa.string(): (5, 4),
    pa.bool_(): (6, 0),  # bits: counted from the buffer's first
}
_TEXT = 5
_CELL = 25  # bytes of room, and of a text three more and twice its length
_END = 2


class _Cells(ctypes.Structure):
    """The struct of csv_lines.c, field by field."""

    _fields_ = [
        ("values", ctypes.c_void_p),
        ("offsets", ctypes.c_void_p),
        ("valid", ctypes.c_void_p),
        ("bit", ctypes.c_int64),
        ("kind", ctypes.c_int64),
    ]


def csv_lines(batch: Any, *, separator: str, decimal: str) -> Lines | None:
    """Return the rows of a record batch as bytes, in order, each line ended by CR and LF.

    separator and decimal: ASCII signs. Nulls and what is not finite are empty cells, reals have
    six decimals, and a text that looks like a formula begins with an apostrophe. None without the
    kernel, for other types, and for reals and days of more digits than a table has.
    """
    library = load()
    if library is None or any(type_ not in _KINDS for type_ in batch.schema.types):
        return None
    write = library.plon_csv_lines
    write.restype = ctypes.c_int64
    cells = (_Cells * batch.num_columns)(*map(_cells, batch.columns))
    signs = (ord(separator), ord(decimal))

    def lines(start: int, stop: int) -> NDArray[np.uint8] | None:
        out = np.empty(_room(batch, start, stop), dtype=np.uint8)
        bounds = (ctypes.c_int64(start), ctypes.c_int64(stop))
        size = write(cells, ctypes.c_int64(len(cells)), *bounds, *signs, address(out))
        return None if size < 0 else out[:size]

    parts = in_chunks(lines, len(batch))
    whole = [part for part in parts if part is not None]
    return whole if len(whole) == len(parts) else None


def _cells(column: Any) -> _Cells:
    kind, width = _KINDS[column.type]
    valid, values, *text = column.buffers()
    start = values.address + width * column.offset if values else 0
    return _Cells(
        values=(text[0].address if text[0] else 0) if kind == _TEXT else start,
        offsets=start if kind == _TEXT else 0,
        valid=valid.address if valid else 0,
        bit=column.offset,
        kind=kind,
    )


def _room(batch: Any, start: int, stop: int) -> int:
    texts = [column for column in batch.columns if _KINDS[column.type][0] == _TEXT]
    letters = sum(column.slice(start, stop - start).nbytes for column in texts)
    cells = _CELL * batch.num_columns + 3 * len(texts) + _END
    return int((stop - start) * cells + 2 * letters)
