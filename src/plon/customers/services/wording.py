"""The texts that customers agree to, version by version."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers.models import Consent, Wording
from plon.runtime import bulk
from plon.runtime.ids import new_id


class WordingUsed(DomainError):
    """Somebody agreed to this version, so it stays as it is: write a new one."""

    code = "wording_used"


class WordingGone(DomainError):
    """There is no such version in the workspace."""

    code = "wording_gone"
    status = 404


def add_wording(
    caller: Caller, *, channel: str, purpose: str, text_pl: str, text_en: str, now: datetime
) -> UUID:
    """Write a version that is asked from now on; return its id. The same text again is the same."""

    def step() -> UUID:
        of_this = Wording.objects.filter(channel=channel, purpose=purpose)
        newest = of_this.order_by("-version").first()
        if newest is not None and (newest.text_pl, newest.text_en) == (text_pl, text_en):
            return newest.id
        row = Wording.objects.create(
            id=new_id(),
            workspace_id=caller.workspace_id,
            channel=channel,
            purpose=purpose,
            version=1 if newest is None else newest.version + 1,
            text_pl=text_pl,
            text_en=text_en,
            author_name=caller.name,
            created_at=now,
        )
        accounts.record(caller, "wording.added", subject=f"wording:{row.id}", now=now)
        return row.id

    return bulk.once_more(step)


@transaction.atomic
def change_wording(
    caller: Caller, *, wording_id: UUID, text_pl: str, text_en: str, now: datetime
) -> None:
    """Correct a version that nobody agreed to yet. Raises WordingGone, WordingUsed."""
    row = _unused(wording_id)
    row.text_pl, row.text_en = text_pl, text_en
    row.save(update_fields=["text_pl", "text_en"])
    accounts.record(caller, "wording.changed", subject=f"wording:{row.id}", now=now)


@transaction.atomic
def remove_wording(caller: Caller, *, wording_id: UUID, now: datetime) -> None:
    """Delete a version that nobody agreed to yet. Raises WordingGone, WordingUsed."""
    _unused(wording_id).delete()
    accounts.record(caller, "wording.removed", subject=f"wording:{wording_id}", now=now)


def _unused(wording_id: UUID) -> Wording:
    """Return the version, locked. Raises WordingGone, WordingUsed."""
    row = Wording.objects.select_for_update().filter(id=wording_id).first()
    if row is None:
        raise WordingGone(str(wording_id))
    if Consent.objects.filter(wording_id=str(wording_id)).exists():
        raise WordingUsed(str(wording_id))
    return row
