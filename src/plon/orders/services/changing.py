"""An order goes on: from a lead to a contract, to payment, to an end."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.core.money import Money
from plon.orders import domain
from plon.orders.events import OrderRefunded
from plon.orders.models import Order, Refund
from plon.orders.services.steps import take_step
from plon.runtime import outbox
from plon.runtime.ids import new_id


class OrderNotFound(DomainError):
    """There is no such order in this workspace."""

    code = "order_not_found"
    status = 404


class StatusNotPossible(DomainError):
    """An order does not go from its status to that one. Nothing was written."""

    code = "status_not_possible"


@transaction.atomic
def change_status(
    caller: Caller, *, order_id: UUID, status: str, now: datetime, at: datetime | None = None
) -> None:
    """Take an order on to a status, along domain.NEXT. Safe to repeat. at: when it went on.

    Signed or paid for the first time tells OrderPaid, and is the moment of the order from then
    on; returned gives back what is left of the total. Raises OrderNotFound, StatusNotPossible.
    """
    row = _locked(order_id)
    before, moment = row.status, at or now
    if not domain.may_become(before, status):
        raise StatusNotPossible(f"{before} -> {status}")
    if before == status:
        return
    row.status, row.changed_at, row.edited_at = status, now, now
    if status == Order.Status.RETURNED and row.refunded_minor < row.total_minor:
        _give_rest_back(row, at=moment, now=now)
    if domain.is_earning(status) and not domain.is_earning(before):
        row.ordered_at = moment
    row.save(update_fields=["status", "ordered_at", "refunded_minor", "changed_at", "edited_at"])
    take_step(row, before=before, by=caller, at=moment)
    detail = {"before": before, "after": status}
    accounts.record(caller, "order.status", subject=f"order:{row.id}", detail=detail, now=now)


@transaction.atomic
def change_details(
    caller: Caller,
    *,
    order_id: UUID,
    changes: Mapping[str, Any],
    now: datetime,
) -> None:
    """Say when an order is renewed and whether there was a complaint. Safe to repeat.

    changes: renewal_date (None: it is not renewed), has_complaint; what is left out stays. Raises
    OrderNotFound.
    """
    row = _locked(order_id)
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not changed:
        return
    for name, value in (changed | {"changed_at": now, "edited_at": now}).items():
        setattr(row, name, value)
    row.save(update_fields=[*changed, "changed_at", "edited_at"])
    accounts.record(caller, "order.changed", subject=f"order:{row.id}", now=now)


def _locked(order_id: UUID) -> Order:
    row = Order.objects.select_for_update().filter(id=order_id).first()
    if row is None:
        raise OrderNotFound(str(order_id))
    return row


def _give_rest_back(row: Order, *, at: datetime, now: datetime) -> None:
    left = row.total_minor - row.refunded_minor
    Refund.objects.create(
        id=new_id(),
        workspace_id=row.workspace_id,
        order=row,
        external_id=f"return:{row.id}",
        amount_minor=left,
        refunded_at=at,
        created_at=now,
    )
    row.refunded_minor = row.total_minor
    outbox.publish(
        OrderRefunded(
            workspace_id=row.workspace_id,
            occurred_at=at,
            order_id=row.id,
            customer_id=row.customer_id,
            amount=Money(minor=left, currency=row.currency),
        )
    )
