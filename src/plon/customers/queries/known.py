"""Which customers there are."""

from uuid import UUID

from plon.customers import domain
from plon.customers.models import Customer

FOUND_BY = {"external_id": "external", "email": "email", "phone": "phone"}  # of a Person: kind
_ADDRESS_MAX = 254


def brought_by(import_id: UUID) -> int:
    """Return how many customers an import made."""
    return Customer.objects.filter(import_id=import_id).count()


def normal_address(kind: str, told: str) -> str | None:
    """Return an address of that kind as it is kept; None where it is none that can be kept."""
    value = domain.normal_identity(kind, told)
    return value if value and len(value) <= _ADDRESS_MAX else None
