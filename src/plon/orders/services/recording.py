"""Orders as shops and lists tell them, each kept once, with what it earned."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeAlias
from uuid import UUID

from plon.accounts import services as accounts
from plon.core.errors import DomainError
from plon.core.money import Money
from plon.customers import services as customers
from plon.orders import domain
from plon.orders.domain import NewOrder
from plon.orders.events import OrderPaid, OrdersRecorded
from plon.orders.models import Order, OrderLine, Product, Refund
from plon.orders.services.catalogue import rule_of
from plon.orders.services.recorded import Recorded
from plon.runtime import bulk, outbox
from plon.runtime.ids import new_id, new_ids

Row: TypeAlias = dict[str, Any]  # of a table, by its columns
_WITH_ITS_ORDER = dict.fromkeys(
    ("import_id", "total_grew_minor", "margin_grew_minor", "commission_grew_minor")
)
_UNTOUCHED = {"changed_at": None, "edited_at": None, "returned_from": ""}


class BuyerUnknown(DomainError):
    """An order names somebody who is no customer of the workspace. Nothing was written."""

    code = "buyer_unknown"
    status = 422


class OrderToldOtherwise(DomainError):
    """An order of that external id is known, and was told otherwise. It stays as it was."""

    code = "order_told_otherwise"


@dataclass(slots=True, kw_only=True)
class _Batch:
    """What is known while orders are told, and what they make."""

    buyers: Mapping[UUID, UUID]
    products: Mapping[str, Product]
    rules: Mapping[str, domain.Rule]
    ids: Iterator[UUID]
    orders: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    returns: list[Row] = field(default_factory=list)


def record_order(*, workspace_id: UUID, order: NewOrder, now: datetime) -> tuple[UUID, bool]:
    """Keep one order that was just made; return its id and whether it is new. Safe to repeat.

    Raises BuyerUnknown, OrderToldOtherwise.
    """

    def step() -> tuple[UUID, bool]:
        recorded, made = _record(workspace_id, [order], now=now, import_id=None)
        if recorded.changed:
            raise OrderToldOtherwise(order.external_id)
        if made and domain.is_earning(order.status):
            outbox.publish(
                OrderPaid(
                    workspace_id=workspace_id,
                    occurred_at=order.ordered_at,
                    order_id=made[0]["id"],
                    customer_id=made[0]["customer_id"],
                    total=Money(minor=order.total_minor, currency=order.currency),
                )
            )
        return recorded.ids[order.external_id], bool(made)

    return bulk.once_more(step)


def record_orders(
    *,
    workspace_id: UUID,
    orders: Sequence[NewOrder],
    now: datetime,
    import_id: UUID | None = None,
) -> Recorded:
    """Keep a batch of past orders, each external id once for ever. Safe to repeat.

    One told again is known; one told otherwise is named in `changed_ids` and stays as it was.
    Customers merged since stand for those kept; a line of an unknown product keeps its name. What
    is told as returned brings the refund of its total. Raises BuyerUnknown; nothing is written.
    """

    def step() -> Recorded:
        recorded, made = _record(workspace_id, orders, now=now, import_id=import_id)
        if made:
            outbox.publish(
                OrdersRecorded(
                    workspace_id=workspace_id,
                    occurred_at=now,
                    order_count=len(made),
                    first_ordered_at=min(order["ordered_at"] for order in made),
                )
            )
        return recorded

    return bulk.once_more(step)


def _record(
    workspace_id: UUID, orders: Sequence[NewOrder], *, now: datetime, import_id: UUID | None
) -> tuple[Recorded, list[Row]]:
    known = _known([order.external_id for order in orders])
    products = products_of({line.product_code for order in orders for line in order.lines})
    news = [order for order in orders if order.external_id not in known]
    batch = _Batch(
        buyers=customers.held_ids({order.customer_id for order in orders}),
        products=products,
        rules={code: rule_of(product) for code, product in products.items()},
        ids=iter(new_ids(len(news) + sum(len(order.lines) for order in news))),
    )
    recorded = _told(batch, orders, known)
    rows = sorted(batch.orders, key=itemgetter("external_id"))  # one order for all
    if rows:
        accounts.fix_currency(workspace_id=workspace_id, now=now)
    made = {"created_at": now, "import_id": import_id}
    Order.objects.insert_plain(rows, **made, **_UNTOUCHED)
    OrderLine.objects.insert_plain(batch.lines, **_WITH_ITS_ORDER)
    Refund.objects.insert_plain(batch.returns, **made, reason="")
    return recorded, rows


def _told(
    batch: _Batch, orders: Sequence[NewOrder], known: dict[str, tuple[UUID, UUID, str]]
) -> Recorded:
    """Make rows of what is new, and say what became of each order; the first telling counts."""
    same, changed = 0, []
    for order in orders:
        buyer = batch.buyers.get(order.customer_id)
        if buyer is None:
            raise BuyerUnknown(str(order.customer_id))
        told_hash = domain.fingerprint(order)
        kept = known.get(order.external_id)
        if kept is None:
            order_id = _built(batch, order, buyer=buyer, told_hash=told_hash)
            known[order.external_id] = order_id, buyer, told_hash
        elif kept[1:] == (buyer, told_hash):
            same += 1
        else:
            changed.append(order.external_id)
    return Recorded(
        created=len(batch.orders),
        known=same,
        changed=len(changed),
        ids={external_id: row_id for external_id, (row_id, _, _) in known.items()},
        changed_ids=tuple(changed),
    )


def _known(external_ids: Sequence[str]) -> dict[str, tuple[UUID, UUID, str]]:
    """Return id, customer and hash of the orders that were told before."""
    fields = ("external_id", "id", "customer_id", "told_hash")
    return {
        external_id: (row_id, customer_id, told_hash)
        for part in bulk.chunks(external_ids)
        for external_id, row_id, customer_id, told_hash in Order.objects.filter(
            external_id__in=part
        ).values_list(*fields)
    }


def products_of(codes: set[str]) -> dict[str, Product]:
    """Return the products of these codes."""
    return {
        row.code: row
        for part in bulk.chunks(sorted(codes - {""}))
        for row in Product.objects.filter(code__in=part)
    }


def _built(batch: _Batch, order: NewOrder, *, buyer: UUID, told_hash: str) -> UUID:
    order_id = next(batch.ids)
    gains = [domain.line_earned(line, batch.rules.get(line.product_code)) for line in order.lines]
    earned = domain.order_earned(order, gains)
    is_returned = order.status == Order.Status.RETURNED and order.total_minor > 0
    batch.orders.append(
        {
            "id": order_id,
            "customer_id": buyer,
            "external_id": order.external_id,
            "status": order.status,
            "ordered_at": order.ordered_at,
            "refunded_minor": order.total_minor if is_returned else 0,
            "total_minor": order.total_minor,
            "margin_minor": earned.margin_minor,
            "commission_minor": earned.commission_minor,
            "currency": order.currency,
            "channel": order.channel[:80],
            "place": order.place,
            "origin": order.origin,
            "renewal_date": order.renewal_date,
            "has_complaint": order.has_complaint,
            "told_hash": told_hash,
        }
    )
    for line, gain in zip(order.lines, gains, strict=True):
        product = batch.products.get(line.product_code)
        made = line_row(order_id, line, gain, product=product)
        batch.lines.append({"id": next(batch.ids), **made})
    if is_returned:
        batch.returns.append(_whole_return(order_id, order))
    return order_id


def _whole_return(order_id: UUID, order: NewOrder) -> Row:
    """Give all of an order back, on its own day: nobody told another."""
    return {
        "id": new_id(),
        "order_id": order_id,
        "external_id": f"return:{order_id}",
        "amount_minor": order.total_minor,
        "refunded_at": order.ordered_at,
    }


def line_row(
    order_id: UUID, line: domain.NewLine, gain: domain.Earned, *, product: Product | None
) -> Row:
    """Return the row of an order's line, but for its id."""
    return {
        "order_id": order_id,
        "product_id": product and product.id,
        "name": (line.name or (product.name if product else line.product_code))[:200],
        "quantity_milli": line.quantity_milli,
        "amount_minor": line.amount_minor,
        "margin_minor": gain.margin_minor,
        "commission_minor": gain.commission_minor,
    }
