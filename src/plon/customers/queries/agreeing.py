"""What customers' words on being contacted come to, by the one rule: domain.counting."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plon.customers.domain import Matter, Word, decided
from plon.customers.models import Agreement, Consent
from plon.customers.queries.standing import last_merges

# The newest word on a consent counts; where two are of one moment, the withdrawal.
NEWEST_FIRST = ("-decided_at", "is_given", "-recorded_at", "-id")


def agreeing(channel: str) -> QuerySet[Any, UUID]:
    """Return the ids of those who agreed to marketing by a channel: a query, for inside others."""
    said = Agreement.objects.filter(
        channel=channel, purpose=Consent.Purpose.MARKETING, is_given=True
    )
    return said.values_list("customer_id", flat=True)


def decisions(speakers: Mapping[UUID, UUID], **about: str) -> dict[Matter, bool]:
    """Return what the words of speakers come to, for those they speak for: who -> for whom.

    about: a channel, a purpose; else all of them.
    """
    told: list[tuple[Matter, Word]] = []
    said = Consent.objects.filter(customer_id__in=speakers, **about)
    for who, channel, purpose, is_given, at in (
        said.order_by(*NEWEST_FIRST)
        .reverse()
        .values_list("customer_id", "channel", "purpose", "is_given", "decided_at")
    ):
        word = Word(customer_id=who, is_given=is_given, decided_at=at)
        told.append(((speakers[who], channel, purpose), word))
    joined = {matter[0] for matter, word in told if word.customer_id != matter[0]}
    return decided(told, merged_at=last_merges(joined) if joined else {})
