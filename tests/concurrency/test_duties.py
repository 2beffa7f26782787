"""Several workers share the duties: none is done twice, none is lost, however long it takes."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, transaction

from plon.runtime import duties, worker
from plon.runtime.models import Duty
from tests.cast import NOW
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

KNEAD = "bakery.knead"


def clock() -> datetime:
    return datetime.now(UTC)


def test_a_job_longer_than_its_lease_is_done_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duties, "LEASE", timedelta(seconds=0.6))
    done: list[UUID] = []

    def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
        done.append(workspace_id)
        time.sleep(1.5)

    knead.__module__, knead.__qualname__ = "plon.bakery", "knead"
    duties.ask(KNEAD, workspace_id=uuid4(), due_at=NOW)

    def work(_number: int) -> None:
        until = time.monotonic() + 1.8
        while time.monotonic() < until:
            worker.run_once({}, {}, [knead], now=clock())
            time.sleep(0.05)

    assert crowd(2, work) == [None, None]
    assert len(done) == 1
    assert Duty.objects.count() == 0


def test_a_lease_that_could_not_be_renewed_once_is_renewed_the_next_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(duties, "LEASE", timedelta(seconds=0.3))
    renew, asked = duties.renew, []

    def stumble(claimed: duties.Claim, *, now: datetime) -> None:
        asked.append(now)
        if len(asked) == 1:
            raise OperationalError("locked")
        renew(claimed, now=now)

    monkeypatch.setattr(duties, "renew", stumble)

    def knead(*, workspace_id: UUID, subject: str, now: datetime) -> None:
        time.sleep(0.4)

    knead.__module__, knead.__qualname__ = "plon.bakery", "knead"
    duties.ask(KNEAD, workspace_id=uuid4(), due_at=NOW)

    worker.run_once({}, {}, [knead], now=clock())

    assert len(asked) > 1
    assert Duty.objects.count() == 0


def test_a_wish_made_while_the_duty_is_being_closed_is_kept() -> None:
    bakery = uuid4()
    duties.ask(KNEAD, workspace_id=bakery, due_at=NOW)
    closing = Event()

    def close() -> None:
        """Close the duty as `carry_out` does, and commit when the other had time to look."""
        try:
            with transaction.atomic():
                Duty.objects.select_for_update().get()
                closing.set()
                time.sleep(0.5)
                Duty.objects.all().delete()
        finally:
            connection.close()

    def wish() -> None:
        try:
            closing.wait(timeout=10)
            duties.ask(KNEAD, workspace_id=bakery, due_at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for each in [threads.submit(close), threads.submit(wish)]:
            each.result()

    assert Duty.objects.get().due_at == NOW
