"""Orders by their number, products by their name: for whoever types one."""

from dataclasses import dataclass
from uuid import UUID

from plon.orders.models import Order, Product

PRODUCTS_MAX = 2_000  # looked through


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """An order under its number: the shop's or the file's."""

    id: UUID
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A product under its name."""

    id: UUID
    name: str


def numbered(text: str) -> list[Numbered]:
    """Return the orders whose whole number is typed, in small letters or capitals."""
    number = text.strip().removeprefix("#")
    ways = {number, number.lower(), number.upper()} if number else set()
    rows = Order.objects.filter(external_id__in=ways).order_by("external_id")
    return [Numbered(id=one, number=told) for one, told in rows.values_list("id", "external_id")]


def products() -> list[Named]:
    """Return the products that are sold, by name."""
    rows = Product.objects.filter(is_active=True).order_by("name", "id")
    return [Named(id=one, name=name) for one, name in rows.values_list("id", "name")[:PRODUCTS_MAX]]
