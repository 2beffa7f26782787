"""Customers over HTTP, for programs."""

from plon.customers.api import changing, operations
from plon.customers.api.consents import router as consents
from plon.customers.api.router import router as customers

OPERATIONS = (operations, changing)  # they stand at the one router
__all__ = ["OPERATIONS", "consents", "customers"]
