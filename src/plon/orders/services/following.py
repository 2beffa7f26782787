"""Orders go with their customer: into a merge, and out of it again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.customers import services as customers
from plon.orders.events import OrdersMoved
from plon.orders.models import Order
from plon.runtime import outbox


@transaction.atomic
def follow_merge(*, workspace_id: UUID, merge_id: UUID, now: datetime) -> int:
    """Give the orders of a customer who became another to that one; return how many."""
    count = customers.follow(merge_id=merge_id, model=Order, also={"changed_at": now})
    return _told(workspace_id, count, now=now)


@transaction.atomic
def follow_parting(*, workspace_id: UUID, merge_id: UUID, now: datetime) -> int:
    """Give back the orders that a merge had moved; return how many."""
    count = customers.part(merge_id=merge_id, model=Order, also={"changed_at": now})
    return _told(workspace_id, count, now=now)


def _told(workspace_id: UUID, count: int, *, now: datetime) -> int:
    if count:
        fact = OrdersMoved(workspace_id=workspace_id, occurred_at=now, order_count=count)
        outbox.publish(fact)
    return count
