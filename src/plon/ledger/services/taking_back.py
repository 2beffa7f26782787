"""Value is taken back from a person: what is there, and the rest as a debt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plon.ledger.domain import AccountName, Free, Kind, Line, take
from plon.ledger.models import Account, Lot
from plon.ledger.services.acting import acting
from plon.ledger.services.booking import answer_of, book
from plon.ledger.services.causes import Cause, new_of, within
from plon.ledger.services.finding import find, lock
from plon.ledger.services.lot_moves import LotPlan, Part, free_lots
from plon.ledger.services.news import Booking, Posted
from plon.ledger.services.reserving import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holding:
    """What of a person can be taken: of the lot itself, of it expired, of other lots, in all."""

    own: Sequence[Part]
    expired: Sequence[Part]
    others: Sequence[Part]
    available_minor: int  # what may be taken of what the person has
    has_lots: bool


def take_back(
    *,
    workspace_id: UUID,
    available: AccountName,
    expense: AccountName,
    amount_minor: int,
    earned_by: UUID | None,
    cause: Cause,
    at: Moment,
    now: datetime,
) -> Posted:
    """Take back what came to a person; what is gone already becomes a debt. Safe to repeat.

    earned_by: the transfer that brought it. In units with lots its own lot is taken first, then
    what of it has expired, then other lots, those that expire first (from_others). Nothing that is
    reserved is touched. Raises KeyReused.
    """
    parts = ["take_back", str(available), available.unit, amount_minor]
    with acting(workspace_id):
        new = new_of(cause, [], at, content=parts)
        if known := answer_of(new):
            return known
        account = find([available])[available]
        lock([account.id])
        held = _holding(
            account.id,
            has_lots=account.has_lots,
            earned_by=earned_by,
            wanted=amount_minor,
        )
        lines, plan = _taken(available, expense, amount_minor, held)
        new = new_of(cause, lines, at, content=parts)
        return book(Booking(new=new, plan=plan), now=now)


def _holding(account_id: UUID, *, has_lots: bool, earned_by: UUID | None, wanted: int) -> _Holding:
    if not has_lots:
        balance = Account.objects.values_list("balance_minor", flat=True).get(id=account_id) or 0
        return _Holding(
            own=(), expired=(), others=(), available_minor=min(balance, wanted), has_lots=False
        )
    mine = Lot.objects.filter(account_id=account_id)
    mine = mine.filter(transfer_id=earned_by) if earned_by else mine.none()
    mine_ids = set(mine.values_list("id", flat=True))
    lots = free_lots([account_id]).get(account_id, [])
    own = _up_to([lot for lot in lots if lot.id in mine_ids], wanted)
    left = wanted - _sum(own)
    expired = within(mine.order_by("id").values_list("id", "expired_minor"), 0, left)
    left -= _sum(expired)
    strange = [lot for lot in lots if lot.id not in mine_ids]
    others = _up_to(strange, left)
    return _Holding(
        own=own,
        expired=expired,
        others=others,
        available_minor=_sum(own) + _sum(others),
        has_lots=True,
    )


def _taken(
    available: AccountName, expense: AccountName, amount_minor: int, held: _Holding
) -> tuple[list[Line], LotPlan]:
    """Return the lines: what is there, what had expired, and the rest as a debt."""
    breakage = AccountName(unit=available.unit, kind=Kind.BREAKAGE)
    expired = _sum(held.expired)
    amounts = (
        (available, held.available_minor),
        (breakage, expired),
        (available.of_kind(Kind.DEBT), amount_minor - held.available_minor - expired),
    )
    lines = [
        Line(debit=name, credit=expense, amount_minor=minor) for name, minor in amounts if minor
    ]
    return lines, LotPlan(named=(*held.own, *held.others), expired=held.expired)


def _up_to(lots: Sequence[Free], wanted: int) -> list[Part]:
    return take(lots, min(wanted, sum(lot.free_minor for lot in lots)))


def _sum(parts: Iterable[Part]) -> int:
    return sum(minor for _id, minor in parts)
