"""Commands of the ledger: one transaction each, safe to repeat by their keys."""

from plon.ledger.domain import (
    AccountName,
    Kind,
    Line,
    LineImpossible,
    UnitKind,
    reversal_step,
    share,
    split,
)
from plon.ledger.services.causes import Cause
from plon.ledger.services.closing import close_month
from plon.ledger.services.expiring import expire_lots, expire_reservations
from plon.ledger.services.finding import open_unit
from plon.ledger.services.keeping import keep_proof
from plon.ledger.services.news import NewTransfer, Posted
from plon.ledger.services.posting import post_transfer, post_transfers
from plon.ledger.services.refusals import (
    AccountClosed,
    CannotReverse,
    KeyReused,
    NotEnough,
    PeriodClosed,
    PeriodOpen,
    ReservationClosed,
    ReservationGone,
    ReversedTooMuch,
    TransferGone,
    UnitFixed,
    UnitUnknown,
    WalletOnly,
)
from plon.ledger.services.reserving import Moment, Purpose, capture, release, reserve
from plon.ledger.services.reversing import refund_redemption, reverse_transfer
from plon.ledger.services.sealing import seal
from plon.ledger.services.taking_back import take_back

__all__ = [
    "AccountClosed",
    "AccountName",
    "CannotReverse",
    "Cause",
    "KeyReused",
    "Kind",
    "Line",
    "LineImpossible",
    "Moment",
    "NewTransfer",
    "NotEnough",
    "PeriodClosed",
    "PeriodOpen",
    "Posted",
    "Purpose",
    "ReservationClosed",
    "ReservationGone",
    "ReversedTooMuch",
    "TransferGone",
    "UnitFixed",
    "UnitKind",
    "UnitUnknown",
    "WalletOnly",
    "capture",
    "close_month",
    "expire_lots",
    "expire_reservations",
    "keep_proof",
    "open_unit",
    "post_transfer",
    "post_transfers",
    "refund_redemption",
    "release",
    "reserve",
    "reversal_step",
    "reverse_transfer",
    "seal",
    "share",
    "split",
    "take_back",
]
