"""Duplicates looked for in the whole workspace, and what people say of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations, pairwise
from uuid import UUID

import numpy as np
from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.customers.domain.likeness import Known, Likeness, keys, known, likeness
from plon.customers.models import Customer, Identity, NoDuplicate, Proposal
from plon.customers.services.merging import CustomerUnknown
from plon.runtime import bulk, duties
from plon.runtime.ids import new_id

FIND = "customers.find_duplicates"
LATER = timedelta(days=30)
PROPOSALS_MAX = 2_000  # the strongest; nobody looks through more
BLOCK_MAX = 30  # a larger block shares nothing that tells people apart
_PAGE = 5_000
_AT_ONCE = 500
_TOLD = (
    "first_name", "last_name", "company_name", "tax_id", "birthday", "postcode", "street", "city",
)  # fmt: skip
Pair = tuple[UUID, UUID]  # the lower id first


def ask_to_find(*, workspace_id: UUID, now: datetime) -> None:
    """Ask the worker to look for duplicates. Safe to repeat; in the transaction of its cause."""
    duties.ask(FIND, workspace_id=workspace_id, due_at=now)


def search_pairs() -> tuple[int, dict[Pair, Likeness]]:
    """Return how many customers there are, and the pairs who look like one, the strongest first.

    Reads only. Two passes: the first sorts hashes of keys into blocks, the second fetches those
    alone who share a block. Nobody is compared with everybody.
    """
    ids: list[UUID] = []
    hashes: list[int] = []
    owners: list[int] = []
    for who in _everybody():
        place = len(ids)
        ids.append(who.id)
        for key in keys(who):
            hashes.append(hash(key))
            owners.append(place)
    pairs = _pairs(hashes, owners)
    people = {
        who.id: who for who in _these(sorted({ids[place] for pair in pairs for place in pair}))
    }
    alike: dict[Pair, Likeness] = {}
    for one, other in pairs:
        found = likeness(people[ids[one]], people[ids[other]])
        if found is not None:
            alike[_ordered(ids[one], ids[other])] = found
    best = sorted(alike.items(), key=lambda each: (-each[1].score, each[0]))
    return len(ids), dict(best)


@transaction.atomic
def keep_proposals(*, workspace_id: UUID, alike: dict[Pair, Likeness], now: datetime) -> int:
    """Put what a search found in the place of what an earlier one did; return how many stand.

    Whom somebody called different stays left out, and what was put off stays so. Safe to repeat.
    """
    denied = _denied()
    wanted = {pair: found for pair, found in alike.items() if pair not in denied}
    wanted = dict(list(wanted.items())[:PROPOSALS_MAX])
    old = {(row.first_id, row.second_id): row for row in Proposal.objects.all()}
    for part in bulk.chunks([old[pair].id for pair in sorted(old.keys() - wanted.keys())]):
        Proposal.objects.filter(id__in=part).delete()
    living = _living({one for pair in wanted for one in pair})
    new = [
        Proposal(
            id=new_id(),
            workspace_id=workspace_id,
            first_id=pair[0],
            second_id=pair[1],
            score=wanted[pair].score,
            reasons=list(wanted[pair].reasons),
            found_at=now,
        )
        for pair in sorted(wanted.keys() - old.keys())
        if living.issuperset(pair)
    ]
    Proposal.objects.bulk_create(new, batch_size=_AT_ONCE, ignore_conflicts=True)
    for pair in sorted(wanted.keys() & old.keys()):
        row, found = old[pair], wanted[pair]
        if (row.score, tuple(row.reasons)) != (found.score, found.reasons):
            Proposal.objects.filter(id=row.id).update(
                score=found.score, reasons=list(found.reasons)
            )
    return Proposal.objects.count()


@transaction.atomic
def deny(caller: Caller, *, one_id: UUID, other_id: UUID, now: datetime) -> None:
    """Say that two customers are not the same: they are not proposed again. Safe to repeat.

    Raises CustomerUnknown.
    """
    first, second = _ordered(one_id, other_id)
    if len(_living({first, second})) != 2:
        raise CustomerUnknown(str(other_id))
    _row, is_new = NoDuplicate.objects.get_or_create(
        workspace_id=caller.workspace_id, first_id=first, second_id=second
    )
    Proposal.objects.filter(first_id=first, second_id=second).delete()
    if is_new:
        accounts.record(caller, "customer.not_same", subject=f"customer:{one_id}", now=now)


@transaction.atomic
def put_off(*, one_id: UUID, other_id: UUID, now: datetime) -> None:
    """Leave a proposal for later: it comes back in 30 days. Safe to repeat."""
    first, second = _ordered(one_id, other_id)
    mine = Proposal.objects.filter(first_id=first, second_id=second)
    mine.update(later_until=now + LATER)


def _pairs(hashes: list[int], owners: list[int]) -> list[tuple[int, int]]:
    """Return the pairs of those who share a key, by places; of blocks that tell people apart."""
    if not hashes:
        return []
    keyed = np.array(hashes, dtype=np.int64)
    order = np.argsort(keyed, kind="stable")
    keyed, who = keyed[order], np.array(owners, dtype=np.int64)[order]
    edges = np.flatnonzero(np.r_[True, keyed[1:] != keyed[:-1], True]).tolist()
    found: set[tuple[int, int]] = set()
    for start, end in pairwise(edges):
        if 1 < end - start <= BLOCK_MAX:
            found.update(combinations(sorted(set(who[start:end].tolist())), 2))
    return sorted(found)


def _everybody() -> Iterator[Known]:
    """Yield what is compared of every customer who stands for themselves."""
    last: UUID | None = None
    living = Customer.objects.filter(merged_into=None, erased_at=None)
    while True:
        page = living.filter(id__gt=last) if last else living
        ids = list(page.order_by("id").values_list("id", flat=True)[:_PAGE])
        if not ids:
            return
        yield from _these(ids)
        last = ids[-1]


def _these(ids: Sequence[UUID]) -> Iterator[Known]:
    for part in bulk.chunks(ids):
        addresses: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
        rows = Identity.objects.filter(customer_id__in=part).exclude(kind=Identity.Kind.EXTERNAL)
        for customer_id, kind, value in rows.values_list("customer_id", "kind", "value"):
            addresses[customer_id].append((kind, value))
        for told in Customer.objects.filter(id__in=part).order_by("id").values("id", *_TOLD):
            who = told.pop("id")
            yield known(customer_id=who, told=told, addresses=addresses[who])


def _denied() -> set[Pair]:
    """Return the pairs that somebody called different, by whom they stand for today."""
    rows = NoDuplicate.objects.values_list(
        "first_id", "first__merged_into_id", "second_id", "second__merged_into_id"
    )
    return {_ordered(kept or one, other_kept or other) for one, kept, other, other_kept in rows}


def _living(ids: Iterable[UUID]) -> set[UUID]:
    rows = Customer.objects.filter(merged_into=None, erased_at=None)
    return {
        each
        for part in bulk.chunks(sorted(ids))
        for each in rows.filter(id__in=part).values_list("id", flat=True)
    }


def _ordered(one: UUID, other: UUID) -> Pair:
    return (one, other) if one < other else (other, one)
