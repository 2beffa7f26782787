"""Commands of the register: write down, change, close. One transaction each."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plon.core.errors import DomainError
from plon.experiments.domain import Kind, missing_for_closing
from plon.experiments.models import Hypothesis

__all__ = ["HypothesisClosed", "HypothesisGone", "Incomplete", "Kind", "Tried"]


class HypothesisGone(DomainError):
    """There is no such hypothesis in the workspace."""

    code = "hypothesis_gone"
    status = 404


class HypothesisClosed(DomainError):
    """The hypothesis is closed; its result and decision stay as they were said."""

    code = "hypothesis_closed"


class Incomplete(DomainError):
    """The hypothesis cannot be closed yet; the message names what is missing."""

    code = "hypothesis_incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What is tried. end_date: its last day, not before start_date."""

    observation: str
    segment: str
    change: str
    metric: str
    start_date: date
    end_date: date
    kind: Kind = Kind.FINDING


@transaction.atomic
def write_down(*, workspace_id: UUID, tried: Tried, actor: str, now: datetime) -> UUID:
    """Put a hypothesis into the register; return its id."""
    row = Hypothesis.objects.create(
        workspace_id=workspace_id, written_by=actor, created_at=now, **asdict(tried)
    )
    return row.id


@transaction.atomic
def change(*, workspace_id: UUID, hypothesis_id: UUID, tried: Tried) -> None:
    """Say anew what is tried. Raises HypothesisGone, HypothesisClosed; nothing is written then."""
    _open(workspace_id, hypothesis_id)
    Hypothesis.objects.filter(id=hypothesis_id).update(**asdict(tried))


@transaction.atomic
def close(
    *,
    workspace_id: UUID,
    hypothesis_id: UUID,
    result: str,
    decision: str,
    actor: str,
    now: datetime,
) -> None:
    """Close a hypothesis with its result and decision.

    Raises HypothesisGone, HypothesisClosed, Incomplete; nothing is written then.
    """
    _open(workspace_id, hypothesis_id)
    missing = missing_for_closing(result=result, decision=decision)
    if missing:
        raise Incomplete(" ".join(missing))
    Hypothesis.objects.filter(id=hypothesis_id).update(
        result=result.strip(), decision=decision, closed_at=now, closed_by=actor
    )


def _open(workspace_id: UUID, hypothesis_id: UUID) -> Hypothesis:
    """Return the hypothesis, locked. Raises HypothesisGone, HypothesisClosed."""
    mine = Hypothesis.objects.select_for_update()
    found = mine.filter(workspace_id=workspace_id, id=hypothesis_id).first()
    if found is None:
        raise HypothesisGone(str(hypothesis_id))
    if found.closed_at is not None:
        raise HypothesisClosed(str(hypothesis_id))
    return found
