"""Who may be contacted how and for what, and what each customer said about it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plon.customers.models import Consent, Customer, Identity, Wording
from plon.customers.queries.agreeing import NEWEST_FIRST, decisions
from plon.runtime import bulk

ADDRESS_OF: Mapping[str, str] = {  # channel -> kind of the address it goes to
    "email": "email",
    "sms": "phone",
    "voice": "phone",
    "whatsapp": "whatsapp",
    "messenger": "messenger",
    "instagram": "instagram",
    "telegram": "telegram",
    "viber": "viber",
}
GONE, ERASED, NO_SOURCE = "gone", "erased", "no_source"
NO_CONSENT, WITHDRAWN, NO_ADDRESS = "no_consent", "withdrawn", "no_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whether somebody may be contacted; why: the code of what forbids it, or ""."""

    may: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of the history. version: of the wording, 0 where there was none."""

    id: UUID
    channel: str
    purpose: str
    is_given: bool
    decided_at: datetime
    recorded_at: datetime
    form: str
    language: str
    proof: str
    version: int
    text: str
    sha256: str


def may_contact(customer_id: UUID, channel: str, purpose: str) -> Contact:
    """Say whether a customer may be contacted now, and if not, why."""
    return may_contact_each([customer_id], channel, purpose)[customer_id]


def may_contact_each(
    customer_ids: Collection[UUID], channel: str, purpose: str
) -> dict[UUID, Contact]:
    """Say of each customer whether they may be contacted now: three queries for two thousand,
    and one for all into whom somebody was merged.

    Offers and referrals need a consent; service needs none, but a withdrawal forbids it, too.
    Whoever an import brought without a source of the data is contacted only with a consent.
    """
    found: dict[UUID, Contact] = {}
    for part in bulk.chunks(sorted(set(customer_ids))):
        rows = _rows(part)
        told = decisions(_speakers(rows), channel=channel, purpose=purpose)
        said = {who: is_given for (who, _channel, _purpose), is_given in told.items()}
        reachable = _reachable(part, channel)
        for each in part:
            found[each] = _contact(rows.get(each), said.get(each), purpose, each in reachable)
    return found


def contacts(customer_id: UUID) -> list[tuple[str, str, Contact]]:
    """Return (channel, purpose, whether) for each way to reach a customer, or spoken about."""
    rows = _rows([customer_id])
    kinds = set(Identity.objects.filter(customer=customer_id).values_list("kind", flat=True))
    told = decisions(_speakers(rows))
    said = {(channel, purpose): is_given for (_who, channel, purpose), is_given in told.items()}
    spoken = {channel for channel, _purpose in said}
    return [
        (
            channel,
            purpose,
            _contact(rows.get(customer_id), said.get((channel, purpose)), purpose, kind in kinds),
        )
        for channel, kind in ADDRESS_OF.items()
        if kind in kinds or channel in spoken
        for purpose in Consent.Purpose.values
    ]


def history(customer_id: UUID) -> list[Told]:
    """Return everything a customer said, the newest first."""
    them = Customer.objects.filter(Q(id=customer_id) | Q(merged_into_id=customer_id))
    said = Consent.objects.filter(customer_id__in=them.values("id"))
    rows = list(said.order_by(*NEWEST_FIRST))
    ids = {found for row in rows if (found := _id(row.wording_id))}
    wordings = {str(each.id): each for each in Wording.objects.filter(id__in=ids)}
    return [_word(row, wordings.get(row.wording_id)) for row in rows]


def used_wordings() -> set[UUID]:
    """Return the versions of wordings that somebody agreed to: they never change."""
    told = Consent.objects.exclude(wording_id="").values_list("wording_id", flat=True).distinct()
    return {found for text in told if (found := _id(text))}


def _contact(
    row: Customer | None, is_given: bool | None, purpose: str, has_address: bool
) -> Contact:
    why = _why_not(row, is_given, purpose) or ("" if has_address else NO_ADDRESS)
    return Contact(may=not why, why=why)


def _why_not(row: Customer | None, is_given: bool | None, purpose: str) -> str:
    if row is None or row.merged_into_id is not None:
        return GONE
    if row.erased_at is not None:
        return ERASED
    if is_given is False:
        return WITHDRAWN
    if is_given is None and row.import_id is not None and not row.data_source:
        return NO_SOURCE
    if is_given is None and purpose != Consent.Purpose.SERVICE:
        return NO_CONSENT
    return ""


def _rows(customer_ids: Sequence[UUID]) -> dict[UUID, Customer]:
    """Return customers, and those merged into them, by their ids."""
    them = Customer.objects.filter(Q(id__in=customer_ids) | Q(merged_into_id__in=customer_ids))
    return {row.id: row for row in them}


def _speakers(rows: Mapping[UUID, Customer]) -> dict[UUID, UUID]:
    return {row.id: row.merged_into_id or row.id for row in rows.values()}


def _reachable(customer_ids: Collection[UUID], channel: str) -> set[UUID]:
    rows = Identity.objects.filter(customer__in=customer_ids, kind=ADDRESS_OF[channel])
    return set(rows.values_list("customer_id", flat=True))


def _word(row: Consent, wording: Wording | None) -> Told:
    texts = {} if wording is None else {"pl": wording.text_pl, "en": wording.text_en}
    return Told(
        id=row.id,
        channel=row.channel,
        purpose=row.purpose,
        is_given=row.is_given,
        decided_at=row.decided_at,
        recorded_at=row.recorded_at,
        form=row.form,
        language=row.language,
        proof=row.proof,
        version=0 if wording is None else wording.version,
        text=texts.get(row.language, ""),
        sha256=row.wording_sha256,
    )


def _id(text: str) -> UUID | None:
    """Return the id of one of our wordings; None for what another system calls its own."""
    try:
        return UUID(text)
    except ValueError:
        return None
