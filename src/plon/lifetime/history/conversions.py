"""Canonical columns to integers by NumPy: the rules that kernel and engines must equal."""

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.history.zones import transitions
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Ints

MONEY_MAX = 9.0e15  # minor units; every whole number below is exact in a double
# What is added before rounding down. 1.005 * 100 is 100.49999…: what lacks less than a
# ten-thousandth of a minor unit to a half counts as one. So amounts of at most five decimals, below
# 10^9, become what their decimal text says. columns.c says the same number again.
NEARLY_HALF = 0.5001
_CENTS = pa.decimal128(34, 2)  # times a number of three digits it still has no more than 38
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


def minor_units(amounts: Any, *, are_minor: bool) -> Ints:
    """Return minor units of major ones, halves away from zero; of minor ones the whole numbers."""
    if pa.types.is_integer(amounts.type):
        whole = np.asarray(amounts.to_numpy(zero_copy_only=False), dtype=np.int64)
        return whole if are_minor else whole * 100
    if pa.types.is_decimal(amounts.type):
        cents = pc.round(amounts, 2, round_mode="half_towards_infinity")
        hundred = pc.multiply(cents.cast(_CENTS), pa.scalar(Decimal(100)))
        return np.asarray(hundred.cast(pa.int64()).to_numpy(zero_copy_only=False))
    sums = amounts.to_numpy(zero_copy_only=False)
    return np.asarray(np.copysign(minor_sizes(sums), sums), dtype=np.int64)


def minor_sizes(sums: Floats) -> Floats:
    """Return how many minor units floats of major ones are, halves away from zero, no sign."""
    return np.asarray(np.floor(np.abs(sums) * 100 + NEARLY_HALF))
