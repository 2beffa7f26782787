"""Ids of rows: UUID version 7 (RFC 9562), which rise with time, so that new rows lie together."""

import os
import time
from datetime import datetime
from uuid import UUID

_RANDOM_BITS = 0x0FFF_3FFFFFFFFFFFFFFF  # of the last ten bytes, less version and variant
_VERSION_AND_VARIANT = 0x7000_8000000000000000


def new_id() -> UUID:
    """Return a new id: 48 bits of the clock in milliseconds, 74 bits of chance. No secret."""
    chance = int.from_bytes(os.urandom(10), "big") & _RANDOM_BITS
    return UUID(int=(time.time_ns() // 1_000_000 << 80) | _VERSION_AND_VARIANT | chance)


def new_ids(count: int) -> list[UUID]:
    """Return so many new ids, chance drawn at once."""
    drawn, stamp = os.urandom(10 * count), time.time_ns() // 1_000_000 << 80
    fixed = stamp | _VERSION_AND_VARIANT
    return [
        UUID(int=fixed | int.from_bytes(drawn[at : at + 10], "big") & _RANDOM_BITS)
        for at in range(0, 10 * count, 10)
    ]


def first_id(moment: datetime) -> UUID:
    """Return an id that no id made before this moment reaches, and none made later falls below."""
    return UUID(int=int(moment.timestamp() * 1_000) << 80)
