"""What was sold and given back in a period."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from plon.orders.models import Order, Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Orders that count and refunds of a period, in one currency, in minor units."""

    orders: int
    sold_minor: int
    refunds: int
    given_back_minor: int


def sums(*, begin: datetime, end: datetime, currency: str) -> Sums:
    """Return the sums of [begin, end): orders by their moment, refunds by their own."""
    counted = {"status__in": Order.COUNTED, "currency": currency}
    sold = _sold(begin=begin, end=end, currency=currency)
    back = Refund.objects.filter(
        refunded_at__gte=begin,
        refunded_at__lt=end,
        **{f"order__{name}": value for name, value in counted.items()},
    )
    orders = sold.aggregate(count=Count("id"), total=Sum("total_minor"))
    refunds = back.aggregate(count=Count("id"), total=Sum("amount_minor"))
    return Sums(
        orders=orders["count"],
        sold_minor=orders["total"] or 0,
        refunds=refunds["count"],
        given_back_minor=refunds["total"] or 0,
    )


def sold_minor(*, begin: datetime, end: datetime, currency: str) -> int:
    """Return what orders that count brought in [begin, end), in minor units."""
    sold = _sold(begin=begin, end=end, currency=currency)
    return int(sold.aggregate(total=Sum("total_minor"))["total"] or 0)


def _sold(*, begin: datetime, end: datetime, currency: str) -> QuerySet[Order]:
    counted = {"status__in": Order.COUNTED, "currency": currency}
    return Order.objects.filter(ordered_at__gte=begin, ordered_at__lt=end, **counted)
