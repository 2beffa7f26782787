"""What one customer holds; how products are called."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, NullIf

from plon.orders.models import Order, OrderLine, Product
from plon.runtime import bulk

HELD_IN = (Order.Status.SIGNED, Order.Status.PAID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A product that a customer bought: in how many orders, when last, for how much in all."""

    name: str
    times: int
    last_at: datetime
    amount_minor: int


def held(*, customer_id: UUID, currency: str) -> list[Held]:
    """Return the products a customer bought, the last bought first."""
    lines = OrderLine.objects.filter(order__in=_kept(customer_id, currency))
    rows = lines.annotate(called=product_name()).exclude(called=None).values("called")
    found = rows.annotate(
        times=Count("order_id", distinct=True),
        last_at=Max("order__ordered_at"),
        amount_minor=Sum("amount_minor"),
    )
    fields = ("called", "times", "last_at", "amount_minor")
    ordered = found.order_by("-last_at", "called").values_list(*fields)
    return [
        Held(name=name, times=times, last_at=last_at, amount_minor=amount_minor)
        for name, times, last_at, amount_minor in ordered
    ]


def product_name() -> Any:
    """Return how a line's product is called now, else as it was sold; null for neither."""
    return Coalesce(F("product__name"), NullIf(F("name"), Value("")))


def _kept(customer_id: UUID, currency: str) -> QuerySet[Order]:
    return Order.objects.filter(customer_id=customer_id, currency=currency, status__in=HELD_IN)


def codes_named(names: Collection[str]) -> dict[str, str]:
    """Return the code of the product that is called so; of names that are no code themselves.

    A name of two products tells none.
    """
    found: dict[str, set[str]] = {}
    for part in bulk.chunks(sorted(set(names))):
        told = Product.objects.filter(Q(name__in=part) | Q(code__in=part))
        for code, name in told.values_list("code", "name"):
            found.setdefault(name, set()).add(code)
            found.setdefault(code, set()).add(code)
    alone = {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
    return {name: alone[name] for name in set(names) & alone.keys() if alone[name] != name}
