"""Answers about hypotheses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q

from plon.experiments.domain import Decision, Kind, State, state_of
from plon.experiments.models import Hypothesis

__all__ = [
    "Decision",
    "HypothesisFacts",
    "Kind",
    "Open",
    "State",
    "hypotheses",
    "hypothesis",
    "open_count",
    "to_decide",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisFacts:
    """A hypothesis as others may know it. end_date: its last day; decision "" while open."""

    id: UUID
    kind: str
    observation: str
    segment: str
    change: str
    metric: str
    start_date: date
    end_date: date
    result: str
    decision: str
    created_at: datetime
    closed_at: datetime | None

    def state(self, today: date) -> State:
        """Return how far it has come."""
        return state_of(
            start=self.start_date, end=self.end_date, decision=self.decision, today=today
        )


_FACTS = tuple(HypothesisFacts.__dataclass_fields__)


def hypotheses(*, limit: int = 200) -> list[HypothesisFacts]:
    """Return the register: open ones by their last day, then closed ones, the newest first."""
    rows = Hypothesis.objects.order_by(F("closed_at").desc(nulls_first=True), "end_date", "id")
    return _facts(rows.values(*_FACTS)[:limit])


def hypothesis(hypothesis_id: UUID) -> HypothesisFacts | None:
    """Return one hypothesis."""
    found = _facts(Hypothesis.objects.filter(id=hypothesis_id).values(*_FACTS))
    return found[0] if found else None


def to_decide(*, today: date, limit: int = 20) -> list[HypothesisFacts]:
    """Return open hypotheses whose last day is over: somebody has to say what came of them."""
    rows = Hypothesis.objects.filter(closed_at=None, end_date__lt=today)
    return _facts(rows.order_by("end_date", "id").values(*_FACTS)[:limit])


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """How many hypotheses are open; of how many the last day is over."""

    count: int
    to_decide: int


def open_count(*, today: date) -> Open:
    """Return how many hypotheses nobody has decided yet."""
    rows = Hypothesis.objects.filter(closed_at=None)
    return Open(
        **rows.aggregate(count=Count("id"), to_decide=Count("id", filter=Q(end_date__lt=today)))
    )


def _facts(rows: Any) -> list[HypothesisFacts]:
    return [HypothesisFacts(**row) for row in rows]
