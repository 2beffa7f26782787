"""What follows when the totals of orders change: what was given back, and whether all was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plon.orders import domain
from plon.orders.domain import Figures
from plon.orders.models import Order, Refund
from plon.runtime import bulk

FIGURES = ("total_minor", "margin_minor", "commission_minor")
GREW = {name: name.replace("_minor", "_grew_minor") for name in FIGURES}  # of OrderLine
_WRITTEN = (*FIGURES, "refunded_minor", "status", "returned_from", "changed_at")


def figures_of(row: Order) -> Figures:
    """Return the figures of an order."""
    return Figures(**{name: getattr(row, name) for name in FIGURES})


def follow_totals(rows: Sequence[Order], *, now: datetime) -> list[Order]:
    """Write locked orders with their new totals; return those with less than was given back.

    Those stay as they were. The refund of an order that was told as returned is of all of it, as
    before; one that its refunds had ended has something left again, or the other way round.
    """
    returns = {
        refund.order_id: refund
        for part in bulk.chunks([f"return:{row.id}" for row in rows])
        for refund in Refund.objects.filter(external_id__in=part, order__status="returned")
    }
    totals = _totals([row.id for row in rows])
    held, resized = [], []
    for row in rows:
        refund = returns.get(row.id)
        by = row.total_minor - totals[row.id]
        if (
            refund is not None
            and row.refunded_minor == totals[row.id]
            and refund.amount_minor > -by
        ):
            refund.amount_minor += by
            row.refunded_minor += by
            resized.append(refund)
        if row.refunded_minor > row.total_minor:
            held.append(row)
        row.changed_at = now
        _end_or_open(row)
    bulk.update(resized, "amount_minor")
    bulk.update([row for row in rows if row not in held], *_WRITTEN)
    return held


def _totals(ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return the totals as they are written."""
    return {
        row_id: total
        for part in bulk.chunks(ids)
        for row_id, total in Order.objects.filter(id__in=part).values_list("id", "total_minor")
    }


def _end_or_open(row: Order) -> None:
    if row.status == Order.Status.RETURNED and row.refunded_minor < row.total_minor:
        row.status, row.returned_from = row.returned_from or Order.Status.PAID, ""
    elif domain.is_earning(row.status) and 0 < row.refunded_minor == row.total_minor:
        row.status, row.returned_from = Order.Status.RETURNED, row.status
