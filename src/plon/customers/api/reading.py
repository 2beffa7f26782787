"""Customers as programs get them: a page in two queries."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from plon.customers import domain
from plon.customers.api.records import CustomerFilters, CustomerOut
from plon.customers.models import Customer, Identity, Tagging
from plon.customers.queries import FOUND_BY, normal_address
from plon.runtime.rest import Fault, FieldsRefused, Row, by_moment

COLUMNS = tuple(CustomerOut.model_fields.keys() - {"identities", "tags"})


def page_of(filters: CustomerFilters) -> dict[str, Any]:
    """Return a page of customers, those merged or erased left out. Raises FieldsRefused."""
    found = _found(filters).values(*COLUMNS)
    if filters.updated_since is None:
        rows, cursor = by_moment(found, "created_at", filters)
    else:
        changed = found.filter(updated_at__gte=filters.updated_since)
        rows, cursor = by_moment(changed, "updated_at", filters, is_rising=True)
    _complete(rows)
    return {"data": rows, "next_cursor": cursor}


def one(customer_id: UUID) -> Row | None:
    """Return a customer, even a merged or erased one; None where there is none."""
    rows = list(Customer.objects.filter(id=customer_id).values(*COLUMNS))
    _complete(rows)
    return rows[0] if rows else None


def identities_of(customer_id: UUID) -> list[Row]:
    """Return the addresses of a customer, by kind."""
    found = Identity.objects.filter(customer_id=customer_id).order_by("kind", "shown", "id")
    names = ("id", "kind", "value")
    return [dict(zip(names, row, strict=True)) for row in found.values_list("id", "kind", "shown")]


def _found(filters: CustomerFilters) -> QuerySet[Customer]:
    found = Customer.objects.filter(merged_into=None, erased_at=None)
    for name, kind in FOUND_BY.items():
        if told := getattr(filters, name):
            value = normal_address(kind, told)
            if value is None:
                raise FieldsRefused(Fault(code="address_unreadable", parameter=name))
            owner = Identity.objects.filter(kind=kind, value=value)
            found = found.filter(id__in=owner.values("customer_id"))
    if filters.tag:
        tagged = Tagging.objects.filter(tag__name=domain.tidy(filters.tag))
        found = found.filter(id__in=tagged.values("customer_id"))
    exact = {
        "kind": filters.kind,
        "created_at__gte": filters.created_from,
        "created_at__lt": filters.created_until,
    }
    return found.filter(**{name: value for name, value in exact.items() if value is not None})


def _complete(rows: Sequence[Row]) -> None:
    """Give each customer its identities and tags: both in one query."""
    by_id = {row["id"]: row for row in rows}
    for row in rows:
        row["identities"], row["tags"] = [], []
    for customer_id, kind, told in sorted(_attached(list(by_id))) if by_id else ():
        if kind:
            by_id[customer_id]["identities"].append({"kind": kind, "value": told})
        else:
            by_id[customer_id]["tags"].append(told)


def _attached(ids: Sequence[UUID]) -> QuerySet[Any, Any]:
    """Return (customer, kind of address or "", address or tag)."""
    addresses = Identity.objects.filter(customer_id__in=ids).order_by()
    tags = Tagging.objects.filter(customer_id__in=ids).order_by()
    named = tags.annotate(of=Value("", CharField())).values_list("customer_id", "of", "tag__name")
    whole: QuerySet[Any, Any] = addresses.values_list("customer_id", "kind", "shown").union(
        named, all=True
    )
    return whole
