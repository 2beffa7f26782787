"""Which rows a merge moved, in this room and in those above, so that a parting finds them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.customers.models import Merge, Moved
from plon.runtime import bulk
from plon.runtime.tenancy import Row

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A merge that stands: whose rows belong to whom."""

    merge_id: UUID
    kept_id: UUID
    gone_id: UUID


def standing(*, merge_id: UUID) -> list[Joint]:
    """Return a merge, and those by which its kept customer went on; none if it was taken back.

    Locked until the caller's transaction ends: a parting waits, and then finds what was moved.
    """
    found: list[Joint] = []
    row = Merge.objects.select_for_update().filter(id=merge_id, undone_at=None).first()
    while row is not None:
        found.append(Joint(merge_id=row.id, kept_id=row.kept_id, gone_id=row.gone_id))
        onward = Merge.objects.select_for_update().filter(gone_id=row.kept_id, undone_at=None)
        row = onward.first()
    return found


@transaction.atomic
def follow(
    *, merge_id: UUID, model: type[Row], column: str = "customer_id", also: Any = None
) -> int:
    """Give a table's rows of a gone customer to the kept one; return how many. Safe to repeat.

    Handlers of CustomersMerged call it. also: columns to set besides, {"changed_at": now}.
    """
    count = 0
    for joint in standing(merge_id=merge_id):
        mine = model.objects.filter(**{column: joint.gone_id}).order_by("pk")
        keys = list(mine.values_list("pk", flat=True))
        count += move(joint, model, keys, column=column, also=also)
    return count


@transaction.atomic
def part(*, merge_id: UUID, model: type[Row], column: str = "customer_id", also: Any = None) -> int:
    """Give back the rows of a table that a merge had moved; return how many. Safe to repeat.

    Handlers of CustomersParted call it. What came later, or was given to somebody else, stays.
    """
    row = Merge.objects.select_for_update().get(id=merge_id)
    moved = Moved.objects.filter(merge_id=merge_id, table=_label(model, column))
    keys = [model._meta.pk.to_python(key) for key in moved.values_list("row_key", flat=True)]
    count = 0
    for some in bulk.chunks(sorted(keys)):
        mine = model.objects.filter(pk__in=some, **{column: row.kept_id})
        count += mine.update(**{column: row.gone_id}, **(also or {}))
    moved.delete()
    return count


def move(
    joint: Joint, model: type[Row], keys: Sequence[Any], *, column: str, also: Any = None
) -> int:
    """Point rows of the gone customer at the kept one, and note which they were."""
    workspace_id = Merge.objects.values_list("workspace_id", flat=True).get(id=joint.merge_id)
    notes = [
        Moved(
            workspace_id=workspace_id,
            merge_id=joint.merge_id,
            table=_label(model, column),
            row_key=str(key),
        )
        for key in keys
    ]
    Moved.objects.bulk_create(notes, batch_size=_AT_ONCE, ignore_conflicts=True)
    return sum(
        model.objects.filter(pk__in=some, **{column: joint.gone_id}).update(
            **{column: joint.kept_id}, **(also or {})
        )
        for some in bulk.chunks(keys)
    )


def _label(model: type[Row], column: str) -> str:
    return model._meta.label if column == "customer_id" else f"{model._meta.label}.{column}"
