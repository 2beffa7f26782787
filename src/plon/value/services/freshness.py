"""Commands that say how fresh the figures are, and ask for new ones."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from plon.runtime import duties
from plon.value.models import Basis, Freshness

REFRESH, LOOK_AGAIN = "value.refresh", "value.look_again"


@transaction.atomic
def mark_stale(*, workspace_id: UUID, reason: str, now: datetime, is_whole: bool = False) -> None:
    """Say that figures are older than what they are made of; ask for new ones if that is the rule.

    is_whole: customers who changed do not tell it; all of it is to be computed anew.
    Safe to repeat. With a monthly or quarterly cadence the figures wait for their day.
    """
    state = _state(workspace_id)
    Freshness.objects.filter(id=state.id).filter(
        Q(changed_at=None) | Q(changed_at__lt=now) | ~Q(state=Freshness.State.STALE)
    ).update(state=Freshness.State.STALE, reason=reason, changed_at=now)
    if is_whole:
        Freshness.objects.filter(id=state.id).update(content_sha256="")
    # Before the first figures there is nothing to wait with.
    if not _is_waiting() or state.customers == 0:
        duties.ask(REFRESH, workspace_id=workspace_id, due_at=now)


@transaction.atomic
def ask_refresh(*, workspace_id: UUID, now: datetime) -> None:
    """Ask for new figures at once, whatever the cadence. Safe to repeat."""
    state = _state(workspace_id)
    Freshness.objects.filter(id=state.id).update(state=Freshness.State.RUNNING, content_sha256="")
    duties.ask(REFRESH, workspace_id=workspace_id, due_at=now)


@transaction.atomic
def follow_cadence(*, workspace_id: UUID, now: datetime) -> None:
    """Follow another cadence: look on its days, and mend at once what need wait no more.

    Safe to repeat.
    """
    duties.ask(LOOK_AGAIN, workspace_id=workspace_id, due_at=now)
    if not _is_waiting() and Freshness.objects.filter(state=Freshness.State.STALE).exists():
        duties.ask(REFRESH, workspace_id=workspace_id, due_at=now)


def _is_waiting() -> bool:
    """Say whether figures wait for their month or quarter."""
    return Basis.objects.exclude(cadence=Basis.Cadence.ON_CHANGE).exists()


def _state(workspace_id: UUID) -> Freshness:
    return Freshness.objects.get_or_create(workspace_id=workspace_id)[0]
