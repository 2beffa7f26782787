"""Orders and refunds that somebody of the firm writes down."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.days import date_in
from plon.orders import domain
from plon.orders.domain import NewLine, NewOrder
from plon.orders.models import Order, Product
from plon.orders.services.recording import record_order
from plon.orders.services.refunds import NewRefund, record_refund


@transaction.atomic
def write_order(caller: Caller, *, order: NewOrder, zone: ZoneInfo, now: datetime) -> UUID:
    """Keep an order written by hand, and return its id. Safe to repeat.

    Without an origin it is a first or a repeated one, by what the customer has; without a day of
    renewal that follows from its products. Raises BuyerUnknown, OrderToldOtherwise.
    """
    known = Order.objects.filter(external_id=order.external_id).values_list(
        "origin", "renewal_date"
    )
    if (kept := known.first()) is not None:  # told again: fill in what was filled in then
        origin, renewal = kept
    else:
        origin = _origin(order.customer_id)
        renewal = _renewal(order.lines, date_in(zone, order.ordered_at))
    whole = replace(
        order,
        origin=order.origin or origin,
        renewal_date=order.renewal_date or renewal,
    )
    order_id, is_new = record_order(workspace_id=caller.workspace_id, order=whole, now=now)
    if is_new:
        accounts.record(caller, "order.written", subject=f"order:{order_id}", now=now)
    return order_id


@transaction.atomic
def give_back(caller: Caller, *, refund: NewRefund, now: datetime) -> tuple[UUID, bool]:
    """Keep a refund, noted in the log; return its id and whether it is new. Safe to repeat.

    Raises OrderUnknown, NothingPaid, RefundTooLarge, RefundOfNothing, RefundToldOtherwise.
    """
    refund_id, is_new = record_refund(
        workspace_id=caller.workspace_id, refund=refund, now=now, by=caller
    )
    if is_new:
        accounts.record(caller, "order.refunded", subject=f"refund:{refund_id}", now=now)
    return refund_id, is_new


def _origin(customer_id: UUID) -> str:
    has_bought = Order.objects.filter(customer_id=customer_id, status__in=Order.COUNTED).exists()
    return (Order.Origin.REPEAT if has_bought else Order.Origin.FIRST).value


def _renewal(lines: Sequence[NewLine], day: date) -> date | None:
    """Return the first day on which one of the products is renewed."""
    codes = [line.product_code for line in lines if line.product_code]
    found = Product.objects.filter(code__in=codes).exclude(renewal_months=None)
    first = found.order_by("renewal_months").values_list("renewal_months", flat=True).first()
    return None if first is None else domain.months_after(day, first)
