"""Figures of some customers in the place of their older ones, by the models of the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.lifetime.analysis import Analysis
from plon.value.models import Figures, Freshness, Snapshot
from plon.value.queries.segments import group_sums, once_silent, worth_of_all, worth_of_groups
from plon.value.queries.stored import unpacked
from plon.value.services.refreshing import (
    COMPUTING,
    NAMES,
    Fresh,
    figures_in,
    replace_figures,
    revalue_tasks,
)

SMALL_BASE = 2_000  # customers; below, all is computed in a moment
FEW = 1 / 50  # of the base: more of them move the scales themselves
PARTLY = "partly"  # in place of the hash of all sales: some figures are newer than the models
VALUE, SLIPPING = NAMES.index("value_12m_minor"), NAMES.index("is_slipping")


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The day's analysis, and since when customers may have changed."""

    analysis: Analysis
    customers: int
    since: datetime

    def is_enough_for(self, changed: Collection[UUID]) -> bool:
        """Say whether so few changed that the scales still hold."""
        return len(changed) <= FEW * self.customers


def base_of(*, today: date) -> Base | None:
    """Return what customers can be scored by today; None where all is to be computed."""
    # Without a hash all of it was asked for; with that mark it was begun and may have been left.
    whole = Freshness.objects.exclude(content_sha256__in=["", COMPUTING])
    state = whole.exclude(refreshed_at=None).first()
    if state is None or state.refreshed_at is None or state.customers < SMALL_BASE:
        return None
    kept = Snapshot.objects.filter(as_of_date=today).values_list("answer", flat=True).first()
    analysis = unpacked(kept) if kept else None
    if analysis is None or analysis.scales is None:
        return None
    return Base(analysis=analysis, customers=state.customers, since=state.refreshed_at)


@transaction.atomic
def keep_some(
    *, workspace_id: UUID, changed: Collection[UUID], table: Any, today: date, now: datetime
) -> int:
    """Put the figures in the table in the place of those of the changed customers.

    table: of rescoring; None where none of them has a purchase left. Whoever is not in it has
    bought nothing any more. Returns how many rows changed. Safe to repeat.
    """
    state = Freshness.objects.select_for_update().get(workspace_id=workspace_id)
    fresh = {} if table is None else figures_in(table)
    mine = Figures.objects.filter(customer_id__in=changed)
    written = replace_figures(workspace_id, mine, fresh)
    revalue_tasks(workspace_id)
    snapshot = Snapshot.objects.defer("answer").get(as_of_date=today)
    _count_anew(snapshot, written.before, fresh)
    snapshot.once_silent = once_silent(as_of=today)
    snapshot.save(update_fields=COUNTED)
    is_newer = state.changed_at is not None and state.changed_at > now
    state.state = Freshness.State.STALE if is_newer else Freshness.State.FRESH
    state.reason = state.reason if is_newer else ""
    state.refreshed_at, state.customers = now, snapshot.customers
    # Without a hash somebody has asked for all of it meanwhile.
    state.content_sha256 = PARTLY if state.content_sha256 else ""
    state.save(update_fields=["state", "reason", "refreshed_at", "content_sha256", "customers"])
    return written.count


COUNTED = (
    "customers",
    "groups",
    "ltv_by_group",
    "worth_by_group",
    "once_silent",
    "ltv_mean_minor",
    "value_12m_minor",
    "value_12m_low_minor",
    "value_12m_high_minor",
    "slipping_customers",
    "slipping_minor",
)


def _count_anew(snapshot: Snapshot, before: Fresh, fresh: Fresh) -> None:
    """Bring the day's totals to what customers add up to; the range keeps its proportion."""
    snapshot.worth_by_group = sums = group_sums()
    many = {code: row["customers"] or 0 for code, row in sums.items()}
    snapshot.groups = dict.fromkeys(snapshot.groups, 0) | many
    snapshot.customers = sum(many.values())
    snapshot.ltv_by_group = {
        one.name: round(one.ltv_mean_minor)
        for one in worth_of_groups(sums)
        if one.ltv_mean_minor is not None
    }
    mean = worth_of_all(sums).ltv_mean_minor
    snapshot.ltv_mean_minor = None if mean is None else round(mean)
    old, new = _sums(before), _sums(fresh)
    snapshot.slipping_customers += new.slipping - old.slipping
    snapshot.slipping_minor = (snapshot.slipping_minor or 0) + new.slipping_minor
    snapshot.slipping_minor -= old.slipping_minor
    value, moved = snapshot.value_12m_minor, new.value_minor - old.value_minor
    ratio = 1 + moved / value if value else 1.0
    for name in ("value_12m_minor", "value_12m_low_minor", "value_12m_high_minor"):
        minor = getattr(snapshot, name)
        setattr(snapshot, name, None if minor is None else round(minor * ratio))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    value_minor: int
    slipping: int
    slipping_minor: int


def _sums(figures: Fresh) -> _Sums:
    slipping = [row for row in figures.values() if row[SLIPPING]]
    return _Sums(
        value_minor=sum(row[VALUE] or 0 for row in figures.values()),
        slipping=len(slipping),
        slipping_minor=sum(row[VALUE] or 0 for row in slipping),
    )
