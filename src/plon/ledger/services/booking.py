"""How transfers are written: all checks, whether one comes or a hundred thousand."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import IntegrityError

from plon.ledger.domain import (
    AccountName,
    Kind,
    Line,
    changes,
    settle_debts,
)
from plon.ledger.models import Account, Period, Posting, Transfer
from plon.ledger.services.finding import Found, find, lock, owing
from plon.ledger.services.lot_moves import LotMoves
from plon.ledger.services.news import Accounts, Booking, NewTransfer, Posted, row_of
from plon.ledger.services.refusals import AccountClosed, KeyReused, NotEnough, PeriodClosed
from plon.runtime import bulk
from plon.runtime.ids import new_id, new_ids


class Overtaken(IntegrityError):
    """Another transaction wrote one of the keys meanwhile: `bulk.once_more` looks again."""


def book(booking: Booking, *, now: datetime) -> Posted:
    """Write one transfer, or return the one of its key."""
    return next(iter(_written([booking], now=now, known={})))


def book_many(bookings: Sequence[Booking], *, now: datetime) -> list[Posted]:
    """Write transfers, a few statements for all. Raises Overtaken where another was faster."""
    known = _known([booking.new.key for booking in bookings])
    return _written(bookings, now=now, known=known)


def answer_of(new: NewTransfer) -> Posted | None:
    """Return what the key stands for already. Raises KeyReused."""
    known = _known([new.key])
    return _answered(new, known) if known else None


def _known(keys: Sequence[str]) -> dict[str, tuple[UUID, str]]:
    return {
        key: (id_, told)
        for part in bulk.chunks(keys)
        for key, id_, told in Transfer.objects.filter(key__in=part).values_list(
            "key", "id", "content_hash"
        )
    }


def _answered(new: NewTransfer, known: Mapping[str, tuple[UUID, str]]) -> Posted:
    id_, told = known[new.key]
    if told != new.content_hash:
        raise KeyReused(new.key)
    return Posted(id=id_, is_new=False)


def _written(
    bookings: Sequence[Booking], *, now: datetime, known: Mapping[str, tuple[UUID, str]]
) -> list[Posted]:
    fresh: dict[str, Booking] = {}
    for booking in bookings:
        first = fresh.setdefault(booking.new.key, booking)
        if first.new.content_hash != booking.new.content_hash:
            raise KeyReused(booking.new.key)
    fresh = {key: booking for key, booking in fresh.items() if key not in known}
    _check_periods([booking.new for booking in fresh.values()], now=now)
    ids = _write(list(fresh.values()), now=now, is_alone=len(bookings) == 1) if fresh else {}
    if ids is None:
        return [_answered(bookings[0].new, _known([bookings[0].new.key]))]
    told, answers = dict(ids), []
    for booking in bookings:
        id_ = told.pop(booking.new.key, None)
        if id_ is not None:
            answers.append(Posted(id=id_, is_new=True))
        elif booking.new.key in ids:
            answers.append(Posted(id=ids[booking.new.key], is_new=False))
        else:
            answers.append(_answered(booking.new, known))
    return answers


def _write(bookings: Sequence[Booking], *, now: datetime, is_alone: bool) -> dict[str, UUID] | None:
    """Write transfers whose keys are new; None where the only one's key was taken meanwhile."""
    accounts = dict(find({name for each in bookings for name in _names(each.new.lines)}))
    if closed := [str(name) for name, found in accounts.items() if found.is_closed]:
        raise AccountClosed(", ".join(closed))
    lots, is_locked = LotMoves(), not is_alone or _wants_lock(bookings, accounts)
    if is_locked:
        _lock(accounts)
        bookings = _settled(bookings, accounts)
        lots.load(_giving(bookings, accounts))
    ids = new_ids(len(bookings))
    rows = [
        row_of(booking.new, id_, accounts, now=now)
        for booking, id_ in zip(bookings, ids, strict=True)
    ]
    if len(Transfer.objects.insert_new(rows)) < len(rows):
        if is_alone:
            return None
        raise Overtaken
    _post(bookings, ids, accounts)
    _change_balances(bookings, accounts, is_locked=is_locked)
    _follow(lots, bookings, ids, accounts)
    return {booking.new.key: id_ for booking, id_ in zip(bookings, ids, strict=True)}


def _names(lines: Iterable[Line]) -> Iterable[AccountName]:
    for line in lines:
        yield line.debit
        yield line.credit


def _lock(accounts: Accounts) -> None:
    """Lock what is guarded: debts last, whoever locks."""
    is_debt = {name: name.kind is Kind.DEBT for name in accounts}
    for wanted in (False, True):
        lock(accounts[name].id for name in accounts if is_debt[name] == wanted)


def _giving(bookings: Sequence[Booking], accounts: Accounts) -> set[UUID]:
    """Return the accounts whose free lots are to be chosen from."""
    return {
        accounts[line.debit].id
        for booking in bookings
        for line in booking.new.lines
        if line.debit.kind is Kind.AVAILABLE
        and accounts[line.debit].has_lots
        and not booking.plan.named
    }


def _follow(
    lots: LotMoves, bookings: Sequence[Booking], ids: Sequence[UUID], accounts: Accounts
) -> None:
    for booking, id_ in zip(bookings, ids, strict=True):
        lots.follow(
            booking.new.lines,
            booking.plan,
            transfer_id=id_,
            earned_at=booking.new.occurred_at,
            expires_at=booking.new.expires_at,
            accounts=accounts,
        )
    lots.write()


def _check_periods(news: Sequence[NewTransfer], *, now: datetime) -> None:
    """Raise PeriodClosed for a date in a closed month; only months gone by can be closed."""
    today = now.astimezone(UTC).date()
    late = {
        new.accounting_date.replace(day=1)
        for new in news
        if (new.accounting_date.year, new.accounting_date.month) != (today.year, today.month)
    }
    if late and (closed := Period.objects.filter(month__in=late).first()):
        raise PeriodClosed(str(closed))


def _wants_lock(bookings: Sequence[Booking], accounts: Accounts) -> bool:
    """Say whether balances or lots must be read before they are changed."""
    return any(
        line.credit.kind is Kind.AVAILABLE
        or (accounts[line.debit].has_lots and line.debit.kind in {Kind.AVAILABLE, Kind.RESERVED})
        for booking in bookings
        for line in booking.new.lines
    )


def _settled(bookings: Sequence[Booking], accounts: dict[AccountName, Found]) -> list[Booking]:
    """Return the transfers with debts paid first by what comes; adds the debts' accounts."""
    owed = owing(
        {
            line.credit.of_kind(Kind.DEBT)
            for booking in bookings
            for line in booking.new.lines
            if line.credit.kind is Kind.AVAILABLE
        }
    )
    if not owed:
        return list(bookings)
    accounts |= {name: found for name, (found, _minor) in owed.items()}
    debts = {name: minor for name, (_found, minor) in owed.items()}
    settled = []
    for booking in bookings:
        lines = settle_debts(booking.new.lines, debts)
        for name, change in changes(lines).items():
            if name in debts:
                debts[name] += change
        new = replace(booking.new, lines=lines, content=booking.new.meant)
        settled.append(replace(booking, new=new))
    return settled


def _post(bookings: Sequence[Booking], ids: Sequence[UUID], accounts: Accounts) -> None:
    Posting.objects.insert_plain(
        [
            {
                "id": new_id(),
                "transfer_id": id_,
                "line_no": number,
                "unit_id": accounts[line.debit].unit_id,
                "debit_id": accounts[line.debit].id,
                "credit_id": accounts[line.credit].id,
                "amount_minor": line.amount_minor,
            }
            for booking, id_ in zip(bookings, ids, strict=True)
            for number, line in enumerate(booking.new.lines, start=1)
        ]
    )


def _change_balances(bookings: Sequence[Booking], accounts: Accounts, *, is_locked: bool) -> None:
    """Change balances by conditional statements: never read, then decide, then write.

    Locked ones in one statement, others one by one in one order for all.
    """
    change: Counter[UUID] = Counter()
    names = {found.id: name for name, found in accounts.items()}
    for booking in bookings:
        for name, minor in changes(booking.new.lines).items():
            change[accounts[name].id] += minor
    told = sorted((id_, minor) for id_, minor in change.items() if minor)
    for part in [told] if is_locked else [[each] for each in told]:
        if part and bulk.add(Account, part, column="balance_minor") < len(part):
            raise NotEnough(", ".join(str(names[id_]) for id_, minor in part if minor < 0))
