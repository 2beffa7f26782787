"""Value is moved: one transfer, or very many at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from plon.ledger.domain import Kind
from plon.ledger.services.acting import acting
from plon.ledger.services.booking import book, book_many
from plon.ledger.services.news import Booking, NewTransfer, Posted
from plon.ledger.services.refusals import WalletOnly
from plon.runtime.bulk import chunks, once_more
from plon.runtime.tenancy import inside

AT_ONCE = 5_000  # transfers of one round of statements


def post_transfer(*, workspace_id: UUID, transfer: NewTransfer, now: datetime) -> Posted:
    """Move value once per key. Safe to repeat: the same command has the same answer for ever.

    What comes to a person pays the person's debt first; in units with lots it becomes a lot, and
    what leaves is taken from the lots that expire first. Raises KeyReused when the key stands for
    another move, NotEnough when a guarded account would fall below zero, UnitUnknown,
    AccountClosed, PeriodClosed, WalletOnly. Nothing is written then.
    """
    _check([transfer])
    with acting(workspace_id):
        return book(Booking(new=transfer), now=now)


def post_transfers(
    *, workspace_id: UUID, transfers: Sequence[NewTransfer], now: datetime
) -> list[Posted]:
    """Move value many times, all or nothing, in a few statements for thousands of transfers.

    Answers, repetitions and refusals are those of `post_transfer`, one for each in its order.
    """
    _check(transfers)
    with inside(workspace_id):
        return once_more(lambda: _all(transfers, now=now))


def _all(transfers: Sequence[NewTransfer], *, now: datetime) -> list[Posted]:
    return [
        posted
        for part in chunks(transfers, AT_ONCE)
        for posted in book_many([Booking(new=each) for each in part], now=now)
    ]


def _check(transfers: Sequence[NewTransfer]) -> None:
    """Raise WalletOnly for lines that only commands about reservations and debts may write."""
    for transfer in transfers:
        for line in transfer.lines:
            kinds = {line.debit.kind, line.credit.kind}
            if Kind.RESERVED in kinds or line.debit.kind is Kind.DEBT:
                raise WalletOnly(f"{line.debit} {line.credit}")
