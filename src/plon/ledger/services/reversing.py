"""What was moved is moved back: a redemption that was refunded, a transfer that was a mistake."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from plon.ledger.domain import Kind, Line, Use, reversal_step
from plon.ledger.models import LotUse, Posting, Reversal, Transfer
from plon.ledger.services.acting import acting
from plon.ledger.services.booking import answer_of, book
from plon.ledger.services.causes import Cause, new_of, within
from plon.ledger.services.finding import name_of
from plon.ledger.services.lot_moves import LotPlan, Part
from plon.ledger.services.news import Booking, Posted
from plon.ledger.services.refusals import CannotReverse, ReversedTooMuch, TransferGone
from plon.ledger.services.reserving import Moment

GRACE = timedelta(days=30)  # what comes back after its lot has expired


def refund_redemption(
    *,
    workspace_id: UUID,
    redeemed_by: UUID,
    amount_minor: int,
    cause: Cause,
    at: Moment,
    now: datetime,
) -> Posted:
    """Give back what a redemption took: to the lots it came from, all of it or a part.

    What came from a lot that has expired meanwhile comes as a new lot of GRACE. Safe to repeat.
    Raises TransferGone, CannotReverse where it redeemed nothing, KeyReused, ReversedTooMuch where
    more is given back than was redeemed.
    """
    with acting(workspace_id):
        spent = _redeemed(redeemed_by)
        counted = _counted(workspace_id, redeemed_by, base=sum(one.amount_minor for one in spent))
        parts = ["refund", str(redeemed_by), amount_minor]
        new = new_of(cause, [], at, content=parts, corrects_id=redeemed_by)
        if known := answer_of(new):
            return known
        before = _count(counted, amount_minor)
        back = within(
            [(place, line.amount_minor) for place, line in enumerate(spent)], before, amount_minor
        )
        lines = [
            Line(
                debit=spent[place].credit,
                credit=spent[place].debit.of_kind(Kind.AVAILABLE),
                amount_minor=minor,
            )
            for place, minor in back
        ]
        restores = _restorable(redeemed_by, before, amount_minor, now=now)
        new = replace(new, lines=lines, expires_at=now + GRACE)
        return book(Booking(new=new, plan=LotPlan(restores=restores)), now=now)


def reverse_transfer(
    *,
    workspace_id: UUID,
    transfer_id: UUID,
    cause: Cause,
    at: Moment,
    now: datetime,
    base_minor: int = 1,
    refund_minor: int = 1,
) -> Posted:
    """Post the mirror of a transfer, all of it or the part of a refund. Safe to repeat.

    base_minor, refund_minor: what the transfer was for and how much of that is refunded now, as
    1,999.99 and 333.33 of a sale. However refunds are split or ordered, each line is taken back to
    the last grosz and no further. Raises TransferGone, KeyReused, ReversedTooMuch, NotEnough where
    the value is not there any more, CannotReverse where lots, reservations or debts were moved.
    """
    with acting(workspace_id):
        original = _lines_of(transfer_id)
        if any(_is_bound(line, has_lots=has_lots) for line, has_lots in original):
            raise CannotReverse(str(transfer_id))
        counted = _counted(workspace_id, transfer_id, base=base_minor)
        parts = ["reverse", str(transfer_id), base_minor, refund_minor]
        new = new_of(cause, [], at, content=parts, corrects_id=transfer_id)
        if known := answer_of(new):
            return known
        before = _count(counted, refund_minor)
        lines = [
            Line(debit=line.credit, credit=line.debit, amount_minor=step)
            for line, _has_lots in original
            if (
                step := reversal_step(
                    line.amount_minor,
                    base=base_minor,
                    before=before,
                    after=before + refund_minor,
                )
            )
        ]
        return book(Booking(new=replace(new, lines=lines)), now=now)


def _is_bound(line: Line, *, has_lots: bool) -> bool:
    kinds = {line.debit.kind, line.credit.kind}
    return bool(kinds & {Kind.RESERVED, Kind.DEBT}) or (has_lots and Kind.AVAILABLE in kinds)


def _lines_of(transfer_id: UUID) -> list[tuple[Line, bool]]:
    """Return a transfer's lines, and whether their unit has lots. Raises TransferGone."""
    if not Transfer.objects.filter(id=transfer_id).exists():
        raise TransferGone(str(transfer_id))
    rows = Posting.objects.filter(transfer=transfer_id).order_by("line_no")
    return [
        (
            Line(
                debit=name_of(row.debit, unit=row.unit.code),
                credit=name_of(row.credit, unit=row.unit.code),
                amount_minor=row.amount_minor,
            ),
            row.unit.has_lots,
        )
        for row in rows.select_related("unit", "debit", "credit")
    ]


def _redeemed(transfer_id: UUID) -> list[Line]:
    """Return the lines by which a person's value was handed over."""
    wallet = {Kind.AVAILABLE, Kind.RESERVED}
    spent = [
        line
        for line, _has_lots in _lines_of(transfer_id)
        if line.debit.kind in wallet and line.credit.kind not in wallet | {Kind.DEBT}
    ]
    if not spent:
        raise CannotReverse(str(transfer_id))
    return spent


def _counted(workspace_id: UUID, original_id: UUID, *, base: int) -> Reversal:
    """Return the count of what was taken back of a transfer, locked."""
    Reversal.objects.get_or_create(
        workspace_id=workspace_id, original_id=original_id, defaults={"base_minor": base}
    )
    counted = Reversal.objects.select_for_update(no_key=True).get(original_id=original_id)
    if counted.base_minor != base:
        raise CannotReverse(f"{original_id}: {counted.base_minor}")
    return counted


def _count(counted: Reversal, refund_minor: int) -> int:
    """Count a refund by one conditional statement; return how much was refunded before."""
    before = counted.refunded_minor
    mine = Reversal.objects.filter(
        id=counted.id, refunded_minor=before, base_minor__gte=before + refund_minor
    )
    if refund_minor < 1 or not mine.update(refunded_minor=before + refund_minor):
        raise ReversedTooMuch(str(counted.original_id))
    return before


def _restorable(transfer_id: UUID, before: int, amount: int, *, now: datetime) -> list[Part]:
    """Return the lots of a redemption that may be used again: those of this part of it."""
    uses = LotUse.objects.filter(
        transfer=transfer_id, use__in=[Use.REDEEM.value, Use.CAPTURE.value]
    )
    order = (F("lot__expires_at").asc(nulls_last=True), "lot__earned_at", "lot_id")
    rows = list(uses.order_by(*order).values_list("lot_id", "amount_minor", "lot__expires_at"))
    over = {lot_id for lot_id, _minor, expires_at in rows if expires_at and expires_at <= now}
    parts = within([(lot_id, minor) for lot_id, minor, _expires_at in rows], before, amount)
    return [(lot_id, minor) for lot_id, minor in parts if lot_id not in over]
