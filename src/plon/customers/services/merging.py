"""Two customers become one, and part again exactly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers.domain import fold
from plon.customers.domain.joining import FIELDS, FLAGS, joined, parted, still_blank
from plon.customers.events import CustomersMerged, CustomersParted
from plon.customers.models import (
    Customer,
    Identity,
    LifeEvent,
    Merge,
    Note,
    Proposal,
    Tagging,
)
from plon.customers.services.agreeing import settle
from plon.customers.services.filling import search_text
from plon.customers.services.moving import Joint, move, part
from plon.runtime import outbox
from plon.runtime.ids import new_id

_MOVING = (Identity, Note, LifeEvent)  # whole; tags only where the kept one lacks them
_FIELDS = {field.attname: field for field in Customer._meta.concrete_fields}
_KEPT = (*FIELDS, *FLAGS, "referrer_id", "emptied", "search_text", "edited_at")


class CustomerUnknown(DomainError):
    """One of the two is no customer of the workspace."""

    code = "customer_unknown"
    status = 404


class NotMergeable(DomainError):
    """One of the two was merged or erased meanwhile, or they are the same. Nothing was written."""

    code = "customers_not_mergeable"


class MergeUnknown(DomainError):
    """There is no such merge in the workspace, or it was taken back already."""

    code = "merge_unknown"
    status = 404


class LaterMergeFirst(DomainError):
    """Later merges rest on this one: they are taken back first. Nothing was written."""

    code = "later_merge_first"


class MergeForgotten(DomainError):
    """The person was erased since: there is nothing left to tell two apart by."""

    code = "merge_forgotten"


@transaction.atomic
def merge(
    caller: Caller,
    *,
    kept_id: UUID,
    gone_id: UUID,
    now: datetime,
    chosen: Mapping[str, str] | None = None,
) -> UUID:
    """Make one customer of two and return the merge's id. chosen: field -> "kept" or "gone".

    Addresses, notes, tags and life events go over at once, orders and tasks as their rooms hear of
    it. Consents stay where they were said and count for the kept one, the stricter word first.
    Raises CustomerUnknown, NotMergeable.
    """
    kept, gone = _two(kept_id, gone_id)
    row = Merge.objects.create(
        id=new_id(),
        workspace_id=caller.workspace_id,
        kept_id=kept_id,
        gone_id=gone_id,
        merged_at=now,
    )
    joint = Joint(merge_id=row.id, kept_id=kept_id, gone_id=gone_id)
    _move_rows(joint)
    row.before = _fill(kept, gone, chosen or {}, now=now)
    row.save(update_fields=["before"])
    Customer.objects.filter(id=gone_id).update(merged_into=kept_id, updated_at=now)
    both = (kept_id, gone_id)
    settle(caller.workspace_id, both)
    Proposal.objects.filter(Q(first_id=gone_id) | Q(second_id=gone_id)).delete()
    outbox.publish(
        CustomersMerged(
            workspace_id=caller.workspace_id,
            occurred_at=now,
            merge_id=row.id,
            kept_id=kept_id,
            gone_id=gone_id,
        )
    )
    accounts.record(caller, "customer.merged", subject=f"customer:{kept_id}", now=now)
    return row.id


@transaction.atomic
def unmerge(caller: Caller, *, merge_id: UUID, now: datetime) -> UUID:
    """Part two customers again; return the id of the one that comes back.

    All that the merge moved goes back, fields as they were; what was changed or came since stays
    with the kept one. Raises MergeUnknown, LaterMergeFirst, MergeForgotten.
    """
    row = Merge.objects.select_for_update().filter(id=merge_id, undone_at=None).first()
    if row is None:
        raise MergeUnknown(str(merge_id))
    ids = sorted((row.kept_id, row.gone_id))
    locked = Customer.objects.select_for_update().filter(id__in=ids).order_by("id")
    people = {each.id: each for each in locked}
    kept = people[row.kept_id]
    if kept.erased_at is not None:
        raise MergeForgotten(str(merge_id))
    later = Merge.objects.filter(kept_id=kept.id, undone_at=None).order_by("-merged_at", "-id")
    if kept.merged_into_id is not None or later[0].id != row.id:
        raise LaterMergeFirst(str(merge_id))
    for model in (*_MOVING, Tagging):
        part(merge_id=row.id, model=model)
    part(merge_id=row.id, model=Customer, column="referrer_id")
    _give_back(kept, row.before)
    kept.updated_at = now
    kept.save(update_fields=[*_KEPT, "updated_at"])
    Customer.objects.filter(id=row.gone_id).update(merged_into=None, updated_at=now)
    part(merge_id=row.id, model=Customer, column="merged_into_id")
    Merge.objects.filter(id=row.id).update(undone_at=now)
    settle(caller.workspace_id, ids)
    outbox.publish(
        CustomersParted(
            workspace_id=caller.workspace_id,
            occurred_at=now,
            merge_id=row.id,
            kept_id=row.kept_id,
            gone_id=row.gone_id,
        )
    )
    accounts.record(caller, "customer.parted", subject=f"customer:{row.kept_id}", now=now)
    return row.gone_id


def _two(kept_id: UUID, gone_id: UUID) -> tuple[Customer, Customer]:
    """Return both, locked in one order for all: of two merges at once, one wins."""
    ids = sorted({kept_id, gone_id})
    rows = Customer.objects.select_for_update().filter(id__in=ids).order_by("id")
    found = {row.id: row for row in rows}
    if len(found) < len(ids):
        raise CustomerUnknown(str(gone_id if kept_id in found else kept_id))
    busy = [row for row in found.values() if row.merged_into_id or row.erased_at]
    if kept_id == gone_id or busy:
        raise NotMergeable(str(busy[0].id if busy else kept_id))
    return found[kept_id], found[gone_id]


def _fill(
    kept: Customer, gone: Customer, chosen: Mapping[str, str], *, now: datetime
) -> dict[str, list[Any]]:
    """Make the kept row of both; return what changed: field -> what it was, what it is."""
    before = {name: getattr(kept, name) for name in _KEPT}
    made = joined(before, _values(gone), chosen=chosen)
    made["referrer_id"] = _referrer(kept, gone)
    own = Identity.objects.filter(customer=kept).values_list("kind", "value")
    addresses = {f"{kind}:{value}" for kind, value in own}
    made["emptied"] = still_blank(kept.emptied, gone.emptied, made=made, addresses=addresses)
    for name, value in made.items():
        setattr(kept, name, value)
    kept.search_text = f"{kept.search_text} {gone.search_text}"
    kept.search_text = search_text(kept)
    kept.edited_at = kept.updated_at = now
    kept.save(update_fields=[*_KEPT, "updated_at"])
    return {
        name: [_plain(was), _plain(getattr(kept, name))]
        for name, was in before.items()
        if was != getattr(kept, name)
    }


def _move_rows(joint: Joint) -> None:
    """Give to the kept customer what is the gone one's in this room."""
    for model in _MOVING:
        mine = model.objects.filter(customer_id=joint.gone_id).order_by("pk")
        move(joint, model, list(mine.values_list("pk", flat=True)), column="customer_id")
    has = Tagging.objects.filter(customer_id=joint.kept_id).values("tag_id")
    lacking = Tagging.objects.filter(customer_id=joint.gone_id).exclude(tag_id__in=has)
    keys = list(lacking.order_by("pk").values_list("pk", flat=True))
    move(joint, Tagging, keys, column="customer_id")
    for column in ("referrer_id", "merged_into_id"):
        people = Customer.objects.filter(**{column: joint.gone_id}).exclude(id=joint.kept_id)
        ids = list(people.order_by("pk").values_list("pk", flat=True))
        move(joint, Customer, ids, column=column)


def _referrer(kept: Customer, gone: Customer) -> UUID | None:
    """Return who referred the one made of two: never themselves."""
    both = {kept.id, gone.id}
    return next((r for r in (kept.referrer_id, gone.referrer_id) if r and r not in both), None)


def _give_back(kept: Customer, before: Mapping[str, Any]) -> None:
    now = {name: _plain(getattr(kept, name)) for name in before}
    pairs = {name: (was, made) for name, (was, made) in before.items()}
    was = parted(now, pairs)
    for name, value in was.items():
        setattr(kept, name, _FIELDS[name].to_python(value))
    if "search_text" in before and "search_text" not in was:  # renamed since
        own = Identity.objects.filter(customer=kept).order_by("created_at", "id")
        kept.search_text = fold(" ".join(own.values_list("shown", flat=True)))
        kept.search_text = search_text(kept)


def _values(row: Customer) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*FIELDS, *FLAGS)}


def _plain(value: Any) -> Any:
    """Return a field's value as JSON keeps it."""
    return value if value is None or isinstance(value, bool) else str(value)
