"""Errors and events: what every room may rely on."""

from dataclasses import FrozenInstanceError, dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

import pytest

from plon.core.errors import DomainError
from plon.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPaid(Event):
    minor: int


class BillClosed(DomainError):
    code: ClassVar[str] = "bill_closed"


def test_a_refusal_has_its_code_and_is_a_conflict_by_default() -> None:
    refusal = BillClosed("The bill is closed.")

    assert (refusal.code, refusal.status) == ("bill_closed", 409)
    assert str(refusal) == "The bill is closed."


def test_an_event_is_a_fact_that_does_not_change() -> None:
    paid = BillPaid(workspace_id=UUID(int=1), occurred_at=datetime(2026, 1, 5, tzinfo=UTC), minor=5)

    assert paid == BillPaid(
        workspace_id=UUID(int=1), occurred_at=datetime(2026, 1, 5, tzinfo=UTC), minor=5
    )
    with pytest.raises(FrozenInstanceError):
        paid.minor = 6  # type: ignore[misc]  # the point of the test
