"""A firm with units, for the ledger's tests: points with lots, and money."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from plon.ledger import queries, services
from plon.ledger.services import AccountName, Kind, Line, NewTransfer, Posted, UnitKind
from tests.cast import NOW

TODAY = date(2026, 4, 12)
DAN = "0197f5ae-0000-7000-8000-00000000000d"


def open_units(workspace_id: UUID) -> None:
    for code, kind, exponent, has_lots in (
        ("PLN", UnitKind.MONEY, 2, False),
        ("PTS", UnitKind.POINTS, 0, True),
        ("XP", UnitKind.XP, 0, False),
    ):
        services.open_unit(
            workspace_id=workspace_id,
            code=code,
            kind=kind,
            exponent=exponent,
            has_lots=has_lots,
            now=NOW,
        )


def account(kind: Kind, *, of: str = DAN, unit: str = "PLN") -> AccountName:
    """Return a person's account; of a programme or the firm's own where the kind is such."""
    if kind is Kind.EXPENSE:
        return AccountName(unit=unit, kind=kind, owner_type="programme", owner_id="p1")
    if kind in {Kind.BANK, Kind.BREAKAGE, Kind.FULFILMENT, Kind.CLEARING, Kind.TAX_PAYABLE}:
        return AccountName(unit=unit, kind=kind)
    return AccountName(unit=unit, kind=kind, owner_type="customer", owner_id=of)


def line(debit: Kind, credit: Kind, minor: int, *, of: str = DAN, unit: str = "PLN") -> Line:
    return Line(
        debit=account(debit, of=of, unit=unit),
        credit=account(credit, of=of, unit=unit),
        amount_minor=minor,
    )


def transfer(
    key: str,
    lines: Sequence[Line],
    *,
    expires_at: datetime | None = None,
    accounting_date: date = TODAY,
    content: Sequence[object] | None = None,
) -> NewTransfer:
    return NewTransfer(
        key=key,
        kind="test",
        cause_type="test",
        cause_id=key,
        lines=lines,
        occurred_at=NOW,
        accounting_date=accounting_date,
        expires_at=expires_at,
        content=content,
    )


def post(workspace_id: UUID, key: str, *lines: Line, expires_at: datetime | None = None) -> Posted:
    return services.post_transfer(
        workspace_id=workspace_id, transfer=transfer(key, lines, expires_at=expires_at), now=NOW
    )


def balance(kind: Kind, *, of: str = DAN, unit: str = "PLN") -> int:
    return queries.balance(account(kind, of=of, unit=unit))


AT = services.Moment(occurred_at=NOW, accounting_date=TODAY)


def cause(key: str) -> services.Cause:
    return services.Cause(key=key, kind="test", type="test", id=key)


def reserve(
    workspace_id: UUID,
    minor: int,
    *,
    key: str = "r1",
    unit: str = "PTS",
    of: str = DAN,
    expires_at: datetime | None = None,
) -> UUID:
    return services.reserve(
        workspace_id=workspace_id,
        available=account(Kind.AVAILABLE, unit=unit, of=of),
        amount_minor=minor,
        purpose=services.Purpose(kind="till", id=key),
        expires_at=expires_at,
        at=AT,
        now=NOW,
    )


def capture(
    workspace_id: UUID, reservation_id: UUID, minor: int, *, key: str = "c1", unit: str = "PTS"
) -> Posted:
    return services.capture(
        workspace_id=workspace_id,
        reservation_id=reservation_id,
        key=key,
        kind="redeem",
        to=[(account(Kind.FULFILMENT, unit=unit), minor)],
        at=AT,
        now=NOW,
    )


def take_back(
    workspace_id: UUID,
    minor: int,
    *,
    earned_by: UUID | None = None,
    key: str = "t1",
    unit: str = "PTS",
    of: str = DAN,
) -> Posted:
    return services.take_back(
        workspace_id=workspace_id,
        available=account(Kind.AVAILABLE, unit=unit, of=of),
        expense=account(Kind.EXPENSE, unit=unit),
        amount_minor=minor,
        earned_by=earned_by,
        cause=cause(key),
        at=AT,
        now=NOW,
    )


def refund(
    workspace_id: UUID,
    redeemed_by: UUID,
    minor: int,
    *,
    key: str = "f1",
    now: datetime = NOW,
) -> Posted:
    return services.refund_redemption(
        workspace_id=workspace_id,
        redeemed_by=redeemed_by,
        amount_minor=minor,
        cause=cause(key),
        at=AT,
        now=now,
    )


def reverse(
    workspace_id: UUID, transfer_id: UUID, *, base: int = 1, refund: int = 1, key: str = "x1"
) -> Posted:
    return services.reverse_transfer(
        workspace_id=workspace_id,
        transfer_id=transfer_id,
        cause=cause(key),
        at=AT,
        now=NOW,
        base_minor=base,
        refund_minor=refund,
    )


def faults(*, now: datetime = NOW) -> list[str]:
    """Return the codes of what the proof finds."""
    return [found.fault.value for found in queries.verify(now=now).findings]
