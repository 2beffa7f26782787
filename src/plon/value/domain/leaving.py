"""Those who slip away, taken apart: by tier and by silence. The parts add up to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.segments.tiers import TIERS

FLAG = "is_slipping"  # column of the customers table
SILENCE = (  # code and the longest silence in days
    ("quarter", 91),
    ("half_year", 183),
    ("year", 365),
    ("longer", None),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How many of those who slip away are in a part, and what they are worth over 12 months."""

    code: str
    customers: int
    value_minor: int


def is_marked(customers: pa.Table) -> bool:
    """Return whether the table says who slips away."""
    return FLAG in customers.column_names


def by_tier(customers: pa.Table) -> tuple[Part, ...]:
    """Return a part for each tier, the most valuable first; none where nobody is marked."""
    leaving = _leaving(customers)
    found = (_part(tier, leaving.filter(pc.equal(leaving["tier"], tier))) for tier in TIERS)
    return _told(tuple(found))


def by_silence(customers: pa.Table) -> tuple[Part, ...]:
    """Return a part for each length of silence, the shortest first; none where nobody is marked."""
    leaving = _leaving(customers)
    parts = []
    for code, most in SILENCE:
        idle = leaving["days_since_last"]
        here = pc.less_equal(idle, most) if most is not None else pc.is_valid(idle)
        parts.append(_part(code, leaving.filter(here)))
        leaving = leaving.filter(pc.invert(here))
    return _told(tuple(parts))


def _leaving(customers: pa.Table) -> pa.Table:
    told = _NOBODY.column_names
    return customers.select(told).filter(customers[FLAG]) if is_marked(customers) else _NOBODY


def _part(code: str, rows: pa.Table) -> Part:
    value = pc.sum(rows["value_12m_minor"]).as_py() or 0  # null without amounts
    return Part(code=code, customers=len(rows), value_minor=value)


def _told(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(parts) if any(part.customers for part in parts) else ()


_NOBODY = pa.table(
    {
        "tier": pa.array([], pa.string()),
        "days_since_last": pa.array([], pa.int32()),
        "value_12m_minor": pa.array([], pa.int64()),
    }
)
