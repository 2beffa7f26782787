"""Who bought what, where, and how it ended: queries of ids, to be asked inside others."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plon.orders.models import Order, OrderLine, Product

WORDS_MAX = 200
TRADES = frozenset({"product", "order_channel", "order_status"})


def buyers(trade: str, value: str) -> QuerySet[Any, UUID]:
    """Return the ids of customers with an order of a kind of TRADES.

    product: by name or code, in an order that counts. order_channel: of an
    order that counts. order_status: of any order.
    """
    if trade == "order_status":
        found = Order.objects.filter(status=value)
    elif trade == "order_channel":
        found = Order.objects.filter(channel=value, status__in=Order.COUNTED)
    else:
        found = Order.objects.filter(status__in=Order.COUNTED, id__in=_with_product(value))
    return found.order_by().values_list("customer_id", flat=True)


def product_names() -> list[str]:
    """Return the products there are, by name: for choosing from a list."""
    names = Product.objects.order_by("name").values_list("name", flat=True)
    return list(names.distinct()[:WORDS_MAX])


def _with_product(text: str) -> QuerySet[Any, UUID]:
    products = Product.objects.filter(Q(name=text) | Q(code=text))
    lines = OrderLine.objects.filter(Q(product__in=products) | Q(product=None, name=text))
    return lines.order_by().values_list("order_id", flat=True)
