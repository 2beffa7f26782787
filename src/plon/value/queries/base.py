"""The whole base: how fresh its figures are, the newest answer, how it moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import Any
from uuid import UUID

import pyarrow as pa
from django.db.models import Exists, Subquery

from plon.lifetime.analysis import Analysis, Group
from plon.lifetime.answer.explain import explain
from plon.lifetime.formulas.acquisition import acquisition_cost
from plon.lifetime.segments.groups import POLICIES
from plon.lifetime.segments.movement import Movement, movement
from plon.lifetime.segments.values import Drop, falling_segments
from plon.orders import queries as orders
from plon.value.domain import known
from plon.value.domain.known import MarginsMissing
from plon.value.models import Basis, Figures, Freshness, Segment, Snapshot
from plon.value.queries.figures import FACTS, CustomerFigures
from plon.value.queries.stored import unpacked

SNAPSHOTS_MAX = 400  # looked back at


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessFacts:
    """state: "empty", "fresh", "stale", "running". reason: why stale: "orders", "prices"."""

    state: str
    reason: str
    refreshed_at: datetime | None  # customers' figures
    computed_at: datetime | None  # the base as a whole: models, tables, forecasts
    customers: int
    has_cost: bool  # of winning a customer was told
    has_segment: bool
    has_margin: bool  # was told, or stands at every order

    @property
    def is_partly_newer(self) -> bool:
        """Say whether some customers' figures are newer than those of the base as a whole."""
        both = self.refreshed_at, self.computed_at
        return None not in both and both[0] != both[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFacts:
    """The base on one day, in short. Money in minor units; None: not known."""

    as_of_date: date
    computed_at: datetime
    currency: str
    method: str
    model_version: str
    horizon_months: int
    customers: int
    is_margin: bool | None  # amounts are of margin, else of revenue; None: not known of that day
    active: float | None  # expected number of those who have not left
    value_12m_minor: int | None
    value_12m_low_minor: int | None
    value_12m_high_minor: int | None
    ltv_mean_minor: int | None
    purchase_mean_minor: int | None
    slipping_customers: int
    slipping_minor: int | None
    groups: dict[str, int]
    ltv_by_group: dict[str, int]
    worth_by_group: Mapping[str, Mapping[str, int | None]] | None  # segments.group_sums
    once_silent: int | None  # customers who bought once and have been silent for long


_FACTS = tuple(SnapshotFacts.__dataclass_fields__)


def freshness() -> FreshnessFacts:
    """Return how fresh the figures are, and what the firm has told us for them."""
    cost, segment = Basis.objects.exclude(marketing_minor=None), Segment.objects.all()
    margin = Basis.objects.exclude(margin_bp=None)
    of_margin = Snapshot.objects.filter(answer__value_is_margin=True)
    whole = Snapshot.objects.order_by("-as_of_date").values("computed_at")[:1]
    told = {
        "has_cost": Exists(cost),
        "has_segment": Exists(segment),
        "has_margin": Exists(margin) | Exists(of_margin),
        "computed_at": Subquery(whole),
    }
    names = tuple(FreshnessFacts.__dataclass_fields__)
    row = Freshness.objects.annotate(**told).values(*names).first()
    if row is not None:
        return FreshnessFacts(**row)
    return FreshnessFacts(
        state="empty",
        reason="",
        refreshed_at=None,
        computed_at=None,
        customers=0,
        has_cost=False,
        has_segment=False,
        has_margin=False,
    )


def is_first_computing(fresh: FreshnessFacts) -> bool:
    """Say whether the first figures are on their way: there are sales, and nobody's value yet."""
    if fresh.customers:
        return False
    return fresh.state in {"stale", "running"} or (fresh.state == "empty" and orders.has_orders())


def newest() -> SnapshotFacts | None:
    """Return the newest snapshot in short; None before the first."""
    found = snapshots(limit=1)
    return found[0] if found else None


def expected_12m() -> int | None:
    """Return what everybody brings in 12 months, as of the newest snapshot; None: not known."""
    rows = Snapshot.objects.order_by("-as_of_date").values_list("value_12m_minor", flat=True)
    return rows.first()


def snapshots(*, limit: int = 24) -> list[SnapshotFacts]:
    """Return snapshots in short, the newest first."""
    rows = Snapshot.objects.order_by("-as_of_date").values(*_FACTS)[:limit]
    return [SnapshotFacts(**row) for row in rows]


def answer() -> Analysis | None:
    """Return the newest analysis of the base, without its table of customers."""
    kept = _kept_answer()
    return unpacked(kept) if kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """One customer's figures, and in sentences what they are made of. as_of: their day."""

    figures: CustomerFigures
    sentences: tuple[str, ...]
    as_of: date


def explained(*, customer_id: UUID, language: str) -> Explained | None:
    """Return a customer's figures with what they are made of; None where there are none."""
    newest_first = Snapshot.objects.order_by("-as_of_date")
    row = (
        Figures.objects.filter(customer_id=customer_id)
        .annotate(
            answer=Subquery(newest_first.values("answer")[:1]),
            as_of=Subquery(newest_first.values("as_of_date")[:1]),
        )
        .first()
    )
    if row is None or not row.answer:
        return None
    table = table_of([row], as_of=row.as_of)
    told = explain(unpacked(row.answer, customers=table), str(customer_id), language=language)
    return Explained(
        figures=CustomerFigures(**{name: getattr(row, name) for name in FACTS}),
        sentences=told.sentences,
        as_of=row.as_of,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """How the groups changed up to the newest snapshot, and those whose lifetime value fell."""

    movements: tuple[Movement, ...] = ()
    drops: tuple[Drop, ...] = ()


def changes() -> Changes:
    """Return what changed up to the newest snapshot."""
    return changes_among(snapshots(limit=SNAPSHOTS_MAX))


def changes_among(kept: Sequence[SnapshotFacts], *, days: int = 28) -> Changes:
    """Return what changed up to the first of these snapshots, the newest first.

    Since the last one at least so many days before it, else since the first one there is. A value
    falls beside one of the same kind only: margin is less than the revenue of the day before.
    """
    then, same = before(kept, days=days), before(alike(kept), days=days)
    if then is None:
        return Changes()
    now = kept[0]
    falls = () if same is None else falling_segments(same.ltv_by_group, now.ltv_by_group)
    return Changes(movements=moved(then, now), drops=falls)


def before(kept: Sequence[SnapshotFacts], *, days: int = 28) -> SnapshotFacts | None:
    """Return the snapshot that the first of these, the newest first, is compared with."""
    if len(kept) < 2:
        return None
    now, *older = kept
    old = [each for each in older if (now.as_of_date - each.as_of_date).days >= days]
    return old[0] if old else older[-1]


def alike(kept: Sequence[SnapshotFacts]) -> list[SnapshotFacts]:
    """Return the snapshots, the newest first, as far back as their amounts are of one kind."""
    kind = kept[0].is_margin if kept else None
    of_kind = {None, True, False} if kind is None else {None, kind}
    return [*takewhile(lambda each: each.is_margin in of_kind, kept)]


def alike_since(kept: Sequence[SnapshotFacts]) -> date:
    """Return the first day whose amounts may be compared with the newest of these snapshots."""
    others = kept[len(alike(kept)) :]
    return others[0].as_of_date + timedelta(days=1) if others else date.min


def moved(then: SnapshotFacts, now: SnapshotFacts) -> tuple[Movement, ...]:
    """Return how each group changed between two snapshots."""
    return movement(_groups(then.groups), _groups(now.groups))


def basis() -> Basis:
    """Return what the firm told us; the defaults where it told nothing."""
    return Basis.objects.first() or Basis()


def margin_bp() -> int | None:
    """Return the firm's margin for orders that tell none, in hundredths of a percent."""
    return basis().margin_bp


def margins_missing() -> MarginsMissing | None:
    """Return for how many sales without a margin value is revenue, in the newest answer."""
    found = answer()
    return None if found is None else known.margins_missing(found)


def cost_of_winning(told: Basis) -> Decimal | None:
    """Return the cost of a new customer in major units; None where it was not told."""
    if told.marketing_minor is None or not told.customers_won:
        return None
    spent = Decimal(told.marketing_minor) / 100
    return acquisition_cost(marketing=spent, customers_won=told.customers_won)


def _kept_answer() -> dict[str, Any]:
    kept = Snapshot.objects.order_by("-as_of_date").values_list("answer", flat=True).first()
    return kept or {}


def _groups(counts: dict[str, int]) -> list[Group]:
    return [
        Group(
            code=code,
            customers=count,
            revenue_minor=0,
            value_12m_minor=0.0,
            policy=POLICIES.get(code, ""),
        )
        for code, count in counts.items()
    ]


def table_of(rows: Iterable[Figures], *, as_of: date) -> pa.Table:
    """Return figures as the rows of the analysis' table that they were."""
    return pa.Table.from_pylist([_table_row(row, as_of=as_of) for row in rows])


def _table_row(row: Figures, *, as_of: date) -> dict[str, Any]:
    return {
        "customer": str(row.customer_id),
        "first_date": row.first_date,
        "last_date": row.last_date,
        "days_since_last": (as_of - row.last_date).days,
        "purchase_days": row.purchase_days,
        "x": row.purchase_days - 1,
        "spend_days": row.spend_days or 0,
        "monetary_value_minor": row.mean_minor or 0,
        "expected_purchases_12m": row.expected_12m,
        "expected_purchases_12m_low": row.expected_12m_low,
        "expected_purchases_12m_high": row.expected_12m_high,
        "value_12m_minor": row.value_12m_minor,
        "value_12m_low_minor": row.value_12m_low_minor,
        "value_12m_high_minor": row.value_12m_high_minor,
    }
