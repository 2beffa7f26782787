"""The worker: hands facts on, does duties, starts what the clock says. Several may run at once."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction

from plon.runtime import duties, outbox
from plon.runtime.holding import held
from plon.runtime.models import Delivery, Tick
from plon.runtime.names import name_of
from plon.runtime.outbox import Reactions

TimedJob: TypeAlias = Callable[..., object]
Clock: TypeAlias = Mapping[TimedJob, timedelta]

EPOCH = datetime.fromisoformat("2026-01-01T00:00:00+00:00")  # ticks are counted from here

log = logging.getLogger(__name__)


def run_once(
    reactions: Reactions, clock: Clock, jobs: Sequence[duties.Job] = (), *, now: datetime
) -> bool:
    """Hand on what is due now, and do one duty; say whether there was anything.

    One, since it may take minutes: the next is claimed at a moment of its own.
    """
    was_busy = outbox.hand_on(reactions, now=now) > 0
    for delivery in outbox.due(reactions, now=now):
        was_busy = True
        _deliver(delivery, reactions, now=now)
    for job, every in clock.items():
        if _is_first(job, planned_at=now - (now - EPOCH) % every):
            _run(job, now=now)
    by_name = {name_of(job): job for job in jobs}
    if by_name and (claimed := duties.claim(by_name, now=now)):
        was_busy = True
        _carry_out(claimed, by_name, now=now)
    return was_busy


def _deliver(delivery: Delivery, reactions: Reactions, *, now: datetime) -> None:
    try:
        outbox.deliver(delivery, reactions, now=now)
    except Exception as error:
        log.exception("delivery failed", extra={"delivery": delivery.id})
        pause = dict(enumerate(duties.PAUSES)).get(delivery.attempts)
        Delivery.objects.filter(id=delivery.id, done_at=None).update(
            attempts=delivery.attempts + 1,
            due_at=pause and now + pause,
            last_error=repr(error),
        )


def _is_first(job: TimedJob, *, planned_at: datetime) -> bool:
    """Say whether this worker is the first to see the tick.

    It looks before it writes: most looks find nothing, and SQLite has one lock for all writers.
    """
    mine = Tick.objects.filter(job=name_of(job))
    if mine.filter(planned_at__gte=planned_at).exists():
        return False
    with transaction.atomic():
        _, is_new = mine.get_or_create(job=name_of(job), defaults={"planned_at": planned_at})
        earlier = mine.filter(planned_at__lt=planned_at)
        return is_new or bool(earlier.update(planned_at=planned_at))


def _run(job: TimedJob, *, now: datetime) -> None:
    try:
        job(now=now)
    except Exception:
        log.exception("job failed", extra={"job": name_of(job)})


def _carry_out(claimed: duties.Claim, jobs: duties.Jobs, *, now: datetime) -> None:
    try:
        with held(claimed, now=now):
            duties.carry_out(claimed, jobs, now=now)
    except Exception as error:
        log.exception("duty failed", extra={"duty": claimed.duty_id, "job": claimed.job})
        duties.give_back(claimed, error=repr(error), now=now)
    except BaseException:
        duties.let_go(claimed)  # told to stop: the next worker need not wait for the lease
        raise
