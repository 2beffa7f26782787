"""The proof of the books: everything that is kept is derived anew from what was written.

Set-based: each look is one statement that reads a table once, and what it answers is faults alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from plon.ledger.domain import FIRST
from plon.ledger.models import Account, Posting, Seal, Transfer
from plon.ledger.queries import looks
from plon.runtime.tenancy import current

SEALED_WITHIN = timedelta(minutes=5)
SHOWN = 5  # examples of a fault


class Fault(StrEnum):
    """What can be wrong with the books."""

    BALANCE = "balance"  # a kept balance is not the sum of its postings (V4, V5)
    UNIT = "unit"  # an account, a posting of another unit or workspace (V1, V26)
    TRANSFER = "transfer"  # a transfer or its postings are not as they were written (V2, V3)
    RESERVED = "reserved"  # what is reserved is not the sum of open reservations (V6)
    RESERVATION = "reservation"  # it does not hold the lots it should (L6)
    LOT = "lot"  # a lot is not what its uses come to (V7)
    LOTS = "lots"  # the lots of an account are not what it holds (V7)
    REVERSED = "reversed"  # more was taken back of a transfer than it moved (L12)
    DEBT = "debt"  # somebody has a debt and available value (V30)
    BUDGET = "budget"  # open and used are not the limit (V17)
    PERIOD = "period"  # something was posted into a closed month after it was closed (V28)
    SEAL = "seal"  # the chain is broken, or a block is not what was sealed (V25)
    UNSEALED = "unsealed"  # a transfer is in no block, long after it was written (V25)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A kind of fault: how often, and ids or numbers of some."""

    fault: Fault
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the proof of a workspace's books found; head: the hash of the last seal."""

    transfers: int
    postings: int
    accounts: int
    head: str
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.findings


def verify(*, now: datetime) -> Verdict:
    """Prove the books of the workspace we are inside."""
    here = current()
    wrong: dict[Fault, list[str]] = defaultdict(list)
    for fault, each in _looked(here, now=now):
        wrong[fault].append(str(each))
    return Verdict(
        transfers=Transfer.objects.count(),
        postings=Posting.objects.count(),
        accounts=Account.objects.count(),
        head=Seal.objects.order_by("-seq").values_list("hash", flat=True).first() or FIRST,
        findings=tuple(
            Finding(fault=fault, count=len(found), examples=tuple(found[:SHOWN]))
            for fault, found in sorted(wrong.items())
        ),
    )


def _looked(here: UUID, *, now: datetime) -> Iterator[tuple[Fault, object]]:
    for code, each in looks.sums(here):
        yield Fault(code), each
    found: dict[Fault, Iterable[object]] = {
        Fault.TRANSFER: looks.transfers(here),
        Fault.RESERVED: looks.reserved(here),
        Fault.RESERVATION: looks.reservations(here),
        Fault.LOT: looks.lots(here),
        Fault.LOTS: looks.lots_of_accounts(here),
        Fault.REVERSED: looks.reversed_too_much(here),
        Fault.DEBT: looks.debts(here),
        Fault.BUDGET: looks.budgets(here),
        Fault.PERIOD: looks.periods(),
        Fault.SEAL: looks.seals(here),
        Fault.UNSEALED: looks.unsealed(until=now - SEALED_WITHIN),
    }
    for fault, wrong in found.items():
        for each in wrong:
            yield fault, each
