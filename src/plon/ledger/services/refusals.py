"""What the ledger refuses, and why. Nothing is written then."""

from plon.core.errors import DomainError
from plon.ledger.domain import NotEnough

__all__ = [
    "AccountClosed",
    "CannotReverse",
    "KeyReused",
    "NotEnough",
    "PeriodClosed",
    "PeriodOpen",
    "ReservationClosed",
    "ReservationGone",
    "ReversedTooMuch",
    "TransferGone",
    "UnitFixed",
    "UnitUnknown",
    "WalletOnly",
]


class KeyReused(DomainError):
    """The key stands for another move already: a key means one thing for ever."""

    code = "key_reused"
    status = 422


class UnitUnknown(DomainError):
    """There is no such unit in the workspace: open_unit makes one."""

    code = "unit_unknown"
    status = 404


class UnitFixed(DomainError):
    """The unit is there with another kind, scale or rule of lots: these never change."""

    code = "unit_fixed"


class AccountClosed(DomainError):
    """Nothing moves on a closed account."""

    code = "account_closed"


class PeriodClosed(DomainError):
    """The month is closed: post into the open one and name the old one."""

    code = "period_closed"


class PeriodOpen(DomainError):
    """The month is not over yet: it cannot be closed."""

    code = "period_open"


class WalletOnly(DomainError):
    """Reservations and debts are moved by their own commands: reserve, capture, take_back."""

    code = "wallet_only"


class ReservationClosed(DomainError):
    """The reservation has ended: captured, released or expired."""

    code = "reservation_closed"


class ReservationGone(DomainError):
    """There is no such reservation in the workspace."""

    code = "reservation_gone"
    status = 404


class TransferGone(DomainError):
    """There is no such transfer in the workspace."""

    code = "transfer_gone"
    status = 404


class ReversedTooMuch(DomainError):
    """More would be taken back than there was."""

    code = "reversed_too_much"


class CannotReverse(DomainError):
    """The transfer moved lots or reservations: what it did is undone by a command of its own."""

    code = "cannot_reverse"
