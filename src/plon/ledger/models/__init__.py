"""Ledger tables."""

from plon.ledger.models.books import Account, Posting, Transfer, Unit
from plon.ledger.models.lots import Lot, LotUse, Reservation, Reversal
from plon.ledger.models.proofs import Period, Proof, Seal, SealItem

__all__ = [
    "Account",
    "Lot",
    "LotUse",
    "Period",
    "Posting",
    "Proof",
    "Reservation",
    "Reversal",
    "Seal",
    "SealItem",
    "Transfer",
    "Unit",
]
