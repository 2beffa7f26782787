"""Taking back the customers that an import brought."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from plon.customers.models import Customer, Identity, LifeEvent, Note
from plon.customers.services.addresses import search_text
from plon.runtime import bulk

AT_ONCE = 20_000  # rows of one transaction
EDITED = "edited"  # why a customer stays: changed or noted since; else the name of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """How many rows went, how many stayed, and what holds those: "edited", "orders.Order"."""

    removed: int
    stayed: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    is_over: bool = True  # else there is another part, after `last`
    last: UUID | None = None


@transaction.atomic
def undo_import(
    *, workspace_id: UUID, import_id: UUID, now: datetime, after: UUID | None = None
) -> Undone:
    """Delete a part of the customers that an import made; with the last, addresses of others.

    after: `last` of the part before; whoever dies between parts goes on there.
    Whoever was changed or tagged since stays whole, and so does who has something newer: an order,
    a consent, a note. Fields of others that the import filled stay. Call after the orders' own.
    Safe to repeat.
    """
    brought = Customer.objects.filter(import_id=import_id)
    noted = Exists(Note.objects.filter(customer=OuterRef("id")))
    lived = Exists(LifeEvent.objects.filter(customer=OuterRef("id")))
    newer = Q(edited_at__isnull=False) | Q(noted) | Q(lived)
    unedited = brought.exclude(newer).order_by("id").values_list("id", flat=True)
    free = list((unedited.filter(id__gt=after) if after else unedited)[:AT_ONCE])
    removed, held = bulk.delete_free(Customer, free)
    reasons, is_over = Counter(held.values()), len(free) < AT_ONCE
    if is_over:
        given = Identity.objects.filter(import_id=import_id)
        _take_away(given.exclude(customer__import_id=import_id), now=now)
        if edited := brought.filter(newer).count():
            reasons[EDITED] = edited
    return Undone(
        removed=removed,
        stayed=sum(reasons.values()),
        reasons=dict(reasons),
        is_over=is_over,
        last=free[-1] if free else after,
    )


def _take_away(given: QuerySet[Identity], *, now: datetime) -> None:
    """Delete addresses; a search does not find their customers by them any more."""
    owners = sorted(set(given.values_list("customer_id", flat=True)))
    for part in bulk.chunks(owners):
        rows = list(Customer.objects.select_for_update().filter(id__in=part).order_by("id"))
        given.filter(customer_id__in=part).delete()
        left: dict[UUID, list[str]] = defaultdict(list)
        addresses = Identity.objects.filter(customer_id__in=part).order_by("created_at", "id")
        for who, shown, value in addresses.values_list("customer_id", "shown", "value"):
            left[who] += [shown, value]
        for row in rows:
            row.search_text, row.updated_at = search_text(row, left[row.id]), now
        bulk.update(rows, "search_text", "updated_at")
