"""Consents and their texts as programs get them: a page in two queries."""

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from plon.customers.api.consent_records import ConsentFilters, ConsentOut, WordingFilters
from plon.customers.models import Consent, Wording
from plon.runtime.rest import Row, by_key, by_moment

COLUMNS = tuple(ConsentOut.model_fields.keys() - {"source", "wording_version"})
TEXT = ("id", "channel", "purpose", "version", "text_pl", "text_en", "is_newest", "created_at")


def page_of(customer_id: UUID, filters: ConsentFilters) -> dict[str, Any]:
    """Return a page of what a customer, or who was merged into them, said."""
    own, merged = Q(customer=customer_id), Q(customer__merged_into=customer_id)
    told = filters.model_dump(include={"channel", "purpose"}, exclude_none=True)
    found = Consent.objects.filter(own | merged, **told)
    rows, cursor = by_moment(found.values(*COLUMNS, source=F("form")), "decided_at", filters)
    _complete(rows)
    return {"data": rows, "next_cursor": cursor}


def one(consent_id: UUID) -> Row:
    """Return one word."""
    row: Row = Consent.objects.values(*COLUMNS, source=F("form")).get(id=consent_id)
    _complete([row])
    return row


def wordings_of(filters: WordingFilters) -> dict[str, Any]:
    """Return a page of texts, the first written first."""
    same = Wording.objects.filter(channel=OuterRef("channel"), purpose=OuterRef("purpose"))
    newer = same.filter(version__gt=OuterRef("version"))
    told = filters.model_dump(include={"channel", "purpose", "is_newest"}, exclude_none=True)
    found = Wording.objects.annotate(is_newest=~Exists(newer)).filter(**told)
    rows, cursor = by_key(found.values(*TEXT), "id", filters, kind=UUID)
    return {"data": rows, "next_cursor": cursor}


def _complete(rows: list[Row]) -> None:
    """Give each word the version of its text: all in one query."""
    ids = {row["wording_id"] for row in rows} - {""}
    texts = Wording.objects.filter(id__in=[each for each in ids if _is_ours(each)])
    versions = {str(of): number for of, number in texts.values_list("id", "version")}
    for row in rows:
        row["wording_version"] = versions.get(row["wording_id"])


def _is_ours(wording_id: str) -> bool:
    """Say whether it can be an id of ours: an import may bring that of another system."""
    try:
        UUID(wording_id)
    except ValueError:
        return False
    return True
