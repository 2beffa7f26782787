"""Value is set aside for a purpose, and that ends once: captured, released or expired."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, Sum

from plon.ledger.domain import EFFECTS, AccountName, Kind, Line, NotEnough, Use
from plon.ledger.models import Lot, LotUse, Reservation
from plon.ledger.services.acting import acting
from plon.ledger.services.booking import answer_of, book
from plon.ledger.services.finding import find, name_of
from plon.ledger.services.lot_moves import LotPlan, Part
from plon.ledger.services.news import Booking, NewTransfer, Posted
from plon.ledger.services.refusals import ReservationClosed, ReservationGone
from plon.runtime.bulk import once_more
from plon.runtime.tenancy import inside

KEPT = timedelta(hours=24)  # what is released after its last day may be used so long
_OPEN = Reservation.State.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What value is set aside for: once for each kind, id and ordinal."""

    kind: str  # "redemption", "payout", "till"
    id: str
    ordinal: int = 1

    @property
    def key(self) -> str:
        """Return the purpose as a part of keys."""
        return f"{self.kind}:{self.id}:{self.ordinal}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When something happened: the moment, the firm's day of it, and who did it."""

    occurred_at: datetime
    accounting_date: date
    actor: str = "system"


def reserve(
    *,
    workspace_id: UUID,
    available: AccountName,
    amount_minor: int,
    purpose: Purpose,
    expires_at: datetime | None,
    at: Moment,
    now: datetime,
) -> UUID:
    """Set value of a person aside; return the reservation's id. Safe to repeat.

    Raises KeyReused where the purpose has another amount, NotEnough.
    """
    lines = [
        Line(debit=available, credit=available.of_kind(Kind.RESERVED), amount_minor=amount_minor)
    ]
    new = _new(f"reserve:{purpose.key}", "reserve", purpose, lines, at)

    def step() -> UUID:
        if answer_of(new):
            return _of(purpose)
        held = Reservation.objects.create(
            workspace_id=workspace_id,
            account_id=find([available])[available].id,
            purpose=purpose.kind,
            purpose_id=purpose.id,
            ordinal=purpose.ordinal,
            amount_minor=amount_minor,
            expires_at=expires_at,
            created_at=now,
        )
        book(Booking(new=new, plan=LotPlan(reservation_id=held.id)), now=now)
        return held.id

    with inside(workspace_id):
        return once_more(step)


def capture(
    *,
    workspace_id: UUID,
    reservation_id: UUID,
    key: str,
    kind: str,
    to: Sequence[tuple[AccountName, int]],
    at: Moment,
    now: datetime,
) -> Posted:
    """Hand over what was set aside, all or a part; the rest is released in the same transfer.

    to: who gets how much. Safe to repeat by its key. Raises ReservationGone, ReservationClosed,
    KeyReused, NotEnough where more is wanted than was set aside.
    """
    with acting(workspace_id):
        held = _locked(reservation_id)
        account = name_of(held.account, unit=held.account.unit.code)
        captured = sum(minor for _name, minor in to)
        reserved = account.of_kind(Kind.RESERVED)
        lines = [Line(debit=reserved, credit=name, amount_minor=minor) for name, minor in to]
        if rest := held.amount_minor - captured:
            if rest < 0:
                raise NotEnough(str(reserved))
            lines.append(Line(debit=reserved, credit=account, amount_minor=rest))
        new = _new(key, kind, _purpose(held), lines, at)
        if known := answer_of(new):
            return known
        return _end(held, new, state="captured", captured=captured, now=now)


def release(
    *, workspace_id: UUID, reservation_id: UUID, at: Moment, now: datetime, expired: bool = False
) -> Posted:
    """Give back what was set aside. Safe to repeat.

    Raises ReservationGone, ReservationClosed where it was captured.
    """
    with acting(workspace_id):
        held = _locked(reservation_id)
        account = name_of(held.account, unit=held.account.unit.code)
        lines = [
            Line(
                debit=account.of_kind(Kind.RESERVED),
                credit=account,
                amount_minor=held.amount_minor,
            )
        ]
        new = _new(f"release:{held.id}", "release", _purpose(held), lines, at)
        if known := answer_of(new):
            return known
        state = "expired" if expired else "released"
        return _end(held, new, state=state, captured=0, now=now)


def _end(
    held: Reservation, new: NewTransfer, *, state: str, captured: int, now: datetime
) -> Posted:
    """End an open reservation by one conditional statement, and post what follows."""
    ended = Reservation.objects.filter(id=held.id, state=_OPEN).update(
        state=state, captured_minor=captured, released_minor=F("amount_minor") - captured
    )
    if not ended:
        raise ReservationClosed(str(held.id))
    pinned = pinned_by(held.id)
    plan = LotPlan(pinned=pinned, reservation_id=held.id)
    posted = book(Booking(new=new, plan=plan), now=now)
    if captured < held.amount_minor and pinned:
        _keep_a_day([lot_id for lot_id, _part in pinned], now=now)
    return posted


def pinned_by(reservation_id: UUID) -> list[Part]:
    """Return which lots a reservation holds, and how much of each: first expiring first."""
    uses = LotUse.objects.filter(reservation_id=reservation_id)
    order = (F("lot__expires_at").asc(nulls_last=True), "lot__earned_at", "lot_id")
    sums = uses.values("lot_id", "lot__expires_at", "lot__earned_at", "use").annotate(
        sum=Sum("amount_minor")
    )
    held: dict[UUID, int] = {}
    for row in sums.order_by(*order):
        effect = EFFECTS[Use(row["use"])][0]
        held[row["lot_id"]] = held.get(row["lot_id"], 0) + effect * row["sum"]
    return [(lot_id, part) for lot_id, part in held.items() if part]


def _keep_a_day(lot_ids: Sequence[UUID], *, now: datetime) -> None:
    """Let what came back after its last day be used a day longer."""
    over = Lot.objects.filter(id__in=lot_ids, expires_at__lte=now)
    over.filter(Q(kept_until=None) | Q(kept_until__lt=now + KEPT)).update(kept_until=now + KEPT)


def _locked(reservation_id: UUID) -> Reservation:
    rows = Reservation.objects.select_for_update(no_key=True)
    held = rows.filter(id=reservation_id).first()
    if held is None:
        raise ReservationGone(str(reservation_id))
    return held


def _of(purpose: Purpose) -> UUID:
    return Reservation.objects.values_list("id", flat=True).get(
        purpose=purpose.kind, purpose_id=purpose.id, ordinal=purpose.ordinal
    )


def _purpose(held: Reservation) -> Purpose:
    return Purpose(kind=held.purpose, id=held.purpose_id, ordinal=held.ordinal)


def _new(key: str, kind: str, purpose: Purpose, lines: Sequence[Line], at: Moment) -> NewTransfer:
    return NewTransfer(
        key=key,
        kind=kind,
        cause_type=purpose.kind,
        cause_id=purpose.id,
        lines=lines,
        occurred_at=at.occurred_at,
        accounting_date=at.accounting_date,
        actor=at.actor,
    )
