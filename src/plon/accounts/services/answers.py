"""Answers kept for a day: what a program sends twice under one key happens once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from plon.accounts.models import KeptAnswer
from plon.accounts.queries import Caller
from plon.core.errors import DomainError

KEPT = timedelta(hours=24)
EMPTY = "{}"  # where a person was forgotten


class IdempotencyKeyReused(DomainError):
    """The key came with another request before. Nothing was done."""

    code = "idempotency_key_reused"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a program got."""

    status: int
    body: str
    location: str = ""


def claim_answer(caller: Caller, *, key: str, fingerprint: str, now: datetime) -> Answer | None:
    """Return the answer this key got before; None where the request is the first of its key.

    Call it in the transaction of the act, and keep_answer at its end: another request with the
    same key waits for that end. Raises IdempotencyKeyReused for another fingerprint.
    """
    old = KeptAnswer.objects.filter(actor=caller.actor, key=key)
    old.filter(created_at__lte=now - KEPT).delete()
    try:
        with transaction.atomic():
            KeptAnswer.objects.create(
                workspace_id=caller.workspace_id,
                actor=caller.actor,
                key=key,
                fingerprint=fingerprint,
                created_at=now,
            )
    except IntegrityError:
        row = old.get()
    else:
        return None
    if row.fingerprint != fingerprint:
        raise IdempotencyKeyReused(key)
    return Answer(status=row.status, body=row.body, location=row.location)


def keep_answer(caller: Caller, *, key: str, answer: Answer) -> None:
    """Keep the answer under the key that was claimed."""
    KeptAnswer.objects.filter(actor=caller.actor, key=key).update(
        status=answer.status, body=answer.body, location=answer.location
    )


@transaction.atomic
def forget_in_answers(words: Collection[str]) -> int:
    """Empty the kept answers that hold one of the words; return how many. Safe to repeat.

    The keys stay: what is sent again is still done once, and answered with nothing of the person.
    """
    found = Q()
    for word in words:
        found |= Q(body__icontains=word) | Q(location__icontains=word)
    told = KeptAnswer.objects.filter(found) if words else KeptAnswer.objects.none()
    return told.update(body=EMPTY, location="")


@transaction.atomic
def forget_answers(*, now: datetime) -> None:
    """Delete the answers of the workspace we are inside that are older than a day."""
    KeptAnswer.objects.filter(created_at__lte=now - KEPT).delete()
