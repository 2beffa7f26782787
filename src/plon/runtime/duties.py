"""Work due in a workspace, as rows beside the data: asked for, claimed with a lease, done.

A worker renews the lease while it is at the job. One that dies leaves a lease that runs out;
another takes the duty then, and the fence lets the late one change nothing of the row any more.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F, Q, QuerySet

from plon.runtime.models import Duty

# job(workspace_id=…, subject=…, now=…); returns the moment to be called again, or None: done.
Job: TypeAlias = Callable[..., datetime | None]
Jobs: TypeAlias = Mapping[str, Job]

LEASE = timedelta(minutes=5)
PAUSES = [timedelta(seconds=s) for s in (10, 60, 300, 1_800, 7_200, 21_600, 86_400)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A duty that is ours until the lease ends."""

    duty_id: int
    job: str
    workspace_id: UUID
    subject: str
    asked: int
    lease: UUID


def ask(job: str, *, workspace_id: UUID, due_at: datetime, subject: str = "") -> None:
    """Ask for a job, "value.refresh", from a moment on. Call in the transaction of its cause.

    Safe to repeat: the earliest moment stays, and a wish that comes while the job runs is kept.
    """
    row = {"job": job, "workspace_id": workspace_id, "subject": subject}
    while not _asked(row, due_at=due_at):
        pass  # another worker finished the duty, and its row, between our look and our write


def complaint(*, workspace_id: UUID, subject: str) -> str:
    """Return why the last try of a subject's duty failed; "" where it did not, or none is due."""
    failed = Duty.objects.filter(workspace_id=workspace_id, subject=subject, attempts__gt=0)
    return failed.values_list("last_error", flat=True).first() or ""


def is_due(job: str, *, workspace_id: UUID, now: datetime) -> bool:
    """Say whether a job was asked for by now and is not done yet."""
    return _due(job, workspace_id, now).exists()


def due_beside(job: str, *, workspace_id: UUID, now: datetime) -> Exists:
    """Say what is_due says, beside the rows of another question."""
    return Exists(_due(job, workspace_id, now))


def _due(job: str, workspace_id: UUID, now: datetime) -> QuerySet[Duty]:
    return Duty.objects.filter(job=job, workspace_id=workspace_id, due_at__lte=now)


def _asked(row: dict[str, Any], *, due_at: datetime) -> bool:
    duty, is_new = Duty.objects.get_or_create(**row, defaults={"due_at": due_at})
    if is_new:
        return True
    mine = Duty.objects.filter(id=duty.id)
    is_there = mine.update(asked=F("asked") + 1, attempts=0)
    mine.filter(Q(due_at=None) | Q(due_at__gt=due_at)).update(due_at=due_at)
    return bool(is_there)


def claim(jobs: Jobs, *, now: datetime) -> Claim | None:
    """Take the duty that is due longest, for LEASE; None where nothing is."""
    due = Duty.objects.filter(job__in=list(jobs), due_at__lte=now)
    free = due.filter(Q(lease_until=None) | Q(lease_until__lte=now)).order_by("due_at", "id")
    # Looking first keeps an idle worker from taking SQLite's write lock each second.
    return _claim(free, now=now) if free.exists() else None


@transaction.atomic
def _claim(free: QuerySet[Duty], *, now: datetime) -> Claim | None:
    duty = free.select_for_update(skip_locked=True).first()
    if duty is None:
        return None
    lease = uuid4()
    Duty.objects.filter(id=duty.id).update(lease=lease, lease_until=now + LEASE)
    return Claim(
        duty_id=duty.id,
        job=duty.job,
        workspace_id=duty.workspace_id,
        subject=duty.subject,
        asked=duty.asked,
        lease=lease,
    )


def carry_out(claimed: Claim, jobs: Jobs, *, now: datetime) -> None:
    """Do the claimed duty and close it, or make it due again where the job or a new wish says so.

    The job enters the workspace itself: a long one part by part, each with its own transaction.
    """
    again_at = jobs[claimed.job](
        workspace_id=claimed.workspace_id, subject=claimed.subject, now=now
    )
    with transaction.atomic():
        mine = _mine(claimed)
        row = mine.select_for_update().first()
        is_asked_again = row is not None and row.asked != claimed.asked
        if again_at is None and not is_asked_again:
            mine.delete()
        due_at = now if is_asked_again else again_at
        mine.update(due_at=due_at, lease=None, lease_until=None, attempts=0)


def drop(*, workspace_id: UUID) -> None:
    """Forget whatever is due in a workspace that nobody enters any more."""
    Duty.objects.filter(workspace_id=workspace_id).delete()


def renew(claimed: Claim, *, now: datetime) -> None:
    """Keep a duty for another LEASE; one that is no longer ours is left alone."""
    _mine(claimed).update(lease_until=now + LEASE)


def let_go(claimed: Claim) -> None:
    """Leave a duty undone, as nobody had begun it: its worker was told to stop."""
    _mine(claimed).update(lease=None, lease_until=None)


def let_all_go() -> None:
    """Leave undone whatever somebody was at: they are gone with their process, however it went.

    Call before the first worker of an installation starts. One that lives on elsewhere loses no
    more than its claim: the fence keeps it from changing the row. Safe to repeat.
    """
    Duty.objects.exclude(lease=None).update(lease=None, lease_until=None)


@transaction.atomic
def give_back(claimed: Claim, *, error: str, now: datetime) -> None:
    """Make a failed duty due again after a pause; after the last one it waits for a person."""
    mine = _mine(claimed)
    row = mine.select_for_update().first()
    attempts = row.attempts if row else 0
    pause = dict(enumerate(PAUSES)).get(attempts)
    mine.update(
        attempts=attempts + 1,
        due_at=pause and now + pause,
        lease=None,
        lease_until=None,
        last_error=error,
    )


def _mine(claimed: Claim) -> QuerySet[Duty]:
    return Duty.objects.filter(id=claimed.duty_id, lease=claimed.lease)
