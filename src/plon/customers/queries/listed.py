"""Customers as a list or an export shows them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plon.customers.models import Customer, Identity, Tagging

_PAGE = 500
LISTED = (
    "kind",
    "first_name",
    "last_name",
    "company_name",
    "tax_id",
    "street",
    "postcode",
    "city",
    "country",
    "region",
    "language",
    "birthday",
    "company_birthday",
    "first_visit_date",
    "acquisition_channel",
    "campaign",
    "preferred_channel",
    "data_source",
    "favourite_product",
    "needs",
    "preferences",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A customer as a list shows it: the fields of a Person, and every address."""

    id: UUID
    told: Mapping[str, Any]
    addresses: Mapping[str, tuple[str, ...]]  # kind -> as they were written
    tags: tuple[str, ...]


def every_customer() -> Iterator[Exported]:
    """Yield the customers of the workspace we are inside, those merged or erased left out."""
    living = Customer.objects.filter(merged_into=None, erased_at=None)
    last: UUID | None = None
    while True:
        page = living.filter(id__gt=last) if last else living
        rows = list(page.order_by("id").values("id", *LISTED)[:_PAGE])
        if not rows:
            return
        ids = [row["id"] for row in rows]
        addresses, tags = addresses_of(ids), _tags_of(ids)
        for row in rows:
            yield Exported(
                id=row["id"],
                told={name: row[name] for name in LISTED},
                addresses=addresses.get(row["id"], {}),
                tags=tuple(tags.get(row["id"], ())),
            )
        last = ids[-1]


def existing(ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that are customers of the workspace we are inside."""
    asked = sorted(set(ids))
    chunks = (asked[start : start + _PAGE] for start in range(0, len(asked), _PAGE))
    return {
        found
        for chunk in chunks
        for found in Customer.objects.filter(id__in=chunk).values_list("id", flat=True)
    }


def addresses_of(ids: Sequence[UUID]) -> dict[UUID, dict[str, tuple[str, ...]]]:
    """Return the addresses of customers as they were written, the oldest first, by kind."""
    found: dict[UUID, dict[str, tuple[str, ...]]] = {}
    rows = Identity.objects.filter(customer__in=ids).order_by("created_at", "id")
    for customer_id, kind, shown in rows.values_list("customer_id", "kind", "shown"):
        kinds = found.setdefault(customer_id, {})
        kinds[kind] = (*kinds.get(kind, ()), shown)
    return found


def _tags_of(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Tagging.objects.filter(customer__in=ids).order_by("tag__name")
    for customer_id, name in rows.values_list("customer_id", "tag__name"):
        found.setdefault(customer_id, []).append(name)
    return found
