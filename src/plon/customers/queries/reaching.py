"""How customers are called and reached by voice and WhatsApp, for their tasks."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, Subquery

from plon.customers.models import Customer, Identity
from plon.customers.queries.naming import NAMES, name_of, numbered


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A customer's oldest numbers, as E.164 writes them; "" for none."""

    phone: str = ""
    whatsapp: str = ""


def numbers_of(customer_ids: Collection[UUID]) -> Mapping[UUID, Numbers]:
    """Return the numbers of those customers who have any."""
    rows = Identity.objects.filter(customer__in=customer_ids, kind__in=("phone", "whatsapp"))
    found: dict[UUID, dict[str, str]] = {}
    for customer_id, kind, value in rows.order_by("created_at", "id").values_list(
        "customer_id", "kind", "value"
    ):
        found.setdefault(customer_id, {}).setdefault(kind, value)
    return {customer_id: Numbers(**told) for customer_id, told in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How a customer is called, and their numbers."""

    name: str
    numbers: Numbers


def reached(customer_ids: Collection[UUID]) -> Mapping[UUID, Reached]:
    """Return those who can be called, in one statement: neither forgotten nor merged."""
    rows = numbered(Customer.objects.filter(id__in=customer_ids, erased_at=None, merged_into=None))
    rows = rows.annotate(phone=_oldest("phone"), whatsapp=_oldest("whatsapp")).only(*NAMES)
    return {
        row.id: Reached(
            name=name_of(row), numbers=Numbers(phone=row.phone or "", whatsapp=row.whatsapp or "")
        )
        for row in rows
    }


def _oldest(kind: str) -> Subquery:
    own = Identity.objects.filter(customer_id=OuterRef("pk"), kind=kind)
    return Subquery(own.order_by("created_at", "id").values("value")[:1])
