"""Which calendar day a moment is in a business time zone, by whole numbers only."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.summary import Ints

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Transitions:
    """From starts_s[i] on (seconds since 1970 UTC) the local clock is offsets_s[i] ahead of UTC."""

    starts_s: Ints
    offsets_s: Ints


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name. Raises InputUnusable where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputUnusable(
            sentence('"%(zone)s" is not a time zone: write for example "Europe/Warsaw".'),
            zone=name,
        ) from error


@lru_cache
def transitions(name: str) -> Transitions:
    """Return the zone's clock changes from 1900 to 2100; the first offset also holds before."""
    zone = zone_named(name)
    low = _seconds(_YEARS.start)
    starts, offsets = [low], [_offset(zone, low)]
    for year in _YEARS:
        for month in range(1, 13):
            high = _seconds(year, month)
            while _offset(zone, high) != offsets[-1]:
                change = _first_change(zone, low, high, offsets[-1])
                starts.append(change)
                offsets.append(_offset(zone, change))
                low = change
            low = high
    return Transitions(
        starts_s=np.array(starts, dtype=np.int64), offsets_s=np.array(offsets, dtype=np.int64)
    )


def _seconds(year: int, month: int = 1) -> int:
    return int((datetime(year, month, 1, tzinfo=UTC) - _EPOCH).total_seconds())


def _offset(zone: ZoneInfo, second: int) -> int:
    offset = (_EPOCH + timedelta(seconds=second)).astimezone(zone).utcoffset()
    return int((offset or timedelta()).total_seconds())


def _first_change(zone: ZoneInfo, low: int, high: int, before: int) -> int:
    """Return the first second in (low, high] whose offset is not `before`."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high
