"""Seals: every transfer goes into one block, and each block is chained to the one before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from plon.ledger.domain import FIRST, root_of, seal_hash
from plon.ledger.models import Seal, SealItem, Transfer
from plon.runtime.bulk import once_more
from plon.runtime.ids import new_id
from plon.runtime.tenancy import current, inside

LOOKED_BACK = timedelta(hours=2)  # a transaction that began so long ago may have ended just now
AT_ONCE = 20_000


def seal(*, workspace_id: UUID, now: datetime, looks_at_all: bool = False) -> int:
    """Seal what is not sealed yet; return how many transfers. Safe to repeat.

    Two at once cannot make two blocks of one number: the later one looks again. looks_at_all:
    not only at transfers since a little before the last seal.
    """
    with inside(workspace_id):
        return once_more(lambda: _sealed(now=now, looks_at_all=looks_at_all))


def _sealed(*, now: datetime, looks_at_all: bool) -> int:
    last = Seal.objects.order_by("-seq").first()
    bare = Transfer.objects.filter(~Exists(SealItem.objects.filter(transfer=OuterRef("id"))))
    if last is not None and not looks_at_all:
        bare = bare.filter(recorded_at__gte=last.sealed_at - LOOKED_BACK)
    found = list(bare.order_by("id").values_list("id", "digest")[:AT_ONCE])
    if found:
        _seal(found, last, now=now)
    return len(found)


def _seal(found: Sequence[tuple[UUID, str]], last: Seal | None, *, now: datetime) -> None:
    seq, before = (last.seq + 1, last.hash) if last else (1, FIRST)
    root = root_of(digest for _id, digest in found)
    block = Seal(
        id=new_id(),
        workspace_id=current(),
        seq=seq,
        before=before,
        root=root,
        hash=seal_hash(before=before, seq=seq, root=root),
        count=len(found),
        sealed_at=now,
    )
    block.save(force_insert=True)
    rows = [{"transfer_id": transfer_id, "seal_id": block.id} for transfer_id, _digest in found]
    SealItem.objects.insert_plain(rows)
