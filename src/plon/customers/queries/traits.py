"""Who has which trait: queries of customers' ids, to be asked inside others."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plon.customers.models import Customer, LifeEvent, Tag, Tagging
from plon.customers.queries.agreeing import agreeing

_COLUMNS: Mapping[str, str] = {
    "kind": "kind",
    "city": "city",
    "region": "region",
    "acquired_by": "acquisition_channel",
    "campaign": "campaign",
    "has_complaint": "has_complaint",
    "has_returned": "has_returned",
}
_WORDS: Mapping[str, str] = {
    "city": "city",
    "region": "region",
    "acquired_by": "acquisition_channel",
    "campaign": "campaign",
}
WORDS_MAX = 200
TRAITS = frozenset({*_COLUMNS, "was_referred", "tag", "consent", "event"})


def with_trait(trait: str, value: str | int | bool) -> QuerySet[Any, UUID]:
    """Return the ids of customers with a trait of TRAITS: a query, to be asked inside others.

    consent: agreed to marketing by the channel `value`, of Consent.Channel. event: of that kind.
    """
    if trait == "tag":
        return Tagging.objects.filter(tag__name=value).values_list("customer_id", flat=True)
    if trait == "consent":
        return agreeing(str(value))
    if trait == "event":
        return LifeEvent.objects.filter(kind=value).values_list("customer_id", flat=True)
    holds = ~Q(referrer=None) if trait == "was_referred" else Q(**{_COLUMNS[trait]: value})
    return Customer.objects.filter(holds).values_list("id", flat=True)


def standing(holds: Q) -> QuerySet[Any, UUID]:
    """Return the ids of customers whom lists show, of whom something holds: a query.

    holds: about "id", the customer's.
    """
    shown = Customer.objects.filter(merged_into=None, erased_at=None)
    return shown.filter(holds).values_list("id", flat=True)


def known_words(trait: str) -> list[str]:
    """Return what stands in a trait of words, by name: for choosing from a list."""
    if trait == "tag":
        return list(Tag.objects.order_by("name").values_list("name", flat=True)[:WORDS_MAX])
    column = _WORDS[trait]
    found = Customer.objects.exclude(**{column: ""}).order_by(column)
    return list(found.values_list(column, flat=True).distinct()[:WORDS_MAX])


def known_places() -> tuple[list[str], list[str]]:
    """Return in which cities and regions customers are, by name: for choosing from a list."""
    found = Customer.objects.order_by().values_list("city", "region").distinct()[: 4 * WORDS_MAX]
    pairs = list(found)
    cities, regions = ({pair[place] for pair in pairs if pair[place]} for place in (0, 1))
    return sorted(cities)[:WORDS_MAX], sorted(regions)[:WORDS_MAX]
