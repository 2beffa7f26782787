"""A restored backup knows nothing of later erasures: they are done again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.customers.models import Customer, Merge
from plon.customers.queries.standing import current_ids, together
from plon.customers.services.erasing import empty
from plon.customers.services.living import CustomerGone, living
from plon.customers.services.merging import unmerge
from plon.runtime import bulk

SYSTEM = "system"  # the actor of what no person does


def repeat_erasures(*, workspace_id: UUID, erased: Mapping[UUID, datetime], now: datetime) -> int:
    """Erase those who stand here though they were erased, each with a line in the audit log.

    erased: every row that ever stood for an erased person, and when that was. Who was joined with
    somebody whom nobody erased is parted from them first. Return how many people. Safe to repeat.
    """
    caller = Caller(workspace_id=workspace_id, actor=SYSTEM, name="", rights=frozenset())
    standing = [
        each
        for part in bulk.chunks(sorted(erased))
        for each in Customer.objects.filter(id__in=part, erased_at=None).values_list(
            "id", flat=True
        )
    ]
    return sum(_erase_again(caller, each, erased, now=now) for each in sorted(standing))


@transaction.atomic
def _erase_again(
    caller: Caller, customer_id: UUID, erased: Mapping[UUID, datetime], *, now: datetime
) -> bool:
    """Erase one person; False where somebody did it meanwhile, or it went along with another."""
    head = _parted(caller, customer_id, erased, now=now)
    try:
        living(head)
    except CustomerGone:
        return False
    empty(caller, customer_id=head, now=now)
    accounts.record(
        caller,
        "customer.erased_again",
        subject=f"customer:{head}",
        detail={"erased_at": erased[customer_id].isoformat()},
        now=now,
    )
    return True


def _parted(
    caller: Caller, customer_id: UUID, erased: Mapping[UUID, datetime], *, now: datetime
) -> UUID:
    """Take back merges, the newest first, until only erased ones stand for the person.

    Return the customer who does. The erasure came later than the backup, so these merges were
    taken back in between.
    """
    while True:
        head = current_ids([customer_id])[customer_id]
        group = together(head)
        if erased.keys() >= set(group):
            return head
        merges = Merge.objects.filter(undone_at=None, gone_id__in=group)
        unmerge(caller, merge_id=merges.order_by("-merged_at", "-id")[0].id, now=now)
