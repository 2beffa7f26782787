"""Keeping computed figures: only what differs is written."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

import plon
from plon.agenda import services as agenda
from plon.lifetime.analysis import Analysis
from plon.runtime import bulk, duties
from plon.value.models import Figures, Freshness, Snapshot
from plon.value.queries.figures import SLIPPING
from plon.value.queries.segments import FOLLOW, group_sums, once_silent
from plon.value.queries.stored import packed
from plon.value.services.freshness import LOOK_AGAIN

BATCH = 1_000  # rows a statement
HORIZON_MONTHS = 12
COMPUTING = "computing"  # in place of the hash while all figures are computed anew
COLUMNS: Mapping[str, str] = {  # of Figures: of the analysis' table of customers
    "first_date": "first_date",
    "last_date": "last_date",
    "purchase_days": "purchase_days",
    "spend_days": "spend_days",
    "mean_minor": "monetary_value_minor",
    "observed_minor": "observed_value_minor",
    "r_score": "r_score",
    "f_score": "f_score",
    "m_score": "m_score",
    "group": "group",
    "tier": "tier",
    "channel": "channel",
    "alive": "probability_alive",
    "due_date": "due_date",
    "is_slipping": "is_slipping",
    "expected_12m": "expected_purchases_12m",
    "expected_12m_low": "expected_purchases_12m_low",
    "expected_12m_high": "expected_purchases_12m_high",
    "value_12m_minor": "value_12m_minor",
    "value_12m_low_minor": "value_12m_low_minor",
    "value_12m_high_minor": "value_12m_high_minor",
}
TEXTS = ("tier", "channel")  # "" where the table has null
NAMES = (*COLUMNS, "ltv_minor")


Fresh: TypeAlias = Mapping[UUID, tuple[Any, ...]]  # figures by customer, in the order of NAMES


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How many rows were made, changed or removed, and what stood in their place."""

    count: int
    before: Fresh


@transaction.atomic
def begin_anew(*, workspace_id: UUID) -> str:
    """Say that all figures are being computed anew; return the hash of those that are kept.

    Call before sales are read: whoever asks for all of it from now on takes the mark away.
    """
    state, _is_new = Freshness.objects.get_or_create(workspace_id=workspace_id)
    state = Freshness.objects.select_for_update().get(id=state.id)
    before, state.content_sha256 = state.content_sha256, COMPUTING
    state.save(update_fields=["content_sha256"])
    return before


@transaction.atomic
def keep_figures(
    *, workspace_id: UUID, analysis: Analysis | None, sha256: str, now: datetime
) -> int:
    """Put the figures of an analysis in the place of the older ones; return how many changed.

    None: nobody has bought, so nothing is kept of earlier days either: their sales were taken
    back. A change that was told since begin_anew leaves them stale; a wish for all of it anew
    stays a wish.
    """
    state = Freshness.objects.select_for_update().get(workspace_id=workspace_id)
    fresh = {} if analysis is None else figures_in(analysis.customers)
    changed = replace_figures(workspace_id, Figures.objects.all(), fresh).count
    if analysis is None:
        Snapshot.objects.all().delete()
    else:
        _keep_snapshot(workspace_id, analysis, fresh, now=now)
    revalue_tasks(workspace_id)
    state.refreshed_at, state.customers = now, len(fresh)
    _settle(state, sha256, now=now)
    if fresh:  # the figures get older by themselves: somebody has to look at the day
        duties.ask(LOOK_AGAIN, workspace_id=workspace_id, due_at=now)
    if analysis is not None:
        duties.ask(FOLLOW, workspace_id=workspace_id, due_at=now)
    return changed


@transaction.atomic
def confirm_fresh(*, workspace_id: UUID, sha256: str, now: datetime) -> None:
    """Say that the figures kept are still those of the sales: nothing had really changed."""
    state = Freshness.objects.select_for_update().get(workspace_id=workspace_id)
    state.refreshed_at = now
    _settle(state, sha256, now=now)
    newest = Snapshot.objects.order_by("-as_of_date").values("id")[:1]
    Snapshot.objects.filter(id__in=list(newest.values_list("id", flat=True))).update(
        computed_at=now
    )


def _settle(state: Freshness, sha256: str, *, now: datetime) -> None:
    """Write down that the figures are those of a hash, unless more was told meanwhile."""
    is_asked = state.content_sha256 == ""  # for all of it anew
    if not is_asked:
        state.state = Freshness.State.FRESH if state.customers else Freshness.State.EMPTY
        state.content_sha256 = sha256
    if state.changed_at is not None and state.changed_at > now:
        state.state = Freshness.State.STALE
    elif not is_asked:
        state.reason = ""
    state.save(update_fields=["state", "reason", "refreshed_at", "content_sha256", "customers"])


@transaction.atomic
def forget_customer(*, workspace_id: UUID, customer_id: UUID) -> None:
    """Take away the figures of a customer who became another."""
    Figures.objects.filter(workspace_id=workspace_id, customer_id=customer_id).delete()


def figures_in(table: Any) -> Fresh:
    """Return each customer's figures of a table of customers, in the order of NAMES."""
    columns = [table[source].to_pylist() for source in COLUMNS.values()]
    for place, name in enumerate(COLUMNS):
        if name in TEXTS:
            columns[place] = [text or "" for text in columns[place]]
    worth = _worth(table)
    ids = (UUID(one) for one in table["customer"].to_pylist())
    return dict(zip(ids, zip(*columns, worth, strict=True), strict=True))


def _worth(table: Any) -> list[int]:
    """Return what each customer has brought and is expected to bring; orders have amounts."""
    pairs = zip(
        table["observed_value_minor"].to_pylist(), table["value_12m_minor"].to_pylist(), strict=True
    )
    return [seen + (ahead or 0) for seen, ahead in pairs]


def replace_figures(workspace_id: UUID, rows: QuerySet[Figures], fresh: Fresh) -> Written:
    """Make, change and remove rows so that they are the fresh ones."""
    old = {row[0]: row[1:] for row in rows.values_list("customer_id", "id", *NAMES)}
    gone = [old[one][0] for one in sorted(old.keys() - fresh.keys())]
    for start in range(0, len(gone), BATCH):
        Figures.objects.filter(id__in=gone[start : start + BATCH]).delete()
    new = [
        Figures(
            workspace_id=workspace_id, customer_id=one, **dict(zip(NAMES, fresh[one], strict=True))
        )
        for one in sorted(fresh.keys() - old.keys())
    ]
    Figures.objects.bulk_create(new, batch_size=BATCH)
    changed = [
        Figures(
            id=old[one][0],
            workspace_id=workspace_id,
            customer_id=one,
            **dict(zip(NAMES, row, strict=True)),
        )
        for one, row in sorted(fresh.items())
        if one in old and old[one][1:] != row
    ]
    for part in bulk.chunks(changed, BATCH):
        bulk.update(part, *NAMES)
    return Written(
        count=len(gone) + len(new) + len(changed),
        before={one: row[1:] for one, row in old.items()},
    )


def revalue_tasks(workspace_id: UUID) -> None:
    """Bring what tasks about those who slip away may bring to the figures just written."""

    def worth(customers: Collection[UUID]) -> Mapping[UUID, int | None]:
        found = Figures.objects.filter(customer_id__in=customers)
        return dict(found.values_list("customer_id", "value_12m_minor"))

    agenda.revalue_tasks(workspace_id=workspace_id, cause=SLIPPING, worth=worth)


def _purchase_mean(fresh: Fresh) -> int | None:
    """Return what a day of purchase has brought on average; None where nobody has bought."""
    brought, days = (NAMES.index(name) for name in ("observed_minor", "purchase_days"))
    of = sum(row[days] for row in fresh.values())
    return round(sum(row[brought] for row in fresh.values()) / of) if of else None


def _keep_snapshot(workspace_id: UUID, analysis: Analysis, fresh: Fresh, *, now: datetime) -> None:
    """Write the day's snapshot of figures just written; older ones lose their whole answer."""
    speaker = analysis.choice.chosen
    total = analysis.totals.value_12m_minor
    worth = [row[-1] for row in fresh.values()]
    Snapshot.objects.exclude(as_of_date=analysis.as_of).exclude(answer={}).update(answer={})
    Snapshot.objects.update_or_create(
        workspace_id=workspace_id,
        as_of_date=analysis.as_of,
        defaults={
            "computed_at": now,
            "currency": analysis.currency,
            "method": speaker.name if speaker else "",
            "model_version": plon.__version__,
            "horizon_months": HORIZON_MONTHS,
            "customers": len(fresh),
            "is_margin": analysis.value_is_margin,
            "active": None if math.isnan(analysis.totals.alive) else analysis.totals.alive,
            "value_12m_minor": _whole(total.value),
            "value_12m_low_minor": _whole(total.low),
            "value_12m_high_minor": _whole(total.high),
            "ltv_mean_minor": round(sum(worth) / len(worth)) if worth else None,
            "purchase_mean_minor": _purchase_mean(fresh),
            "slipping_customers": analysis.totals.slipping_customers,
            "slipping_minor": _whole(analysis.totals.slipping_value_minor),
            "groups": {group.code: group.customers for group in analysis.groups},
            "ltv_by_group": _means(fresh),
            "worth_by_group": group_sums(),
            "once_silent": once_silent(as_of=analysis.as_of),
            "answer": packed(analysis),
        },
    )


def _means(fresh: Fresh) -> dict[str, int]:
    """Return the mean lifetime value of each group that has anybody."""
    place = NAMES.index("group")
    by_group: dict[str, list[int]] = {}
    for row in fresh.values():
        by_group.setdefault(row[place], []).append(row[-1])
    return {group: round(sum(worth) / len(worth)) for group, worth in sorted(by_group.items())}


def _whole(minor: float) -> int | None:
    return None if math.isnan(minor) else round(minor)
