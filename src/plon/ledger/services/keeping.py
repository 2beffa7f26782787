"""What the last proof found is kept, for the page that says whether all is well."""

from datetime import datetime
from uuid import UUID

from plon.ledger.models import Proof
from plon.ledger.queries import Verdict
from plon.ledger.services.acting import acting


def keep_proof(*, workspace_id: UUID, verdict: Verdict, now: datetime) -> None:
    """Keep a verdict in place of the one before."""
    told = {
        "proved_at": now,
        "transfers": verdict.transfers,
        "faults": {found.fault.value: found.count for found in verdict.findings},
    }
    with acting(workspace_id):
        Proof.objects.update_or_create(workspace_id=workspace_id, defaults=told)
