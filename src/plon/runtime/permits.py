"""So many a minute over all processes, without a write for each: a process takes some at once.

The count stands in a row of the database; this is what a process holds of it.
"""

from datetime import datetime
from threading import Lock
from uuid import UUID

_NONE_LEFT = -1  # in the whole minute: nobody needs to ask again


class Permits:
    """Permits that this process holds, each for a subject and a minute."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: dict[UUID, tuple[datetime, int]] = {}

    def spend(self, subject: UUID, *, minute: datetime) -> bool | None:
        """Spend one; return whether there was one, or None where more are to be asked for."""
        with self._lock:
            since, left = self._held.get(subject, (minute, 0))
            if since != minute or left == 0:
                return None
            if left == _NONE_LEFT:
                return False
            self._held[subject] = (minute, left - 1)
            return True

    def hold(self, subject: UUID, *, minute: datetime, count: int) -> None:
        """Hold so many more for a minute."""
        with self._lock:
            since, left = self._held.get(subject, (minute, 0))
            self._held[subject] = (minute, count + (max(left, 0) if since == minute else 0))

    def close(self, subject: UUID, *, minute: datetime) -> None:
        """Remember that the minute's permits are used up."""
        with self._lock:
            self._held[subject] = (minute, _NONE_LEFT)
