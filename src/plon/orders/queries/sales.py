"""Sales for the figures, and which orders there are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection
from django.db.models import CharField, Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce

from plon.orders.models import Order, OrderLine
from plon.orders.queries.held import product_name
from plon.runtime import bulk, tenancy

SALES = pa.schema(  # one row a sale or a refund
    [
        ("customer", pa.string()),
        ("date", pa.date32()),  # in the workspace's zone
        ("amount_minor", pa.int64()),  # of a refund: negative
        ("margin_minor", pa.int64()),  # null: not known
        ("order", pa.string()),
        ("channel", pa.string()),
    ]
)
_BATCH = 50_000


# A moment as microseconds since 1970, and an id as text, in the words of each database.
_WORDS = {
    "postgresql": ("(extract(epoch FROM {0}) * 1000000)::bigint", "{0}::text"),
    "sqlite": (
        "unixepoch(substr({0}, 1, 19)) * 1000000 + CAST(substr({0} || '000000', 21, 6) AS INTEGER)",
        "{0}",
    ),
}


def sales_of(*, zone: ZoneInfo, customers: Collection[UUID] | None = None) -> pa.Table:
    """Return all counted sales and refunds of the workspace, or of some customers alone.

    Cancelled and rejected orders, and those not signed yet, are left out. Schema: SALES. Read as
    columns, past Django's rows: a million of them take seconds.
    """
    if customers is None:
        batches = [*_sales(zone, ())]
    else:
        parts = bulk.chunks(sorted(customers))
        batches = [batch for part in parts for batch in _sales(zone, part)]
    return pa.Table.from_batches(batches, schema=SALES)


def _sales(zone: ZoneInfo, customers: Sequence[UUID]) -> Iterator[pa.RecordBatch]:
    moment, key = (word.format for word in _WORDS[connection.vendor])
    marks = ", ".join(["%s"] * len(customers))
    some = f"AND o.customer_id IN ({marks})" if customers else ""
    counted = f"o.workspace_id = %s AND o.status IN (%s, %s, %s) {some}"
    orders = f"""
        SELECT {key("o.customer_id")}, {moment("o.ordered_at")}, o.total_minor, o.margin_minor,
               {key("o.id")}, nullif(o.channel, '')
        FROM orders_order o WHERE {counted}
    """
    # Of some customers, their orders are looked at first: SQLite takes a CROSS JOIN at its word.
    both = (
        "orders_order o CROSS JOIN orders_refund r"
        if customers
        else "orders_refund r, orders_order o"
    )
    refunds = f"""
        SELECT {key("o.customer_id")}, {moment("r.refunded_at")}, -r.amount_minor, NULL,
               {key("o.id")}, NULL
        FROM {both} WHERE o.id = r.order_id AND {counted}
    """
    given = [_key(tenancy.current()), *map(str, Order.COUNTED), *map(_key, customers)]
    with connection.chunked_cursor() as cursor:
        for statement in (orders, refunds):
            cursor.execute(statement, given)
            while rows := cursor.fetchmany(_BATCH):
                yield _batch(rows, zone)


def _batch(rows: Sequence[tuple[Any, ...]], zone: ZoneInfo) -> pa.RecordBatch:
    customer, moment, minor, margin, order, channel = zip(*rows, strict=True)
    local = pa.array(moment, pa.int64()).cast(pa.timestamp("us", tz=zone.key))
    return pa.RecordBatch.from_arrays(
        [
            _dashed(customer),
            pc.local_timestamp(local).cast(pa.date32(), safe=False),
            pa.array(minor, pa.int64()),
            pa.array(margin, pa.int64()),
            _dashed(order),
            pa.array(channel, pa.string()),
        ],
        schema=SALES,
    )


def _dashed(ids: Sequence[str]) -> pa.Array:
    """Return ids as they are written; SQLite keeps them without dashes."""
    found = pa.array(ids, pa.string())
    if connection.vendor != "sqlite":
        return found
    ends = (0, 8, 12, 16, 20, 32)
    parts = [pc.utf8_slice_codeunits(found, a, b) for a, b in pairwise(ends)]
    return pc.binary_join_element_wise(*parts, "-")


def _key(one: UUID) -> str:
    return one.hex if connection.vendor == "sqlite" else str(one)


def customers_changed_since(moment: datetime) -> set[UUID]:
    """Return the customers of whose orders anything changed at a moment or later.

    Orders that were removed leave no trace here: OrdersRemoved tells of them.
    """
    new = Order.objects.filter(created_at__gte=moment).order_by().values_list("customer_id")
    changed = Order.objects.filter(changed_at__gte=moment).order_by().values_list("customer_id")
    return {customer_id for (customer_id,) in new.union(changed)}


def lacks_margin() -> bool:
    """Say whether any counted sale has no margin."""
    return marginless(Order.objects.all()).exists()


def marginless(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Return those of the orders that are counted in value and have no margin."""
    return orders.filter(status__in=Order.COUNTED, margin_minor=None, total_minor__gt=0)


def known_external_ids(wanted: Collection[str]) -> set[str]:
    """Return those of the numbers that are orders."""
    return {
        number
        for part in bulk.chunks(sorted(set(wanted)))
        for number in Order.objects.filter(external_id__in=part).values_list(
            "external_id", flat=True
        )
    }


def product_counts(customer_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many different products each customer has bought; who has none is left out.

    Counted as sales are: cancelled, rejected and returned orders, and leads, are left out.
    """
    kept = OrderLine.objects.filter(
        order__customer_id__in=customer_ids, order__status__in=("signed", "paid")
    )
    products = Coalesce(Cast("product_id", CharField()), F("name"))
    counted = kept.values("order__customer_id").annotate(count=Count(products, distinct=True))
    return {row["order__customer_id"]: row["count"] for row in counted.order_by()}


def has_orders() -> bool:
    """Say whether the workspace has any order, of any status."""
    return Order.objects.exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order as a customer's card shows it; refunds are of all of it so far."""

    id: UUID
    ordered_at: datetime
    status: str
    total_minor: int
    refunded_minor: int
    currency: str
    channel: str
    product: str | None  # of its first line
    line_count: int | None

    @property
    def counts(self) -> bool:
        """Say whether it is a purchase: neither an enquiry nor one that came to nothing."""
        return self.status in Order.COUNTED


def orders_of(*, customer_id: UUID, limit: int = 50) -> list[OrderFacts]:
    """Return a customer's orders, the newest first."""
    names = tuple(OrderFacts.__dataclass_fields__)
    lines = OrderLine.objects.filter(order=OuterRef("pk")).annotate(called=product_name())
    counted = lines.order_by().values("order_id").annotate(count=Count("id")).values("count")
    rows = Order.objects.filter(customer_id=customer_id).order_by("-ordered_at", "-id")
    rows = rows.annotate(
        product=Subquery(lines.order_by("id").values("called")[:1]), line_count=Subquery(counted)
    )
    return [OrderFacts(**row) for row in rows.values(*names)[:limit]]
