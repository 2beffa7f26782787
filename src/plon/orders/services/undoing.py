"""Taking back the products, orders and refunds that an import brought."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Sum

from plon.orders.events import OrdersRemoved
from plon.orders.models import Order, OrderLine, Product, Refund
from plon.orders.services.totals import GREW, follow_totals
from plon.runtime import bulk, outbox

AT_ONCE = 20_000  # rows of one transaction
EDITED = "edited"  # why an order stays: changed by hand since; else the name of a table


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """How many rows went, how many stayed, and what holds those: "edited", "orders.Refund"."""

    removed: int
    stayed: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    is_over: bool = True  # else there is another part, after `last`
    last: UUID | None = None


@transaction.atomic
def undo_import(
    *, workspace_id: UUID, import_id: UUID, now: datetime, after: UUID | None = None
) -> Undone:
    """Delete a part of the refunds, orders, lines and products that an import made. Safe to repeat.

    An order changed by hand stays, with its refunds; so does one that has a refund or a line of
    elsewhere, a line of which more was given back since, and a product that other orders name. Call
    before the customers' own. after: `last` of the part before; whoever dies between parts goes on
    there.
    """
    refunds = _undo_refunds(import_id, now=now)
    brought = Order.objects.filter(import_id=import_id)
    free_to_go = brought.filter(edited_at=None).exclude(_is_completed())
    unedited = free_to_go.order_by("id").values_list("id", flat=True)
    rest = unedited.filter(id__gt=after) if after else unedited
    free = list(rest[:AT_ONCE]) if refunds < AT_ONCE else []
    orders, held = bulk.delete_free(Order, free)
    reasons = Counter(held.values())
    is_over = refunds < AT_ONCE and len(free) < AT_ONCE
    lines = gone = 0
    if is_over:
        lines, stayed = _undo_lines(import_id, now=now)
        products = Product.objects.filter(import_id=import_id).order_by("id")
        gone, held = bulk.delete_free(Product, list(products.values_list("id", flat=True)))
        reasons.update(held.values())
        reasons += stayed + _kept(brought)
    if orders or refunds or lines:
        fact = OrdersRemoved(workspace_id=workspace_id, occurred_at=now, order_count=orders)
        outbox.publish(fact)
    return Undone(
        removed=orders + refunds + lines + gone,
        stayed=sum(reasons.values()),
        reasons=dict(reasons),
        is_over=is_over,
        last=free[-1] if free else after,
    )


def _is_completed() -> Exists:
    """Say of an order that a later import brought lines of it."""
    return Exists(OrderLine.objects.filter(order=OuterRef("id")).exclude(import_id=None))


def _kept(brought: QuerySet[Order]) -> Counter[str]:
    """Count the orders that no part took, by why."""
    unedited = brought.filter(edited_at=None)
    edited = brought.exclude(edited_at=None).count()
    return +Counter({EDITED: edited, "orders.OrderLine": unedited.filter(_is_completed()).count()})


def _undo_lines(import_id: UUID, *, now: datetime) -> tuple[int, Counter[str]]:
    """Delete the lines by which an import completed orders of others, and what they brought.

    Returns how many went, and how many orders keep theirs as more was given back since.
    """
    theirs = OrderLine.objects.filter(import_id=import_id)
    order_ids = sorted(set(theirs.values_list("order_id", flat=True)))
    removed, stayed = 0, Counter[str]()
    for part in bulk.chunks(order_ids):
        rows = list(Order.objects.select_for_update().filter(id__in=part).order_by("id"))
        lines: dict[UUID, list[OrderLine]] = {}
        for line in theirs.filter(order__in=part):
            lines.setdefault(line.order_id, []).append(line)
        for row in rows:
            for figure, growth in GREW.items():
                grew = [getattr(line, growth) for line in lines[row.id]]
                is_new = None in grew
                setattr(row, figure, None if is_new else (getattr(row, figure) or 0) - sum(grew))
        held = follow_totals(rows, now=now)
        free = [line.id for row in rows if row not in held for line in lines[row.id]]
        removed += bulk.delete_free(OrderLine, free)[0]
        if held:
            stayed["orders.Refund"] += len(held)
    return removed, stayed


def _undo_refunds(import_id: UUID, *, now: datetime) -> int:
    """Delete AT_ONCE of an import's refunds, none of orders changed by hand; return how many."""
    theirs = Refund.objects.filter(import_id=import_id, order__edited_at=None)
    pairs = list(theirs.order_by("id").values_list("id", "order_id")[:AT_ONCE])
    removed, _held = bulk.delete_free(Refund, [refund_id for refund_id, _ in pairs])
    for part in bulk.chunks(sorted({order_id for _, order_id in pairs})):
        _recount(part, now=now)
    return removed


def _recount(order_ids: Sequence[UUID], *, now: datetime) -> None:
    """Count anew what was given back of orders; with something left, one is what it was."""
    refunds = Refund.objects.filter(order=OuterRef("id")).order_by().values("order")
    rows = Order.objects.select_for_update().filter(id__in=order_ids).order_by("id")
    left = Subquery(refunds.annotate(minor=Sum("amount_minor")).values("minor"))
    changed = list(rows.annotate(given_back=left))
    for row in changed:
        row.refunded_minor = row.given_back or 0
        row.changed_at = now
        if row.status == Order.Status.RETURNED and row.refunded_minor < row.total_minor:
            row.status, row.returned_from = row.returned_from or Order.Status.PAID, ""
    bulk.update(changed, "refunded_minor", "status", "returned_from", "changed_at")
