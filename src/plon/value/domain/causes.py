"""Five causes of a low lifetime value, each with a sign in the data. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plon.lifetime.analysis import Cohorts

FALL = 0.9  # the newer half of cohorts comes back less than nine tenths as often as the older
COMPLAINTS_MIN = 0.05  # of customers
IDLE_MONTHS = 6  # without a new product


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What tells the causes apart. None: not known, so the cause is not claimed.

    repeat_change: returns of newer cohorts over those of older ones. contacted: customers with a
    task in the last months, of all. new_product_months: since the last launch.
    """

    repeat_change: float | None = None
    complaint_share: float | None = None
    segments_kept: int | None = None
    contacted: int | None = None
    new_product_months: float | None = None


CAUSES: Mapping[str, Callable[[Signs], bool]] = {
    "no_retention_work": lambda s: s.repeat_change is not None and s.repeat_change < FALL,
    "poor_experience": lambda s: (
        s.complaint_share is not None and s.complaint_share >= COMPLAINTS_MIN
    ),
    "no_personalisation": lambda s: s.segments_kept == 0,
    "weak_after_sales": lambda s: s.contacted == 0,
    "narrow_assortment": lambda s: (
        s.new_product_months is not None and s.new_product_months >= IDLE_MONTHS
    ),
}


def causes(signs: Signs) -> tuple[str, ...]:
    """Return the causes that the signs speak for, in order."""
    return tuple(code for code, is_seen in CAUSES.items() if is_seen(signs))


def repeat_change(cohorts: Cohorts) -> float | None:
    """Return how often newer cohorts came back in the next period, over older ones.

    Only periods that are over count: the last one and the cohort before it are left out. None with
    fewer than four cohorts, or where the older ones never came back.
    """
    known = [
        (size, active[1])
        for size, active in zip(cohorts.sizes, cohorts.active, strict=True)
        if len(active) > 2 and size
    ]
    if len(known) < 4:
        return None
    half = len(known) // 2
    older, newer = (_share(part) for part in (known[:half], known[half:]))
    return newer / older if older else None


def _share(cohorts: list[tuple[int, int]]) -> float:
    return sum(back for _size, back in cohorts) / sum(size for size, _back in cohorts)
