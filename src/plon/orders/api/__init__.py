"""Products, orders and refunds over HTTP, for programs."""

from plon.orders.api.catalogue import router as products
from plon.orders.api.sales import router as sales

__all__ = ["products", "sales"]
