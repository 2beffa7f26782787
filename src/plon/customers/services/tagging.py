"""Tags: stuck on customers by hand or by lists, taken off, renamed, deleted."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers import domain
from plon.customers.models import Customer, Tag, Tagging
from plon.customers.services.living import living
from plon.runtime import bulk

TAG_MAX = 60
_AT_ONCE = 500


class TagGone(DomainError):
    """There is no such tag in the workspace."""

    code = "tag_gone"
    status = 404


class TagTaken(DomainError):
    """Another tag is called so already."""

    code = "tag_taken"
    status = 409


@transaction.atomic
def tag_customer(*, workspace_id: UUID, customer_id: UUID, name: str, now: datetime) -> None:
    """Stick a tag on a customer, made where unknown. Safe to repeat. Raises CustomerGone."""
    _tag([living(customer_id).id], workspace_id=workspace_id, name=name, now=now)


@transaction.atomic
def tag_picked(
    *, workspace_id: UUID, customer_ids: Collection[UUID], name: str, now: datetime
) -> int:
    """Stick a tag on those of the customers who are there; return how many. Safe to repeat."""
    rows = Customer.objects.filter(id__in=customer_ids, merged_into=None, erased_at=None)
    found = list(rows.order_by("id").values_list("id", flat=True))
    _tag(found, workspace_id=workspace_id, name=name, now=now)
    return len(found)


@transaction.atomic
def untag_customer(*, customer_id: UUID, name: str) -> None:
    """Take a tag off a customer. Safe to repeat."""
    Tagging.objects.filter(customer_id=customer_id, tag__name=name).delete()


@transaction.atomic
def rename_tag(caller: Caller, *, tag_id: UUID, name: str, now: datetime) -> None:
    """Call a tag otherwise on everybody who has it. Raises TagGone, TagTaken."""
    row = Tag.objects.select_for_update().filter(id=tag_id).first()
    if row is None:
        raise TagGone(str(tag_id))
    called = domain.tidy(name)[:TAG_MAX]
    if Tag.objects.filter(name=called).exclude(id=tag_id).exists():
        raise TagTaken(called)
    if row.name != called:
        row.name = called
        row.save(update_fields=["name"])
        accounts.record(caller, "tag.renamed", subject=f"tag:{tag_id}", now=now)


@transaction.atomic
def remove_tag(caller: Caller, *, tag_id: UUID, now: datetime) -> None:
    """Delete a tag, and take it off everybody. Safe to repeat."""
    gone, _each = Tag.objects.filter(id=tag_id).delete()
    if gone:
        accounts.record(caller, "tag.removed", subject=f"tag:{tag_id}", now=now)


def stick_tags(workspace_id: UUID, told: Iterable[tuple[UUID, Sequence[str]]]) -> None:
    """Stick tags on customers in the caller's transaction; unknown tags are made."""
    wanted = {(who, tidied) for who, names in told for tidied in _tidied(names)}
    if not wanted:
        return
    names = sorted({name for _who, name in wanted})
    Tag.objects.bulk_create(
        [Tag(workspace_id=workspace_id, name=name) for name in names],
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )
    ids = {
        name: tag_id
        for part in bulk.chunks(names)
        for name, tag_id in Tag.objects.filter(name__in=part).values_list("name", "id")
    }
    Tagging.objects.bulk_create(
        [
            Tagging(workspace_id=workspace_id, customer_id=who, tag_id=ids[name])
            for who, name in sorted(wanted)
        ],
        batch_size=_AT_ONCE,
        ignore_conflicts=True,
    )


def _tag(customer_ids: Collection[UUID], *, workspace_id: UUID, name: str, now: datetime) -> None:
    """Stick a tag by hand: the import that brought somebody does not take them back any more."""
    stick_tags(workspace_id, [(each, [name]) for each in customer_ids])
    Customer.objects.filter(id__in=customer_ids).update(edited_at=now)


def _tidied(names: Iterable[str]) -> set[str]:
    return {name for each in names if (name := domain.tidy(each)[:TAG_MAX])}
