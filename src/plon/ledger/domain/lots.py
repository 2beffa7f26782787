"""Lots: amounts with their own last day. What expires first is used first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from plon.core.errors import DomainError

NEVER = datetime.max.replace(tzinfo=UTC)


class NotEnough(DomainError):
    """An account or its lots hold less than is wanted."""

    code: ClassVar[str] = "not_enough"


class Use(StrEnum):
    """What happens to a part of a lot."""

    RESERVE = "reserve"
    RELEASE = "release"
    CAPTURE = "capture"  # what was reserved is spent
    REDEEM = "redeem"  # spent without a reservation
    EXPIRE = "expire"
    REVERSE = "reverse"  # taken back
    REVERSE_EXPIRED = "reverse_expired"  # taken back after it had expired
    RESTORE = "restore"  # a redemption was refunded
    SETTLE = "settle"  # what was reserved is released and pays a debt


# Use: by what reserved, used, expired and reversed grow.
EFFECTS: Mapping[Use, tuple[int, int, int, int]] = {
    Use.RESERVE: (1, 0, 0, 0),
    Use.RELEASE: (-1, 0, 0, 0),
    Use.CAPTURE: (-1, 1, 0, 0),
    Use.REDEEM: (0, 1, 0, 0),
    Use.EXPIRE: (0, 0, 1, 0),
    Use.REVERSE: (0, 0, 0, 1),
    Use.REVERSE_EXPIRED: (0, 0, -1, 1),
    Use.RESTORE: (0, -1, 0, 0),
    Use.SETTLE: (-1, 0, 0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    """What of a lot may be taken."""

    id: UUID
    free_minor: int
    expires_at: datetime | None
    earned_at: datetime

    @property
    def order(self) -> tuple[datetime, datetime, UUID]:
        """Return its place: first expiring first, then the oldest, then by id."""
        return (self.expires_at or NEVER, self.earned_at, self.id)


def take(lots: Sequence[Free], amount_minor: int) -> list[tuple[UUID, int]]:
    """Return how much to take of which lot. Raises NotEnough."""
    taken = list(_taken(sorted(lots, key=lambda lot: lot.order), amount_minor))
    if sum(part for _id, part in taken) < amount_minor:
        raise NotEnough(str(amount_minor))
    return taken


def _taken(lots: Sequence[Free], amount_minor: int) -> Iterator[tuple[UUID, int]]:
    left = amount_minor
    for lot in lots:
        part = min(lot.free_minor, left)
        if part > 0:
            yield lot.id, part
        left -= max(part, 0)
