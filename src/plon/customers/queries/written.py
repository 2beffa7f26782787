"""What was said of customers and written down about them, page by page, for an archive."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from plon.customers.models import (
    Consent,
    Customer,
    Identity,
    LifeEvent,
    Note,
    SavedView,
    Wording,
)
from plon.customers.queries.standing import speakers

Told: TypeAlias = Mapping[str, Any]
_PAGE = 500
_REACHED_BY = ("external", "email", "phone")  # a customers' list has these itself
_CONSENT = (
    *("channel", "purpose", "is_given", "wording_id", "wording_sha256", "language", "form"),
    *("proof", "ip", "decided_at", "recorded_at"),
)


def every_wording() -> Iterator[Told]:
    """Yield the texts that customers agree to, every version."""
    yield from Wording.objects.order_by("channel", "purpose", "version").values(
        "channel", "purpose", "version", "text_pl", "text_en", "author_name", "created_at"
    )


def every_view() -> Iterator[Told]:
    """Yield the saved filters of the customers' list."""
    yield from SavedView.objects.order_by("name").values("name", "query", "created_at")


def every_consent() -> Iterator[tuple[UUID, Told]]:
    """Yield every word about being contacted with its customer, the oldest first.

    A word of somebody merged is the kept one's; `wording_id` is the version where it is known.
    """
    versions = {str(each): str(version) for each, version in _versions()}
    for who, row in _about(_consents):
        yield who, {**row, "wording_id": versions.get(row["wording_id"], row["wording_id"])}


def every_note() -> Iterator[tuple[UUID, Told]]:
    """Yield every note with its customer, the oldest first."""
    return _about(_notes)


def every_life_event() -> Iterator[tuple[UUID, Told]]:
    """Yield every day of a customer's life."""
    return _about(_life_events)


def every_further_address() -> Iterator[tuple[UUID, Told]]:
    """Yield the addresses that are neither a number, an e-mail nor a telephone."""
    return _about(_addresses)


def _versions() -> Any:
    return Wording.objects.values_list("id", "version")


def _about(
    rows_of: Callable[[Sequence[UUID]], Any],
) -> Iterator[tuple[UUID, Told]]:
    """Yield rows by customer, in the order of the customers' list: only some are in memory."""
    living = Customer.objects.filter(merged_into=None, erased_at=None).order_by("id")
    last: UUID | None = None
    while ids := list(
        (living.filter(id__gt=last) if last else living).values_list("id", flat=True)[:_PAGE]
    ):
        whose = speakers(ids)
        found: dict[UUID, list[Told]] = {each: [] for each in ids}
        for row in rows_of(sorted(whose)):
            found[whose[row.pop("customer_id")]].append(row)
        for who in ids:
            yield from ((who, row) for row in found[who])
        last = ids[-1]


def _consents(ids: Sequence[UUID]) -> Any:
    rows = Consent.objects.filter(customer__in=ids)
    return rows.order_by("decided_at", "recorded_at", "id").values("customer_id", *_CONSENT)


def _notes(ids: Sequence[UUID]) -> Any:
    rows = Note.objects.filter(customer__in=ids).order_by("written_at", "id")
    return rows.values("customer_id", "text", "author", "author_name", "written_at")


def _life_events(ids: Sequence[UUID]) -> Any:
    rows = LifeEvent.objects.filter(customer__in=ids).order_by("event_date", "kind", "note")
    return rows.values("customer_id", "kind", "event_date", "note")


def _addresses(ids: Sequence[UUID]) -> Any:
    rows = Identity.objects.filter(customer__in=ids).exclude(kind__in=_REACHED_BY)
    return rows.order_by("kind", "value").values("customer_id", "kind", "shown", "created_at")
