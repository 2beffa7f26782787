"""Money given back: in parts, several times, never more than was paid."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.core.money import Money
from plon.orders import domain
from plon.orders.events import OrderRefunded, RefundsRecorded
from plon.orders.models import Order, Refund
from plon.orders.services.recorded import Recorded
from plon.orders.services.steps import take_step
from plon.runtime import bulk, outbox
from plon.runtime.ids import new_id

_AT_ONCE = 500


class RefundTooLarge(DomainError):
    """More would be given back than was paid. Nothing was written."""

    code = "refund_too_large"


class RefundToldOtherwise(DomainError):
    """A refund of that external id is known, of another order, amount or moment."""

    code = "refund_told_otherwise"


class RefundOfNothing(DomainError):
    """A refund is above zero. Nothing was written."""

    code = "refund_of_nothing"
    status = 422


class NothingPaid(DomainError):
    """The order is an enquiry still, or was rejected: nothing was paid. Nothing was written."""

    code = "nothing_paid"


class OrderUnknown(DomainError):
    """No order has that external id. Nothing was written."""

    code = "order_unknown"
    status = 404


_REFUSALS: dict[str, type[DomainError]] = {
    error.code: error for error in (RefundTooLarge, RefundOfNothing, NothingPaid, OrderUnknown)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRefund:
    """A refund as it is told; amount_minor is positive."""

    external_id: str
    order_external_id: str
    amount_minor: int
    refunded_at: datetime
    reason: str = ""


@dataclass(slots=True, kw_only=True)
class _Batch:
    """What is known while refunds are told, and what they make."""

    workspace_id: UUID
    import_id: UUID | None
    now: datetime
    orders: dict[str, Order]  # locked
    known: dict[str, Refund]
    made: list[Refund] = field(default_factory=list)
    touched: dict[UUID, Order] = field(default_factory=dict)
    ended: list[Order] = field(default_factory=list)  # returned by a refund


def record_refund(
    *, workspace_id: UUID, refund: NewRefund, now: datetime, by: Caller | None = None
) -> tuple[UUID, bool]:
    """Keep one refund that was just given; return its id and whether it is new. Safe to repeat.

    A refund of all that was paid makes the order returned, a step of its way. by: who takes it.
    Raises OrderUnknown, NothingPaid, RefundTooLarge, RefundOfNothing, RefundToldOtherwise.
    """

    def step() -> tuple[UUID, bool]:
        batch, recorded = _record(workspace_id, [refund], now=now, import_id=None)
        if recorded.changed:
            raise RefundToldOtherwise(refund.external_id)
        for reason in recorded.refusals.values():
            raise _REFUSALS[reason](refund.order_external_id)
        for made in batch.made:
            _tell(batch.touched[made.order_id], refund)
        for order in batch.ended:
            take_step(order, before=order.returned_from, by=by, at=refund.refunded_at)
        return recorded.ids[refund.external_id], bool(batch.made)

    return bulk.once_more(step)


def _tell(order: Order, refund: NewRefund) -> None:
    outbox.publish(
        OrderRefunded(
            workspace_id=order.workspace_id,
            occurred_at=refund.refunded_at,
            order_id=order.id,
            customer_id=order.customer_id,
            amount=Money(minor=refund.amount_minor, currency=order.currency),
        )
    )


def record_refunds(
    *,
    workspace_id: UUID,
    refunds: Sequence[NewRefund],
    now: datetime,
    import_id: UUID | None = None,
) -> Recorded:
    """Keep a batch of past refunds, each external id once for ever. Safe to repeat.

    One of an unknown order, of one that was never paid, or of more than is left of it, is refused
    and named in `refusals`; the others are kept. A refund of all that was paid makes the order
    returned: as history, which leaves no step, so that the import can be undone.
    """

    def step() -> Recorded:
        batch, recorded = _record(workspace_id, refunds, now=now, import_id=import_id)
        if batch.made:
            outbox.publish(
                RefundsRecorded(
                    workspace_id=workspace_id, occurred_at=now, refund_count=len(batch.made)
                )
            )
        return recorded

    return bulk.once_more(step)


def _record(
    workspace_id: UUID, refunds: Sequence[NewRefund], *, now: datetime, import_id: UUID | None
) -> tuple[_Batch, Recorded]:
    batch = _Batch(
        workspace_id=workspace_id,
        import_id=import_id,
        now=now,
        orders=_locked(sorted({refund.order_external_id for refund in refunds})),
        known=_known([refund.external_id for refund in refunds]),
    )
    recorded = _told(batch, refunds)
    made = sorted(batch.made, key=lambda row: row.external_id)
    Refund.objects.bulk_create(made, batch_size=_AT_ONCE)
    touched = sorted(batch.touched.values(), key=lambda row: row.id)
    bulk.update(touched, "refunded_minor", "status", "returned_from", "changed_at")
    return batch, recorded


def _told(batch: _Batch, refunds: Sequence[NewRefund]) -> Recorded:
    same, changed = 0, []
    refusals: dict[str, str] = {}
    for told in refunds:
        known = batch.known.get(told.external_id)
        if known is None:
            if refusal := _take(batch, told):
                refusals[told.external_id] = refusal
        elif _is_same(batch, known, told):
            same += 1
        else:
            changed.append(told.external_id)
    return Recorded(
        created=len(batch.made),
        known=same,
        changed=len(changed),
        refused=len(refusals),
        ids={external_id: row.id for external_id, row in batch.known.items()},
        changed_ids=tuple(changed),
        refusals=refusals,
    )


def _take(batch: _Batch, told: NewRefund) -> str:
    """Take a refund off its order; return the code of what forbids it, else ""."""
    order = batch.orders.get(told.order_external_id)
    if order is None:
        return OrderUnknown.code
    if told.amount_minor <= 0:
        return RefundOfNothing.code
    if order.status in Order.UNPAID:
        return NothingPaid.code
    if order.refunded_minor + told.amount_minor > order.total_minor:
        return RefundTooLarge.code
    order.refunded_minor += told.amount_minor
    order.changed_at = batch.now
    if order.refunded_minor == order.total_minor and domain.is_earning(order.status):
        order.returned_from, order.status = order.status, Order.Status.RETURNED
        batch.ended.append(order)
    batch.touched[order.id] = order
    row = Refund(
        id=new_id(),
        workspace_id=batch.workspace_id,
        order=order,
        external_id=told.external_id,
        amount_minor=told.amount_minor,
        refunded_at=told.refunded_at,
        reason=told.reason[:200],
        created_at=batch.now,
        import_id=batch.import_id,
    )
    batch.made.append(row)
    batch.known[told.external_id] = row
    return ""


def _is_same(batch: _Batch, known: Refund, told: NewRefund) -> bool:
    order = batch.orders.get(told.order_external_id)
    kept = (known.order_id, known.amount_minor, known.refunded_at)
    return kept == (order and order.id, told.amount_minor, told.refunded_at)


def _locked(external_ids: Sequence[str]) -> dict[str, Order]:
    """Return the orders, locked in one order for all: two refunds at once do not overspend."""
    return {
        row.external_id: row
        for part in bulk.chunks(external_ids)
        for row in Order.objects.select_for_update().filter(external_id__in=part).order_by("id")
    }


def _known(external_ids: Sequence[str]) -> dict[str, Refund]:
    return {
        row.external_id: row
        for part in bulk.chunks(external_ids)
        for row in Refund.objects.filter(external_id__in=part)
    }
