"""Whom an id stands for today."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from plon.customers.models import Customer, Merge
from plon.runtime import bulk


def current_ids(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return for each known id the customer it stands for: merged ones lead to the kept one.

    Unknown ids are left out.
    """
    steps = _steps(customer_ids)
    while missing := {after for after in steps.values() if after not in steps}:
        steps |= _steps(missing)
    return {each: _end(each, steps) for each in customer_ids if each in steps}


def together(customer_id: UUID) -> list[UUID]:
    """Return the ids that stand for one person: the customer's, and those merged into it."""
    merged = Customer.objects.filter(merged_into_id=customer_id).order_by("id")
    return [customer_id, *merged.values_list("id", flat=True)]


def speakers(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return who speaks for each customer, themselves and those merged into them: who -> for whom.

    Customers who were merged speak only for those asked about.
    """
    asked = set(customer_ids)
    return {
        who: kept_id or who
        for part in bulk.chunks(sorted(asked))
        for who, kept_id in Customer.objects.filter(
            Q(id__in=part) | Q(merged_into_id__in=part)
        ).values_list("id", "merged_into_id")
        if (kept_id or who) in asked
    }


def forgotten(customer_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids whose person was erased: nobody can be called there."""
    return {
        each
        for part in bulk.chunks(sorted(set(customer_ids)))
        for each in Customer.objects.filter(id__in=part, erased_at__isnull=False).values_list(
            "id", flat=True
        )
    }


def has_erased_since(moment: datetime) -> bool:
    """Say whether anybody was erased at a moment or later."""
    return Customer.objects.filter(erased_at__gte=moment).exists()


def erasures() -> dict[UUID, datetime]:
    """Return every row that stood for an erased person, and when it was erased."""
    gone = Customer.objects.filter(erased_at__isnull=False)
    return {each: at for each, at in gone.values_list("id", "erased_at") if at is not None}


def last_merges(customer_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when somebody was last merged into each customer, of the merges that stand."""
    found: dict[UUID, datetime] = {}
    for part in bulk.chunks(sorted(customer_ids)):
        standing = Merge.objects.filter(undone_at=None, gone__merged_into_id__in=part)
        kept = standing.order_by().values_list("gone__merged_into_id")
        found |= dict(kept.annotate(at=Max("merged_at")))
    return found


def _steps(customer_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return each known customer's next one: itself, or the one it was merged into."""
    return {
        each: after or each
        for part in bulk.chunks(sorted(set(customer_ids)))
        for each, after in Customer.objects.filter(id__in=part).values_list("id", "merged_into_id")
    }


def _end(customer_id: UUID, steps: dict[UUID, UUID]) -> UUID:
    while steps[customer_id] != customer_id:
        customer_id = steps[customer_id]
    return customer_id
