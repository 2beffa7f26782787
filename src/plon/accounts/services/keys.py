"""API keys: made, shown once, ended."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from plon.accounts.domain import KEY_RIGHTS
from plon.accounts.models import ApiKey
from plon.accounts.queries import Caller, digest
from plon.accounts.services.audit import record
from plon.runtime.permits import Permits

_PREFIX = "plon_"
_SHOWN = 12  # signs of a key by which it is told apart
_PARTS = 10  # in which a process takes a minute's requests
_PERMITS = Permits()


@transaction.atomic
def make_api_key(caller: Caller, *, name: str, may: Collection[str], now: datetime) -> str:
    """Return a new key, which can never be shown again.

    Nobody gives a key more than they may, and none may govern (domain.KEY_RIGHTS): other rights
    asked for are left out.
    """
    rights = sorted(set(may) & caller.rights & KEY_RIGHTS)
    token = _PREFIX + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        workspace_id=caller.workspace_id,
        name=name,
        prefix=token[:_SHOWN],
        token_sha256=digest(token),
        may=rights,
        created_at=now,
    )
    record(caller, "key.made", subject=f"key:{key.id}", detail={"may": rights}, now=now)
    return token


@transaction.atomic
def end_api_key(caller: Caller, *, key_id: UUID, now: datetime) -> None:
    """End a key at once. Safe to repeat."""
    mine = ApiKey.objects.filter(workspace_id=caller.workspace_id, id=key_id, ended_at=None)
    if mine.update(ended_at=now):
        record(caller, "key.ended", subject=f"key:{key_id}", now=now)


def use_api_key(*, key_id: UUID, per_minute: int, now: datetime) -> int:
    """Count a request of a key; return 0, or the seconds to wait where the minute is used up.

    Never more than `per_minute` a minute over all processes: each takes a tenth of them at a
    time, so most requests write nothing, and with several processes the last few may be refused
    that another still holds. Call it outside any transaction: it must not wait for an act.
    """
    minute = now.replace(second=0, microsecond=0)
    has_one = _PERMITS.spend(key_id, minute=minute)
    if has_one is None:
        count = max(1, per_minute // _PARTS)
        has_one = _take(key_id, count=count, per_minute=per_minute, minute=minute, now=now)
    return 0 if has_one else 60 - now.second


def _take(key_id: UUID, *, count: int, per_minute: int, minute: datetime, now: datetime) -> bool:
    """Take some of the minute's requests, one of them for now; say whether there were any."""
    mine = ApiKey.objects.filter(id=key_id)
    more = mine.filter(minute=minute, taken__lte=per_minute - count)
    news = {"last_used_at": now, "minute": minute}
    if (
        more.update(taken=F("taken") + count, **news)
        or mine.exclude(minute=minute).update(taken=count, **news)
        or more.update(taken=F("taken") + count, **news)  # another began the minute meanwhile
    ):
        _PERMITS.hold(key_id, minute=minute, count=count - 1)
        return True
    _PERMITS.close(key_id, minute=minute)
    return False
