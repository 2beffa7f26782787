"""What others may ask about orders."""

from plon.orders.queries.bought import TRADES, buyers, product_names
from plon.orders.queries.found import numbered, products
from plon.orders.queries.held import Held, codes_named, held
from plon.orders.queries.listed import (
    PRODUCT_FIELDS,
    Exported,
    currencies,
    every_order,
    every_product,
    figures_of,
)
from plon.orders.queries.presets import ready_products
from plon.orders.queries.sales import (
    SALES,
    OrderFacts,
    customers_changed_since,
    has_orders,
    known_external_ids,
    lacks_margin,
    orders_of,
    product_counts,
    sales_of,
)
from plon.orders.queries.sums import Sums, sold_minor, sums

__all__ = [
    "PRODUCT_FIELDS",
    "SALES",
    "TRADES",
    "Exported",
    "Held",
    "OrderFacts",
    "Sums",
    "buyers",
    "codes_named",
    "currencies",
    "customers_changed_since",
    "every_order",
    "every_product",
    "figures_of",
    "has_orders",
    "held",
    "known_external_ids",
    "lacks_margin",
    "numbered",
    "orders_of",
    "product_counts",
    "product_names",
    "products",
    "ready_products",
    "sales_of",
    "sold_minor",
    "sums",
]
