"""The books of every firm: proved, or written as a journal."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from plon.accounts.models import Workspace
from plon.ledger import queries as ledger
from plon.ledger.queries import Verdict
from plon.runtime.tenancy import inside


def firms(wanted: str) -> list[tuple[UUID, str]]:
    """Return id and name of the firms of this name or id; of all for ""."""
    found = Workspace.objects.order_by("name", "id").values_list("id", "name")
    return [(id_, name) for id_, name in found if wanted in {"", name, str(id_)}]


def verdicts(chosen: list[tuple[UUID, str]], *, now: datetime) -> Iterator[tuple[str, Verdict]]:
    """Prove the books of firms, one after the other; yield each firm's name and verdict."""
    for workspace_id, name in chosen:
        with inside(workspace_id):
            verdict = ledger.verify(now=now)
        yield name, verdict


def journal(workspace_id: UUID) -> Iterator[str]:
    """Yield the lines of a firm's journal."""
    with inside(workspace_id):
        yield from ledger.journal()
