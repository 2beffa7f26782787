"""What transfers do to lots: which are used, pinned, expired, taken back, restored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from plon.ledger.domain import EFFECTS, AccountName, Free, Kind, Line, Use, take
from plon.ledger.models import Lot, LotUse
from plon.ledger.services.finding import Found
from plon.ledger.services.refusals import NotEnough
from plon.runtime import bulk
from plon.runtime.ids import new_id

Part = tuple[UUID, int]  # a lot, and how much of it
FREE = F("earned_minor") - F("reserved_minor") - F("used_minor")
FREE = FREE - F("expired_minor") - F("reversed_minor")
_COLUMNS = ("reserved_minor", "used_minor", "expired_minor", "reversed_minor")
_BY_CREDIT = {
    Kind.RESERVED: Use.RESERVE,
    Kind.BREAKAGE: Use.EXPIRE,
    Kind.EXPENSE: Use.REVERSE,
    Kind.DEBT: Use.REVERSE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LotPlan:
    """Which lots a transfer touches, where that is not simply what expires first.

    named: taken from what is free. pinned: taken from what a reservation holds. restores: given
    back to. expired: taken back after they had expired. moves: lots go along with their value.
    """

    named: Sequence[Part] = ()
    pinned: Sequence[Part] = ()
    restores: Sequence[Part] = ()
    expired: Sequence[Part] = ()
    reservation_id: UUID | None = None
    moves: bool = False


def free_lots(account_ids: Iterable[UUID]) -> dict[UUID, list[Free]]:
    """Return what of lots is free, by account."""
    found: dict[UUID, list[Free]] = defaultdict(list)
    for part in bulk.chunks(sorted(account_ids)):
        rows = Lot.objects.filter(
            account_id__in=part,
            earned_minor__gt=F("reserved_minor")
            + F("used_minor")
            + F("expired_minor")
            + F("reversed_minor"),
        ).annotate(free=FREE)
        for account_id, id_, free, expires_at, earned_at in rows.values_list(
            "account_id", "id", "free", "expires_at", "earned_at"
        ):
            found[account_id].append(
                Free(id=id_, free_minor=free, expires_at=expires_at, earned_at=earned_at)
            )
    return found


class LotMoves:
    """Gathers what several transfers do to lots, and writes it at the end."""

    def __init__(self) -> None:
        self._free: dict[UUID, list[Free]] = {}
        self._lots: list[dict[str, Any]] = []
        self._uses: list[dict[str, Any]] = []
        self._change: dict[UUID, list[int]] = defaultdict(lambda: [0, 0, 0, 0])

    def load(self, account_ids: Iterable[UUID]) -> None:
        """Read the free lots of accounts, which are locked."""
        ids = set(account_ids)
        self._free = {id_: [] for id_ in ids} | (free_lots(ids) if ids else {})

    def follow(
        self,
        lines: Sequence[Line],
        plan: LotPlan,
        *,
        transfer_id: UUID,
        earned_at: datetime,
        expires_at: datetime | None,
        accounts: Mapping[AccountName, Found],
    ) -> None:
        """Do to the lots what the lines of a transfer say."""
        stocks = {name: list(getattr(plan, name)) for name in ("pinned", "restores", "expired")}
        for line in lines:
            if not accounts[line.debit].has_lots or plan.moves:
                continue
            debit, amount = accounts[line.debit].id, line.amount_minor
            if line.debit.kind is Kind.RESERVED:
                use = _use_of_pinned(line.credit.kind)
                taken = _from(stocks["pinned"], amount)
            elif line.debit.kind is Kind.AVAILABLE:
                use = _BY_CREDIT.get(line.credit.kind, Use.REDEEM)
                taken = list(plan.named) or self._take(debit, amount)
            elif stocks["expired"] and line.debit.kind is Kind.BREAKAGE:
                use, taken = Use.REVERSE_EXPIRED, _from(stocks["expired"], amount)
            else:  # value comes: back to its lots, and what no lot can take back is a new one
                is_back = line.credit.kind is Kind.AVAILABLE
                use, taken = Use.RESTORE, _from(stocks["restores"], amount) if is_back else []
                if is_back and (rest := amount - sum(part for _id, part in taken)):
                    self._earn(
                        accounts[line.credit].id,
                        rest,
                        transfer_id=transfer_id,
                        earned_at=earned_at,
                        expires_at=expires_at,
                    )
            self.note(use, taken, transfer_id=transfer_id, reservation_id=plan.reservation_id)

    def _take(self, account_id: UUID, amount: int) -> list[Part]:
        lots = self._free[account_id]
        taken = take(lots, amount)
        less = dict(taken)
        self._free[account_id] = [
            replace(lot, free_minor=lot.free_minor - less.get(lot.id, 0)) for lot in lots
        ]
        return taken

    def _earn(
        self,
        account_id: UUID,
        amount: int,
        *,
        transfer_id: UUID,
        earned_at: datetime,
        expires_at: datetime | None,
    ) -> None:
        lot_id = new_id()
        self._lots.append(
            {
                "id": lot_id,
                "account_id": account_id,
                "transfer_id": transfer_id,
                "earned_minor": amount,
                "earned_at": earned_at,
                "expires_at": expires_at,
            }
        )
        if account_id in self._free:
            self._free[account_id].append(
                Free(id=lot_id, free_minor=amount, expires_at=expires_at, earned_at=earned_at)
            )

    def note(
        self, use: Use, taken: Sequence[Part], *, transfer_id: UUID, reservation_id: UUID | None
    ) -> None:
        """Remember what a transfer does with parts of lots."""
        for lot_id, part in taken:
            self._uses.append(
                {
                    "id": new_id(),
                    "lot_id": lot_id,
                    "transfer_id": transfer_id,
                    "reservation_id": reservation_id,
                    "use": use.value,
                    "amount_minor": part,
                }
            )
            for place, effect in enumerate(EFFECTS[use]):
                self._change[lot_id][place] += effect * part

    def write(self) -> None:
        """Write lots, their uses, and what they come to. Raises NotEnough."""
        same = dict.fromkeys(_COLUMNS, 0) | {"kept_until": None}
        Lot.objects.insert_plain(self._lots, **same)
        LotUse.objects.insert_plain(self._uses)
        # What shrinks goes first: no lot may hold more than was earned, not for a moment.
        for is_shrinking in (True, False):
            for place, column in enumerate(_COLUMNS):
                told = [
                    (lot_id, change[place])
                    for lot_id, change in sorted(self._change.items())
                    if change[place] and (change[place] < 0) == is_shrinking
                ]
                if told and bulk.add(Lot, told, column=column) < len(told):
                    raise NotEnough("lots")


def _use_of_pinned(credit: Kind) -> Use:
    return {Kind.AVAILABLE: Use.RELEASE, Kind.DEBT: Use.SETTLE}.get(credit, Use.CAPTURE)


def _from(stock: list[Part], amount: int) -> list[Part]:
    """Take an amount off a stock of parts, in its order."""
    return list(_taken(stock, amount))


def _taken(stock: list[Part], amount: int) -> Iterator[Part]:
    left = amount
    while left and stock:
        lot_id, held = stock.pop(0)
        part = min(held, left)
        if held > part:
            stock.insert(0, (lot_id, held - part))
        left -= part
        yield lot_id, part
