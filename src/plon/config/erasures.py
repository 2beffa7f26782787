"""Erasures outlive a restored backup: the record beside the database, and the database, agree.

An erasure is noted by a reaction to its fact, which is tried until it is done: a kill after the
commit loses nothing. Once a day, and when a worker starts, each is held against the other.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from plon.accounts import queries as accounts
from plon.config import erasure_record
from plon.config.erasure_record import Erasures
from plon.customers import queries as customers
from plon.customers import services as erasing
from plon.customers.events import CustomerForgotten
from plon.runtime.tenancy import inside


def note_erasure(event: CustomerForgotten) -> None:
    """Write an erasure into the record."""
    firm = event.workspace_id
    _add({(firm, each): event.occurred_at for each in event.customer_ids})


def settle_erasures(*, now: datetime) -> None:
    """Erase again whom only the record names; note whom only the database knows. Each firm alone.

    What a database put back by hand brought along goes by this, too.
    """
    repeat_erasures(now=now)
    _add(known_erasures())


def repeat_erasures(*, now: datetime) -> int:
    """Erase again whoever stands in the database though the record names them; return how many."""
    told: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for (workspace_id, customer_id), at in erasure_record.read(place()).items():
        told[workspace_id][customer_id] = at
    count = 0
    for workspace_id in accounts.every_workspace() if told else ():
        if workspace_id in told:
            with inside(workspace_id):
                count += erasing.repeat_erasures(
                    workspace_id=workspace_id, erased=told[workspace_id], now=now
                )
    return count


def known_erasures() -> Erasures:
    """Return whom the database knows to be erased, of all firms."""
    found: dict[tuple[UUID, UUID], datetime] = {}
    for workspace_id in accounts.every_workspace():
        with inside(workspace_id):
            found |= {(workspace_id, who): at for who, at in customers.erasures().items()}
    return found


def gather(files: Iterable[Path]) -> None:
    """Carry over into our record what others say."""
    for file in files:
        _add(erasure_record.read(file))


def place() -> Path:
    """Return where the record lies."""
    return Path(settings.PLON_ERASURES)


def _add(erasures: Erasures) -> None:
    erasure_record.add(place(), erasures)
