"""Why value is taken back, and which part of what was moved a refund is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from plon.ledger.domain import Line
from plon.ledger.services.news import NewTransfer
from plon.ledger.services.reserving import Moment

_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why something is taken back: its key for ever, and what it points at."""

    key: str
    kind: str
    type: str
    id: str
    reason_code: str = ""


def new_of(
    cause: Cause,
    lines: Sequence[Line],
    at: Moment,
    *,
    content: Sequence[object],
    corrects_id: UUID | None = None,
) -> NewTransfer:
    return NewTransfer(
        key=cause.key,
        kind=cause.kind,
        cause_type=cause.type,
        cause_id=cause.id,
        lines=lines,
        occurred_at=at.occurred_at,
        accounting_date=at.accounting_date,
        actor=at.actor,
        content=content,
        reason_code=cause.reason_code,
        corrects_id=corrects_id,
    )


def within(parts: Iterable[tuple[_Key, int]], before: int, amount: int) -> list[tuple[_Key, int]]:
    """Return what of parts, laid end to end, lies between `before` and `before + amount`."""
    found, start = [], 0
    for key, minor in parts:
        part = min(start + minor, before + amount) - max(start, before)
        if part > 0:
            found.append((key, part))
        start += minor
    return found
