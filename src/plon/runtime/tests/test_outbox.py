"""Facts: told with their change, handed on, each handler once, whatever fails."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from plon.core.events import Event
from plon.runtime import duties, outbox, worker
from plon.runtime.models import Delivery, Duty, Fact, Tick
from plon.runtime.tenancy import current

NOW = datetime(2026, 4, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreadBaked(Event):
    loaves: int


seen: list[tuple[UUID, int]] = []


def count_loaves(event: BreadBaked) -> None:
    seen.append((current(), event.loaves))


def burn(event: BreadBaked) -> None:
    seen.append((event.workspace_id, event.loaves))
    raise RuntimeError("burnt")


def echo(event: BreadBaked) -> None:
    outbox.publish(event)


for handler in (count_loaves, burn, echo, BreadBaked):
    handler.__module__ = "plon.bakery"


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


def baked(loaves: int = 3) -> UUID:
    workspace_id = uuid4()
    with transaction.atomic():
        outbox.publish(BreadBaked(workspace_id=workspace_id, occurred_at=NOW, loaves=loaves))
    return workspace_id


@pytest.mark.django_db(transaction=True)
class TestPublish:
    def test_refuses_a_fact_without_its_change(self) -> None:
        with pytest.raises(outbox.FactWithoutChange, match=r"bakery\.BreadBaked"):
            outbox.publish(BreadBaked(workspace_id=uuid4(), occurred_at=NOW, loaves=1))

    def test_a_fact_goes_with_its_change(self) -> None:
        with transaction.atomic():
            outbox.publish(BreadBaked(workspace_id=uuid4(), occurred_at=NOW, loaves=1))
            transaction.set_rollback(True)

        assert Fact.objects.count() == 0


@pytest.mark.django_db(transaction=True)
class TestRunOnce:
    def test_each_handler_runs_once_inside_the_facts_workspace(self) -> None:
        workspace_id = baked()
        reactions: outbox.Reactions = {BreadBaked: [count_loaves]}

        assert worker.run_once(reactions, {}, now=NOW)
        assert not worker.run_once(reactions, {}, now=NOW)
        assert seen == [(workspace_id, 3)]

    def test_a_handler_that_fails_holds_up_nobody_and_is_tried_again(self) -> None:
        baked()
        reactions: outbox.Reactions = {BreadBaked: [burn, count_loaves]}

        worker.run_once(reactions, {}, now=NOW)
        worker.run_once(reactions, {}, now=NOW + duties.PAUSES[0])

        assert len(seen) == 3
        failed = Delivery.objects.get(handler="bakery.burn")
        assert (failed.attempts, failed.done_at) == (2, None)
        assert "burnt" in failed.last_error

    def test_after_the_last_pause_it_waits_for_a_person(self) -> None:
        baked()
        moment = NOW
        for pause in (timedelta(0), *duties.PAUSES):
            moment += pause
            worker.run_once({BreadBaked: [burn]}, {}, now=moment)

        assert Delivery.objects.get().due_at is None

    def test_a_fact_unknown_to_this_version_waits(self) -> None:
        baked()

        worker.run_once({}, {}, now=NOW)

        assert not Fact.objects.get().is_handed_on

    def test_a_delivery_to_a_handler_unknown_to_this_version_waits(self) -> None:
        baked()
        worker.run_once({BreadBaked: [burn, count_loaves]}, {}, now=NOW)
        later = NOW + duties.PAUSES[0]

        assert not worker.run_once({BreadBaked: [count_loaves]}, {}, now=later)
        assert not worker.run_once({}, {}, now=later)

        assert Delivery.objects.get(handler="bakery.burn").attempts == 1

    def test_a_circle_of_facts_stops(self) -> None:
        baked()
        moment = NOW
        for _ in range(3 * outbox.DEPTH_MAX):
            moment += 2 * duties.PAUSES[-1]
            worker.run_once({BreadBaked: [echo]}, {}, now=moment)

        assert Fact.objects.count() == outbox.DEPTH_MAX + 1

    def test_the_clock_starts_a_job_once_a_tick_and_survives_its_failure(self) -> None:
        ticks: list[datetime] = []

        def ring(*, now: datetime) -> None:
            ticks.append(now)
            raise RuntimeError("bell broken")

        ring.__module__ = "plon.bakery"
        for moment in (NOW, NOW + HOUR / 2, NOW + HOUR):
            worker.run_once({}, {ring: HOUR}, now=moment)

        assert ticks == [NOW, NOW + HOUR]
        assert Tick.objects.get().planned_at == NOW + HOUR

    def test_a_look_that_finds_nothing_takes_no_lock(self) -> None:
        def ring(*, now: datetime) -> None:
            pass

        ring.__module__ = "plon.bakery"
        worker.run_once({}, {ring: HOUR}, now=NOW)
        with CaptureQueriesContext(connection) as asked:
            worker.run_once({}, {ring: HOUR}, now=NOW + HOUR / 2)

        assert asked
        assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


@pytest.mark.django_db(transaction=True)
class TestDuties:
    def test_a_duty_is_done_when_due_and_then_gone(self) -> None:
        done: list[str] = []

        def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
            done.append(subject)

        knead.__module__ = "plon.bakery"
        knead.__qualname__ = "knead"
        duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW + HOUR, subject="dough")

        assert not worker.run_once({}, {}, [knead], now=NOW)
        assert worker.run_once({}, {}, [knead], now=NOW + HOUR)
        assert done == ["dough"]
        assert Duty.objects.count() == 0

    def test_asking_twice_leaves_one_with_the_earlier_moment(self) -> None:
        bakery = uuid4()
        for moment in (NOW + HOUR, NOW, NOW + 2 * HOUR):
            duties.ask("bakery.knead", workspace_id=bakery, due_at=moment)

        assert Duty.objects.get().due_at == NOW

    def test_a_job_may_ask_to_be_called_again(self) -> None:
        def prove(*, workspace_id: UUID, subject: str, now: datetime) -> datetime:
            return now + HOUR

        duties.ask("bakery.prove", workspace_id=uuid4(), due_at=NOW)
        claimed = duties.claim({"bakery.prove": prove}, now=NOW)
        assert claimed is not None
        duties.carry_out(claimed, {"bakery.prove": prove}, now=NOW)

        assert Duty.objects.get().due_at == NOW + HOUR

    def test_a_wish_that_comes_while_the_job_runs_is_kept(self) -> None:
        bakery = uuid4()

        def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
            duties.ask("bakery.knead", workspace_id=bakery, due_at=now)

        duties.ask("bakery.knead", workspace_id=bakery, due_at=NOW)
        claimed = duties.claim({"bakery.knead": knead}, now=NOW)
        assert claimed is not None
        duties.carry_out(claimed, {"bakery.knead": knead}, now=NOW)

        assert Duty.objects.get().lease is None
        assert duties.claim({"bakery.knead": knead}, now=NOW) is not None

    def test_a_wish_meanwhile_comes_before_the_jobs_own_next_time(self) -> None:
        bakery = uuid4()

        def prove(*, workspace_id: UUID, subject: str, now: datetime) -> datetime:
            duties.ask("bakery.prove", workspace_id=bakery, due_at=now)
            return now + HOUR

        duties.ask("bakery.prove", workspace_id=bakery, due_at=NOW)
        claimed = duties.claim({"bakery.prove": prove}, now=NOW)
        assert claimed is not None
        duties.carry_out(claimed, {"bakery.prove": prove}, now=NOW)

        assert Duty.objects.get().due_at == NOW

    def test_a_lease_keeps_others_away_until_it_runs_out(self) -> None:
        jobs = {"bakery.knead": lambda **_: None}
        duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW)
        first = duties.claim(jobs, now=NOW)

        assert duties.claim(jobs, now=NOW) is None
        second = duties.claim(jobs, now=NOW + duties.LEASE)
        assert first is not None
        assert second is not None

        duties.carry_out(first, jobs, now=NOW)  # comes too late: the row is not its own any more
        assert Duty.objects.get().lease == second.lease

    def test_each_duty_is_claimed_at_a_moment_of_its_own(self) -> None:
        done: list[datetime] = []

        def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
            done.append(now)

        knead.__module__, knead.__qualname__ = "plon.bakery", "knead"
        for _ in range(2):
            duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW)
        for moment in (NOW, NOW + HOUR):
            worker.run_once({}, {}, [knead], now=moment)

        assert done == [NOW, NOW + HOUR]

    def test_a_worker_told_to_stop_leaves_its_duty_to_the_next(self) -> None:
        def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
            raise KeyboardInterrupt

        knead.__module__, knead.__qualname__ = "plon.bakery", "knead"
        duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW)
        with pytest.raises(KeyboardInterrupt):
            worker.run_once({}, {}, [knead], now=NOW)

        assert Duty.objects.get().attempts == 0
        assert duties.claim({"bakery.knead": knead}, now=NOW) is not None

    def test_a_duty_of_a_worker_that_was_killed_need_not_wait_for_the_lease(self) -> None:
        jobs = {"bakery.knead": lambda **_: None}
        duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW)
        first = duties.claim(jobs, now=NOW)

        duties.let_all_go()

        second = duties.claim(jobs, now=NOW)
        assert first is not None
        assert second is not None
        duties.carry_out(first, jobs, now=NOW)  # it lived on elsewhere: the fence holds
        assert Duty.objects.get().lease == second.lease

    def test_a_failure_that_comes_too_late_changes_nothing(self) -> None:
        jobs = {"bakery.knead": lambda **_: None}
        duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW)
        first = duties.claim(jobs, now=NOW)
        duties.claim(jobs, now=NOW + duties.LEASE)
        assert first is not None

        duties.give_back(first, error="late", now=NOW)

        assert (Duty.objects.get().attempts, Duty.objects.get().last_error) == (0, "")

    def test_a_job_that_fails_is_tried_again_after_a_pause(self) -> None:
        def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
            raise RuntimeError("no flour")

        knead.__module__ = "plon.bakery"
        knead.__qualname__ = "knead"
        duties.ask("bakery.knead", workspace_id=uuid4(), due_at=NOW)
        moment = NOW
        for pause in (timedelta(0), *duties.PAUSES):
            moment += pause
            worker.run_once({}, {}, [knead], now=moment)

        failed = Duty.objects.get()
        assert (failed.due_at, failed.attempts) == (None, len(duties.PAUSES) + 1)
        assert "no flour" in failed.last_error


def test_rows_are_told_by_what_they_are() -> None:
    fact = Fact(id=7, name="bakery.BreadBaked")

    assert str(fact) == "bakery.BreadBaked 7"
    assert str(Delivery(fact=fact, handler="bakery.burn")) == "bakery.burn <- 7"
    assert str(Tick(job="bakery.ring", planned_at=NOW)) == f"bakery.ring {NOW}"
