"""Value told by many at once, again and again and in any order, moves once, and no floor breaks."""

from collections.abc import Callable
from random import Random
from uuid import UUID

import pytest
from django.db import connection

from plon.ledger import services
from plon.ledger.models import Lot, Reservation, Transfer
from plon.ledger.services import Kind
from plon.ledger.tests import desk
from plon.ledger.tests.desk import balance, line, post
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 16
COMMANDS = 2_000 if connection.vendor == "postgresql" else 240  # SQLite has one writer
PEOPLE = [f"c{number}" for number in range(20)]


@pytest.fixture
def bakery() -> UUID:
    workspace_id = ann().workspace_id
    with inside(workspace_id):
        desk.open_units(workspace_id)
    return workspace_id


def faults(bakery: UUID) -> list[str]:
    with inside(bakery):
        return desk.faults()


def command(bakery: UUID, number: int) -> Callable[[], object]:
    """Return one of a mix of commands, each with a key of its own."""
    who, key = PEOPLE[number % len(PEOPLE)], f"k{number}"
    moves = [
        (Kind.EXPENSE, Kind.PENDING, 7, "PLN"),
        (Kind.EXPENSE, Kind.AVAILABLE, 5, "PTS"),
        (Kind.AVAILABLE, Kind.FULFILMENT, 3, "PTS"),
        (Kind.AVAILABLE, Kind.BANK, 2, "PLN"),
    ]
    debit, credit, minor, unit = moves[number // len(PEOPLE) % len(moves)]
    return lambda: post(bakery, key, line(debit, credit, minor, of=who, unit=unit))


def test_what_is_delivered_often_and_in_any_order_has_one_effect(bakery: UUID) -> None:
    for who in PEOPLE:
        for unit in ("PLN", "PTS"):
            post(
                bakery,
                f"before:{who}:{unit}",
                line(Kind.EXPENSE, Kind.AVAILABLE, 10_000, of=who, unit=unit),
            )
    chance = Random(4711)
    deliveries = [n for n in range(COMMANDS) for _ in range(chance.randint(1, 5))]
    chance.shuffle(deliveries)

    def deliver(thread: int) -> int:
        return sum(
            command(bakery, number)().is_new  # type: ignore[attr-defined]
            for number in deliveries[thread::THREADS]
        )

    answers = crowd(THREADS, deliver)

    assert all(isinstance(each, int) for each in answers), answers
    assert sum(each for each in answers if isinstance(each, int)) == COMMANDS
    with inside(bakery):
        assert Transfer.objects.count() == COMMANDS + 2 * len(PEOPLE)
        kinds = COMMANDS // 4
        assert sum(balance(Kind.PENDING, of=who) for who in PEOPLE) == 7 * kinds
        left = 10_000 * len(PEOPLE)
        assert sum(balance(Kind.AVAILABLE, of=who) for who in PEOPLE) == left - 2 * kinds
        assert balance(Kind.BANK) == 2 * kinds
        points = sum(balance(Kind.AVAILABLE, of=who, unit="PTS") for who in PEOPLE)
        assert points == left + (5 - 3) * kinds
    assert faults(bakery) == []


@pytest.mark.parametrize("unit", ["PLN", "PTS"])
def test_contended_spending_takes_exactly_what_is_there(bakery: UUID, unit: str) -> None:
    post(bakery, "before", line(Kind.EXPENSE, Kind.AVAILABLE, 100, unit=unit))

    def spend(thread: int) -> int:
        done = 0
        for number in range(10):
            try:
                post(
                    bakery,
                    f"s{thread}:{number}",
                    line(Kind.AVAILABLE, Kind.FULFILMENT, 1, unit=unit),
                )
                done += 1
            except services.NotEnough:
                pass
        return done

    answers = crowd(THREADS, spend)

    assert sum(each for each in answers if isinstance(each, int)) == 100, answers
    with inside(bakery):
        assert balance(Kind.AVAILABLE, unit=unit) == 0
        assert balance(Kind.FULFILMENT, unit=unit) == 100
    assert faults(bakery) == []


def test_a_reservation_that_is_captured_and_released_at_once_ends_once(bakery: UUID) -> None:
    post(bakery, "before", line(Kind.EXPENSE, Kind.AVAILABLE, 1_000, unit="PTS"))
    with inside(bakery):
        held = [desk.reserve(bakery, 10, key=f"r{number}") for number in range(10)]

    def end(thread: int) -> int:
        done = 0
        for number, one in enumerate(held):
            try:
                if thread % 2:
                    done += desk.capture(bakery, one, 4, key=f"c{number}").is_new
                else:
                    done += services.release(
                        workspace_id=bakery, reservation_id=one, at=desk.AT, now=NOW
                    ).is_new
            except services.ReservationClosed:
                pass
        return done

    answers = crowd(8, end)

    assert sum(each for each in answers if isinstance(each, int)) == 10, answers
    with inside(bakery):
        captured = Reservation.objects.filter(state="captured").count()
        assert balance(Kind.RESERVED, unit="PTS") == 0
        assert balance(Kind.AVAILABLE, unit="PTS") == 1_000 - 4 * captured
    assert faults(bakery) == []


def test_one_reservation_asked_for_by_many_at_once_is_one(bakery: UUID) -> None:
    post(bakery, "before", line(Kind.EXPENSE, Kind.AVAILABLE, 100, unit="PTS"))

    answers = crowd(8, lambda _number: desk.reserve(bakery, 60))

    assert len(set(answers)) == 1, answers
    assert isinstance(answers[0], UUID)
    with inside(bakery):
        assert Lot.objects.get().reserved_minor == 60
    assert faults(bakery) == []


def test_refunds_at_once_take_back_no_more_than_there_was(bakery: UUID) -> None:
    granted = post(bakery, "g", line(Kind.EXPENSE, Kind.PENDING, 1_000)).id

    def refund(thread: int) -> int:
        done = 0
        for number in range(4):
            try:
                key = f"x{thread % 4}:{number}"
                with inside(bakery):
                    done += desk.reverse(bakery, granted, base=9, refund=1, key=key).is_new
            except services.ReversedTooMuch:
                pass
        return done

    answers = crowd(8, refund)

    assert sum(each for each in answers if isinstance(each, int)) == 9, answers
    with inside(bakery):
        assert balance(Kind.PENDING) == 0
    assert faults(bakery) == []


def test_batches_that_overlap_are_written_once(bakery: UUID) -> None:
    news = [
        desk.transfer(f"g{n}", [line(Kind.EXPENSE, Kind.PENDING, 1, of=f"c{n}")]) for n in range(60)
    ]

    def grant(thread: int) -> int:
        mine = news[thread * 5 :][:: 1 if thread % 2 else -1]
        posted = services.post_transfers(workspace_id=bakery, transfers=mine, now=NOW)
        return sum(each.is_new for each in posted)

    answers = crowd(6, grant)

    assert sum(each for each in answers if isinstance(each, int)) == 60, answers
    with inside(bakery):
        assert balance(Kind.EXPENSE) == 60
    assert faults(bakery) == []
