"""What the last proof found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from plon.ledger.models import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """The last proof: when, of how many transfers, how often which fault."""

    proved_at: datetime
    transfers: int
    faults: Mapping[str, int]


def last_proof() -> Proved | None:
    """Return the last proof of the workspace we are inside; None before the first."""
    row = Proof.objects.first()
    if row is None:
        return None
    return Proved(proved_at=row.proved_at, transfers=row.transfers, faults=row.faults)
