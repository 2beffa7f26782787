"""Canonical columns to integers by NumPy: the rules that kernel and engines must equal."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.history.zones import transitions
from plon.lifetime.summary import Ints

MONEY_MAX = 9.0e15  # minor units; every whole number below is exact in a double
_TICKS = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def day_numbers(dates: Any, *, zone: str) -> Ints:
    """Return days since 1970-01-01: of dates, of local times, of moments in the zone."""
    if pa.types.is_date32(dates.type):
        return np.asarray(dates.cast(pa.int32()).to_numpy(zero_copy_only=False), dtype=np.int64)
    ticks = dates.cast(pa.int64()).to_numpy(zero_copy_only=False)
    per_second = _TICKS[dates.type.unit]
    if dates.type.tz is not None:
        changes = transitions(zone)
        at = np.searchsorted(changes.starts_s * per_second, ticks, side="right") - 1
        ticks = ticks + changes.offsets_s[np.maximum(at, 0)] * per_second
    return np.asarray(ticks // (86_400 * per_second), dtype=np.int64)


def minor_units(amounts: Any) -> Ints:
    """Return minor units: whole numbers as they are, others times 100, halves away from zero."""
    if pa.types.is_integer(amounts.type):
        return np.asarray(amounts.to_numpy(zero_copy_only=False), dtype=np.int64)
    if pa.types.is_decimal(amounts.type):
        cents = pc.round(amounts, 2, round_mode="half_towards_infinity")
        digits = pa.decimal128(38, max(amounts.type.scale, 2))
        hundred = pc.multiply(cents.cast(digits), pa.scalar(100))
        return np.asarray(hundred.cast(pa.int64()).to_numpy(zero_copy_only=False))
    sums = amounts.to_numpy(zero_copy_only=False)
    return np.asarray(np.copysign(np.floor(np.abs(sums) * 100 + 0.5), sums), dtype=np.int64)


def date_of(day: int) -> date:
    """Return the date of days since 1970-01-01."""
    return date(1970, 1, 1) + timedelta(days=day)
