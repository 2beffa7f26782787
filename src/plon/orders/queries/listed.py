"""Orders and products as a list or an export shows them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plon.orders.models import Order, OrderLine, Product, Refund
from plon.runtime import bulk

_CHUNK = 400
ORDER_FIELDS = (
    "external_id",
    "customer_id",
    "status",
    "ordered_at",
    "total_minor",
    "margin_minor",
    "commission_minor",
    "currency",
    "channel",
    "place",
    "origin",
    "renewal_date",
)
LINE_FIELDS = ("product__code", "name", "quantity_milli", "amount_minor", "margin_minor")
REFUND_FIELDS = ("external_id", "amount_minor", "refunded_at", "reason")
PRODUCT_FIELDS = (
    "code",
    "name",
    "category",
    "price_minor",
    "unit_cost_minor",
    "margin_bp",
    "commission_model",
    "commission_minor",
    "commission_bp",
    "is_counted_yearly",
    "term_months",
    "renewal_months",
    "pace",
    "eligibility",
    "note",
    "is_active",
    "launch_date",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """An order as a list shows it, with its lines and refunds. Amounts are minor units."""

    order: Mapping[str, Any]
    lines: Sequence[Mapping[str, Any]]
    refunds: Sequence[Mapping[str, Any]]


def every_order(*, currency: str) -> Iterator[Exported]:
    """Yield the orders in one currency of the workspace we are inside."""
    mine = Order.objects.filter(currency=currency)
    last: UUID | None = None
    while True:
        page = mine.filter(id__gt=last) if last else mine
        rows = list(page.order_by("id").values("id", *ORDER_FIELDS)[:_CHUNK])
        if not rows:
            return
        ids = [row["id"] for row in rows]
        lines = _of_orders(OrderLine.objects.filter(order__in=ids), LINE_FIELDS)
        refunds = _of_orders(Refund.objects.filter(order__in=ids), REFUND_FIELDS)
        for row in rows:
            yield Exported(
                order=row, lines=lines.get(row["id"], []), refunds=refunds.get(row["id"], [])
            )
        last = ids[-1]


def figures_of(external_ids: Collection[str]) -> dict[str, tuple[Any, ...]]:
    """Return customer, moment, total and currency of orders, by external id."""
    return {
        row[0]: row[1:]
        for part in bulk.chunks(sorted(set(external_ids)))
        for row in Order.objects.filter(external_id__in=part).values_list(
            "external_id", "customer_id", "ordered_at", "total_minor", "currency"
        )
    }


def currencies() -> list[str]:
    """Return the currencies of the workspace's orders, by code."""
    return sorted(Order.objects.order_by().values_list("currency", flat=True).distinct())


def every_product() -> Iterator[Mapping[str, Any]]:
    """Yield the catalogue of the workspace we are inside, by code."""
    yield from Product.objects.order_by("code").values(*PRODUCT_FIELDS)


def _of_orders(rows: QuerySet[Any], fields: Sequence[str]) -> dict[UUID, list[Mapping[str, Any]]]:
    found: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in rows.order_by("id").values("order_id", *fields):
        found.setdefault(row["order_id"], []).append(row)
    return found
