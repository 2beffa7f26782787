"""A step of an order's way: kept with who took it, and told."""

from datetime import datetime

from plon.accounts.queries import Caller
from plon.core.money import Money
from plon.orders import domain
from plon.orders.events import OrderPaid, OrderStatusChanged
from plon.orders.models import Order, StatusChange
from plon.runtime import outbox


def take_step(order: Order, *, before: str, by: Caller | None, at: datetime) -> None:
    """Keep that an order has gone on to its status, and tell it; by None: it followed by itself."""
    StatusChange.objects.create(
        workspace_id=order.workspace_id,
        order=order,
        before=before,
        after=order.status,
        actor=by.actor if by else "",
        actor_name=by.name if by else "",
        happened_at=at,
    )
    if domain.is_earning(order.status) and not domain.is_earning(before):
        outbox.publish(
            OrderPaid(
                workspace_id=order.workspace_id,
                occurred_at=at,
                order_id=order.id,
                customer_id=order.customer_id,
                total=Money(minor=order.total_minor, currency=order.currency),
            )
        )
    outbox.publish(
        OrderStatusChanged(
            workspace_id=order.workspace_id,
            occurred_at=at,
            order_id=order.id,
            customer_id=order.customer_id,
            before=before,
            after=order.status,
        )
    )
