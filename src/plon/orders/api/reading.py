"""Orders and refunds as programs get them: a page of orders in two queries."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

from django.db.models import F, Q

from plon.orders.api.records import (
    OrderFilters,
    OrderOut,
    OrderWritten,
    RefundFilters,
    RefundOut,
)
from plon.orders.models import Order, OrderLine, Refund
from plon.runtime.rest import Row, by_key, by_moment

ORDER = tuple(OrderOut.model_fields.keys() - {"lines"})
WRITTEN = tuple(OrderWritten.model_fields)
REFUND = tuple(RefundOut.model_fields.keys() - {"currency"})
EARNED = ("margin_minor", "commission_minor")
_LINE = ("name", "quantity_milli", "amount_minor", *EARNED)


def orders_page(filters: OrderFilters, *, rights: Collection[str]) -> dict[str, Any]:
    """Return a page of orders as a key with these rights sees them. Raises FieldsRefused."""
    told = filters.model_dump(include={"external_id", "customer_id", "status"}, exclude_none=True)
    found = Order.objects.filter(**told)
    if filters.ordered_from is not None:
        found = found.filter(ordered_at__gte=filters.ordered_from)
    if filters.ordered_until is not None:
        found = found.filter(ordered_at__lt=filters.ordered_until)
    if (since := filters.updated_since) is not None:
        found = found.filter(Q(created_at__gte=since) | Q(changed_at__gte=since))
    rows, cursor = by_moment(found.values(*ORDER), "ordered_at", filters)
    _complete(rows, rights)
    return {"data": rows, "next_cursor": cursor}


def order(order_id: Any, *, rights: Collection[str]) -> Row | None:
    """Return an order, as a list has it; None where there is none."""
    rows: list[Row] = list(Order.objects.filter(id=order_id).values(*ORDER))
    _complete(rows, rights)
    return rows[0] if rows else None


def written(order_id: Any, *, rights: Collection[str]) -> Row | None:
    """Return an order for the key that wrote it: all of it only to one that may read orders."""
    if "orders.read" in rights:
        return order(order_id, rights=rights)
    row: Row | None = Order.objects.filter(id=order_id).values(*WRITTEN).first()
    return row


def refunds_page(filters: RefundFilters) -> dict[str, Any]:
    """Return a page of refunds. Raises FieldsRefused."""
    told = filters.model_dump(include={"external_id", "order_id"}, exclude_none=True)
    found = Refund.objects.filter(**told)
    if filters.created_since is not None:
        found = found.filter(created_at__gte=filters.created_since)
    columns = found.annotate(currency=F("order__currency")).values(*REFUND, "currency")
    rows, cursor = by_key(columns, "external_id", filters, kind=str)
    return {"data": rows, "next_cursor": cursor}


def refund(refund_id: Any) -> Row | None:
    """Return a refund; None where there is none."""
    found = Refund.objects.filter(id=refund_id).annotate(currency=F("order__currency"))
    rows: list[Row] = list(found.values(*REFUND, "currency"))
    return rows[0] if rows else None


def _complete(rows: Sequence[Row], rights: Collection[str]) -> None:
    """Give each order its lines; what was earned is for those who may see value."""
    lines: dict[Any, list[Row]] = {row["id"]: [] for row in rows}
    for row in rows:
        row["lines"] = lines[row["id"]]
    found = OrderLine.objects.filter(order__in=list(lines)).order_by("id") if lines else ()
    columns = ("order_id", *_LINE)
    for line in found.values(*columns, product_code=F("product__code")) if found else ():
        lines[line.pop("order_id")].append(line)
    if "value.read" not in rights:
        for row in (*rows, *chain.from_iterable(lines.values())):
            row.update(dict.fromkeys(EARNED))
