"""What has come to its end: reservations nobody captured, lots nobody used."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from plon.core.days import date_in
from plon.ledger.domain import AccountName, Kind, Line
from plon.ledger.models import Lot, Reservation
from plon.ledger.services.booking import book
from plon.ledger.services.finding import lock, name_of
from plon.ledger.services.lot_moves import FREE, LotPlan
from plon.ledger.services.news import Booking, NewTransfer
from plon.ledger.services.refusals import ReservationClosed
from plon.ledger.services.reserving import Moment, release
from plon.runtime.tenancy import inside

AT_ONCE = 200


def expire_reservations(*, workspace_id: UUID, zone: ZoneInfo, now: datetime) -> int:
    """Give back what was set aside until now or earlier; return how many. Safe to repeat.

    Each is a transaction of its own, so that one which is captured meanwhile holds up nobody.
    """
    at = Moment(occurred_at=now, accounting_date=date_in(zone, now))
    with inside(workspace_id):
        due = Reservation.objects.filter(state="open", expires_at__lte=now)
        ids = list(due.order_by("expires_at", "id").values_list("id", flat=True)[:AT_ONCE])
    return sum(_is_ended(workspace_id, id_, at=at, now=now) for id_ in ids)


def _is_ended(workspace_id: UUID, reservation_id: UUID, *, at: Moment, now: datetime) -> bool:
    try:
        release(
            workspace_id=workspace_id, reservation_id=reservation_id, at=at, now=now, expired=True
        )
    except ReservationClosed:  # captured meanwhile
        return False
    return True


def expire_lots(*, workspace_id: UUID, zone: ZoneInfo, now: datetime) -> int:
    """Move what of lots is free after their last moment to breakage; return how many lots.

    What a reservation holds stays; released later, it is kept a day. Safe to repeat.
    """
    with inside(workspace_id):
        due = _due(now).order_by("account_id").values_list("account_id", flat=True)
        account_ids = list(due.distinct()[:AT_ONCE])
    return sum(_expired_of(workspace_id, id_, zone=zone, now=now) for id_ in account_ids)


def _due(now: datetime) -> QuerySet[Lot]:
    over = Q(kept_until=None) | Q(kept_until__lte=now)
    return Lot.objects.annotate(free=FREE).filter(over, expires_at__lte=now, free__gt=0)


@transaction.atomic
def _expired_of(workspace_id: UUID, account_id: UUID, *, zone: ZoneInfo, now: datetime) -> int:
    with inside(workspace_id):
        lock([account_id])
        lots = _due(now).filter(account_id=account_id).select_related("account__unit")
        bookings = [_booking(lot, zone=zone, now=now) for lot in lots.order_by("expires_at", "id")]
        for booking in bookings:
            book(booking, now=now)
        return len(bookings)


def _booking(lot: Lot, *, zone: ZoneInfo, now: datetime) -> Booking:
    account = name_of(lot.account, unit=lot.account.unit.code)
    free = lot.earned_minor - lot.reserved_minor - lot.used_minor
    free -= lot.expired_minor + lot.reversed_minor
    new = NewTransfer(
        # Once for what is free now: what a reservation holds may expire after another.
        key=f"expire:{lot.id}:{lot.expired_minor + lot.reversed_minor + lot.used_minor}",
        kind="expire",
        cause_type="lot",
        cause_id=str(lot.id),
        lines=[
            Line(
                debit=account,
                credit=AccountName(unit=account.unit, kind=Kind.BREAKAGE),
                amount_minor=free,
            )
        ],
        occurred_at=now,
        accounting_date=date_in(zone, now),
    )
    return Booking(new=new, plan=LotPlan(named=[(lot.id, free)]))
