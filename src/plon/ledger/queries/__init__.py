"""Answers about value."""

from plon.ledger.queries.balances import balance
from plon.ledger.queries.journal import journal
from plon.ledger.queries.proofs import Proved, last_proof
from plon.ledger.queries.proving import Fault, Finding, Verdict, verify

__all__ = [
    "Fault",
    "Finding",
    "Proved",
    "Verdict",
    "balance",
    "journal",
    "last_proof",
    "verify",
]
