"""Workers show that they are there; what waits is counted for each firm."""

from datetime import timedelta
from uuid import uuid4

import pytest

from plon.runtime import duties, pulse
from plon.runtime.models import Delivery, Duty, Fact, Heartbeat
from tests.cast import NOW, ann, cora

pytestmark = pytest.mark.django_db
NOBODY = uuid4()


def test_a_worker_is_alive_while_it_beats() -> None:
    worker = uuid4()
    assert not pulse.look(workspace_id=NOBODY, now=NOW).is_alive

    for seconds in (0, 10, 60):
        pulse.beat(worker, now=NOW + timedelta(seconds=seconds))

    row = Heartbeat.objects.get()
    assert (row.started_at, row.seen_at) == (NOW, NOW + timedelta(seconds=60))
    assert pulse.look(
        workspace_id=NOBODY, now=row.seen_at + pulse.SILENT - timedelta.resolution
    ).is_alive
    assert not pulse.look(workspace_id=NOBODY, now=row.seen_at + pulse.SILENT).is_alive


def test_a_worker_at_a_long_duty_is_alive_and_old_ones_are_forgotten() -> None:
    workspace_id = ann().workspace_id
    duties.ask("value.refresh", workspace_id=workspace_id, due_at=NOW)
    Duty.objects.update(lease_until=NOW + timedelta(minutes=1))
    assert pulse.look(workspace_id=NOBODY, now=NOW).is_alive

    pulse.beat(uuid4(), now=NOW - pulse.KEPT - timedelta(days=1))
    pulse.beat(uuid4(), now=NOW)
    assert Heartbeat.objects.count() == 1


def test_what_waits_is_counted_for_each_firm() -> None:
    owner, stranger = ann(), cora()
    fact = Fact.objects.create(
        workspace_id=owner.workspace_id, name="a.Fact", payload={}, occurred_at=NOW
    )
    early = NOW - timedelta(hours=1)
    Delivery.objects.create(fact=fact, handler="a.b", due_at=early)
    Delivery.objects.create(fact=fact, handler="a.c", due_at=None)
    Delivery.objects.create(fact=fact, handler="a.d", due_at=None, done_at=NOW)
    duties.ask("value.refresh", workspace_id=owner.workspace_id, due_at=NOW)
    duties.ask(
        "value.look_again", workspace_id=stranger.workspace_id, due_at=NOW + early.resolution
    )

    Duty.objects.update(asked_at=NOW)  # what was asked just now has not waited, whatever it is of
    Duty.objects.filter(workspace_id=owner.workspace_id).update(due_at=early - timedelta(days=99))
    mine = pulse.look(workspace_id=owner.workspace_id, now=NOW)
    theirs = pulse.look(workspace_id=stranger.workspace_id, now=NOW)

    assert (mine.oldest_due_at, mine.given_up) == (early, 1)
    assert (theirs.oldest_due_at, theirs.given_up) == (None, 0)
