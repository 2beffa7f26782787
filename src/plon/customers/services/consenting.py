"""What customers say about being contacted: written down, never changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers.models import Consent, Wording
from plon.customers.queries.standing import current_ids, together
from plon.customers.services.agreeing import settle
from plon.customers.services.living import living
from plon.runtime.ids import new_id

IMPORT = "import"  # the source of what a list says: it never stands above a withdrawal


class WordingMissing(DomainError):
    """Nobody agrees to nothing: a consent needs the text that was agreed to, in that language."""

    code = "wording_missing"
    status = 422


class DecidedLater(DomainError):
    """Nobody has decided in the future: such a row would stand above a withdrawal made today."""

    code = "decided_later"
    status = 422


class StaysWithdrawn(DomainError):
    """The customer withdrew this; a list cannot give it again, only the customer can."""

    code = "stays_withdrawn"
    status = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a customer said. channel, purpose: codes of Consent.

    wording_id: the text that was agreed to, needed to give. form: where it was said, "counter".
    proof: what shows it; ip: whence. decided_at: when; None is now.
    """

    channel: str
    purpose: str
    is_given: bool
    form: str
    wording_id: UUID | None = None
    language: str = ""
    proof: str = ""
    ip: str = ""
    decided_at: datetime | None = None


@transaction.atomic
def record_consent(*, workspace_id: UUID, customer_id: UUID, said: Said, now: datetime) -> UUID:
    """Write down that a customer gave or withdrew a consent; return the row's id.

    Safe to repeat. Whoever was merged into another speaks for that one. Raises CustomerGone,
    WordingMissing, DecidedLater, StaysWithdrawn; nothing is written then.
    """
    decided_at = said.decided_at or now
    if decided_at > now:
        raise DecidedLater(decided_at.isoformat())
    customer = living(current_ids([customer_id]).get(customer_id, customer_id))
    history = Consent.objects.filter(
        customer_id__in=together(customer.id), channel=said.channel, purpose=said.purpose
    )
    again = history.filter(is_given=said.is_given, decided_at=decided_at, form=said.form).first()
    if again is not None:
        return again.id
    if said.is_given and said.form == IMPORT and history.filter(is_given=False).exists():
        raise StaysWithdrawn(f"{said.channel} {said.purpose}")
    text = _text(said) if said.is_given else ""
    row = Consent.objects.create(
        id=new_id(),
        workspace_id=workspace_id,
        customer=customer,
        channel=said.channel,
        purpose=said.purpose,
        is_given=said.is_given,
        wording_id=str(said.wording_id) if text else "",
        wording_sha256=sha256_of(text) if text else "",
        language=said.language if text else "",
        form=said.form,
        proof=said.proof,
        ip=said.ip,
        decided_at=decided_at,
        recorded_at=now,
    )
    settle(workspace_id, [customer.id])
    return row.id


@transaction.atomic
def note_consents(
    caller: Caller, *, customer_id: UUID, said: Sequence[Said], now: datetime
) -> list[UUID]:
    """Write down what a customer told the caller: as record_consent, with the audit log."""
    made = []
    for each in said:
        made.append(
            record_consent(
                workspace_id=caller.workspace_id, customer_id=customer_id, said=each, now=now
            )
        )
        detail = {"channel": each.channel, "purpose": each.purpose}
        subject = f"customer:{customer_id}"
        if each.is_given:
            accounts.record(caller, "consent.given", subject=subject, detail=detail, now=now)
        else:
            accounts.record(caller, "consent.withdrawn", subject=subject, detail=detail, now=now)
    return made


def sha256_of(text: str) -> str:
    """Return the fingerprint of a wording, as it is kept with each consent."""
    return hashlib.sha256(text.encode()).hexdigest()


def _text(said: Said) -> str:
    """Return the text that was agreed to, held as it is until the end of the transaction.

    Raises WordingMissing.
    """
    rows = Wording.objects.select_for_update().filter(channel=said.channel, purpose=said.purpose)
    found = rows.filter(id=said.wording_id).first() if said.wording_id else None
    texts = {} if found is None else {"pl": found.text_pl, "en": found.text_en}
    if not texts.get(said.language):
        raise WordingMissing(f"{said.channel} {said.purpose} {said.language}")
    return texts[said.language]
