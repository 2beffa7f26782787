"""Who may be the same as whom, and who became one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from plon.customers.models import Merge, Proposal
from plon.customers.queries.naming import name_of, number_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """Two customers who look like one. reasons: codes of domain.likeness."""

    first_id: UUID
    first_name: str
    second_id: UUID
    second_name: str
    score: int
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A merge that stands. is_last: the one that can be taken back now."""

    merge_id: UUID
    gone_name: str
    merged_at: datetime
    is_last: bool


def proposals(*, now: datetime, after: int = 0, limit: int = 50) -> list[Proposed]:
    """Return who looks like one, the surest first; what was put off is left out until its day."""
    rows = _told(_waiting(now)).order_by("-score", "id")
    return [_proposed(row) for row in rows[after : after + limit]]


def proposal_count(*, now: datetime) -> int:
    """Return how many pairs wait for somebody's word."""
    return _waiting(now).count()


def proposals_of(customer_id: UUID) -> list[Proposed]:
    """Return whom a customer looks like, what was put off included."""
    mine = Proposal.objects.filter(Q(first_id=customer_id) | Q(second_id=customer_id))
    rows = _told(mine).order_by("-score", "id")
    return [_proposed(row) for row in rows]


def reasons_for(one_id: UUID, other_id: UUID) -> Sequence[str]:
    """Return why two are proposed; nothing where they are not."""
    first, second = sorted((one_id, other_id))
    row = Proposal.objects.filter(first_id=first, second_id=second).first()
    return row.reasons if row else ()


def merges_of(customer_id: UUID) -> list[Merged]:
    """Return who became a customer, the newest first."""
    rows = Merge.objects.filter(kept_id=customer_id, undone_at=None).select_related("gone")
    return [
        Merged(
            merge_id=row.id,
            gone_name=name_of(row.gone, number=""),  # their number is the kept one's now
            merged_at=row.merged_at,
            is_last=place == 0,
        )
        for place, row in enumerate(rows.order_by("-merged_at", "-id"))
    ]


def _waiting(now: datetime) -> QuerySet[Proposal]:
    return Proposal.objects.filter(Q(later_until=None) | Q(later_until__lte=now))


def _told(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return rows.select_related("first", "second").annotate(
        first_number=number_for("first_id"), second_number=number_for("second_id")
    )


def _proposed(row: Proposal) -> Proposed:
    return Proposed(
        first_id=row.first_id,
        first_name=name_of(row.first, number=vars(row)["first_number"] or ""),
        second_id=row.second_id,
        second_name=name_of(row.second, number=vars(row)["second_number"] or ""),
        score=row.score,
        reasons=row.reasons,
    )
