"""Customer ids to codes 0, 1, 2, … batch by batch: by the kernel, or by Arrow's dictionaries."""

import ctypes
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.kernel.library import address, load

Codes = NDArray[np.int32]


class Encoder(Protocol):
    """Gives equal ids equal codes, in the order in which they are met."""

    def encode(self, ids: Any) -> Codes:
        """Return the codes of an int64 or string Arrow array without nulls."""
        ...

    def ids(self) -> Any:
        """Return the distinct ids by code, an int64 or large_string Arrow array."""
        ...


def encoder(*, is_text: bool) -> Encoder:
    """Return an encoder of text or of whole numbers; the kernel's where it was built."""
    library = load()
    return ArrowEncoder(is_text) if library is None else KernelEncoder(library, is_text)


class ArrowEncoder:
    """Codes by Arrow's dictionary encoding, one look-up table a batch."""

    def __init__(self, is_text: bool) -> None:
        self._type = pa.large_string() if is_text else pa.int64()
        self._ids = pa.array([], self._type)

    def encode(self, ids: Any) -> Codes:
        batch = pc.dictionary_encode(ids.cast(self._type))
        known = pc.index_in(batch.dictionary, self._ids)
        is_new = pc.is_null(known)
        fresh = batch.dictionary.filter(is_new)
        place = known.to_numpy(zero_copy_only=False).astype(np.float64)
        codes = np.empty(len(place), dtype=np.int32)
        mask = is_new.to_numpy(zero_copy_only=False)
        codes[mask] = len(self._ids) + np.arange(len(fresh))
        codes[~mask] = place[~mask]
        self._ids = pa.concat_arrays([self._ids, fresh])
        return np.asarray(codes[batch.indices.to_numpy()])

    def ids(self) -> Any:
        return self._ids


class KernelEncoder:
    """Codes by the kernel's hash table: one pass, no dictionaries to join."""

    def __init__(self, library: ctypes.CDLL, is_text: bool) -> None:
        self._library = library
        self._is_text = is_text
        library.plon_ids_new.restype = ctypes.c_void_p
        library.plon_ids_count.restype = ctypes.c_int64
        library.plon_ids_text_bytes.restype = ctypes.c_int64
        self._table = ctypes.c_void_p(library.plon_ids_new())

    def __del__(self) -> None:
        self._library.plon_ids_free(self._table)

    def encode(self, ids: Any) -> Codes:
        codes = np.empty(len(ids), dtype=np.int32)
        failed = self._encode_text(ids, codes) if self._is_text else self._encode(ids, codes)
        if failed:
            raise MemoryError("no memory for the customers' ids")
        return codes

    def _encode(self, ids: Any, codes: Codes) -> int:
        numbers = np.ascontiguousarray(ids.to_numpy(zero_copy_only=False), dtype=np.int64)
        rows = ctypes.c_int64(len(ids))
        return int(
            self._library.plon_ids_numbers(self._table, address(numbers), rows, address(codes))
        )

    def _encode_text(self, ids: Any, codes: Codes) -> int:
        width = 8 if ids.type == pa.large_string() else 4
        _, offsets, text = ids.buffers()
        if not len(ids):
            return 0
        return int(
            self._library.plon_ids_text(
                self._table,
                ctypes.c_void_p(offsets.address + width * ids.offset),
                width,
                ctypes.c_void_p(text.address if text else 0),
                ctypes.c_int64(len(ids)),
                address(codes),
            )
        )

    def ids(self) -> Any:
        count = self._library.plon_ids_count(self._table)
        if not self._is_text:
            numbers = np.empty(count, dtype=np.int64)
            self._library.plon_ids_take_numbers(self._table, address(numbers))
            return pa.array(numbers)
        offsets = np.empty(count + 1, dtype=np.int64)
        text = np.empty(self._library.plon_ids_text_bytes(self._table), dtype=np.uint8)
        self._library.plon_ids_take_text(self._table, address(offsets), address(text))
        buffers = (pa.py_buffer(offsets), pa.py_buffer(text))
        return pa.LargeStringArray.from_buffers(count, *buffers)
