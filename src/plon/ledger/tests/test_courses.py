"""Any course of commands leaves what a plain model of wallets says, and books that are sound."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from plon.ledger import services
from plon.ledger.models import Lot
from plon.ledger.services import Kind
from plon.ledger.services.reserving import pinned_by
from plon.ledger.tests import desk
from plon.ledger.tests.desk import balance, line, post
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db

WARSAW = ZoneInfo("Europe/Warsaw")
PEOPLE = st.sampled_from(["dan", "eve"])
MINOR = st.integers(1, 60)


@dataclass
class Wallet:
    """What one person has by the model; lots as [day of expiry, free]."""

    pending: int = 0
    debt: int = 0
    reserved: int = 0
    lots: list[list[int]] = field(default_factory=list)

    @property
    def available(self) -> int:
        return sum(free for _day, free in self.lots)

    def come(self, minor: int, day: int) -> None:
        paid = min(self.debt, minor)
        self.debt -= paid
        if minor > paid:
            self.lots.append([day, minor - paid])

    def go(self, minor: int) -> None:
        for lot in sorted(self.lots, key=lambda one: one[0]):
            part = min(lot[1], minor)
            lot[1] -= part
            minor -= part
        self.lots = [lot for lot in self.lots if lot[1]]


class Books(RuleBasedStateMachine):
    """Two people, points with lots; every command with every refusal."""

    workspace_id: UUID

    def __init__(self) -> None:
        super().__init__()
        self.scope: AbstractContextManager[Any] = transaction.atomic()
        self.scope.__enter__()
        self.workspace_id = ann().workspace_id
        self.place = inside(self.workspace_id)
        self.place.__enter__()
        desk.open_units(self.workspace_id)
        self.wallets = {"dan": Wallet(), "eve": Wallet()}
        self.open: dict[UUID, tuple[str, int]] = {}
        self.number = 0

    def teardown(self) -> None:
        faults = desk.faults()
        self.place.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.scope.__exit__(None, None, None)
        assert faults == []

    def key(self) -> str:
        self.number += 1
        return f"k{self.number}"

    def tried(self, act: Callable[[], object], *, may: bool) -> bool:
        """Do it twice, as a delivery may come twice; say whether it was done."""
        try:
            with transaction.atomic():
                act()
        except services.NotEnough:
            assert not may
            return False
        act()
        assert may
        return True

    @rule(who=PEOPLE, minor=MINOR)
    def grant(self, who: str, minor: int) -> None:
        key = self.key()
        move = line(Kind.EXPENSE, Kind.PENDING, minor, of=who, unit="PTS")
        assert self.tried(lambda: post(self.workspace_id, key, move), may=True)
        self.wallets[who].pending += minor

    @rule(who=PEOPLE, minor=MINOR, day=st.integers(1, 9))
    def vest(self, who: str, minor: int, day: int) -> None:
        key, wallet = self.key(), self.wallets[who]
        move = line(Kind.PENDING, Kind.AVAILABLE, minor, of=who, unit="PTS")
        ends = NOW + timedelta(days=day)
        if self.tried(
            lambda: post(self.workspace_id, key, move, expires_at=ends),
            may=minor <= wallet.pending,
        ):
            wallet.pending -= minor
            wallet.come(minor, day)

    @rule(who=PEOPLE, minor=MINOR)
    def spend(self, who: str, minor: int) -> None:
        key, wallet = self.key(), self.wallets[who]
        move = line(Kind.AVAILABLE, Kind.FULFILMENT, minor, of=who, unit="PTS")
        may = minor <= wallet.available
        if self.tried(lambda: post(self.workspace_id, key, move), may=may):
            wallet.go(minor)

    @rule(who=PEOPLE, minor=MINOR)
    def reserve(self, who: str, minor: int) -> None:
        key, wallet, made = self.key(), self.wallets[who], set[UUID]()
        if self.tried(
            lambda: made.add(desk.reserve(self.workspace_id, minor, key=key, of=who)),
            may=minor <= wallet.available,
        ):
            (one,) = made
            wallet.go(minor)
            wallet.reserved += minor
            self.open[one] = (who, minor)

    @precondition(lambda self: self.open)
    @rule(minor=MINOR, pick=st.randoms(use_true_random=False))
    def capture(self, minor: int, pick: Any) -> None:
        one = pick.choice(sorted(self.open))
        who, held = self.open[one]
        key, wallet = self.key(), self.wallets[who]
        lots_before = self.pinned(one)
        if self.tried(
            lambda: desk.capture(self.workspace_id, one, minor, key=key), may=minor <= held
        ):
            del self.open[one]
            wallet.reserved -= held
            self.come_back(wallet, lots_before, held - minor)

    @precondition(lambda self: self.open)
    @rule(pick=st.randoms(use_true_random=False))
    def release(self, pick: Any) -> None:
        one = pick.choice(sorted(self.open))
        who, held = self.open.pop(one)
        lots_before = self.pinned(one)
        act = services.release
        assert self.tried(
            lambda: act(workspace_id=self.workspace_id, reservation_id=one, at=desk.AT, now=NOW),
            may=True,
        )
        self.wallets[who].reserved -= held
        self.come_back(self.wallets[who], lots_before, held)

    def pinned(self, one: UUID) -> list[tuple[int, int]]:
        parts = pinned_by(one)
        days = dict(Lot.objects.values_list("id", "expires_at"))
        return [(((days[lot] or NOW) - NOW).days, minor) for lot, minor in parts]

    def come_back(self, wallet: Wallet, parts: list[tuple[int, int]], rest: int) -> None:
        """What is released is the tail of what was pinned; it pays a debt first."""
        back: list[tuple[int, int]] = []
        for day, minor in reversed(parts):
            part = min(minor, rest)
            rest -= part
            if part:
                back.insert(0, (day, part))
        for day, minor in back:
            wallet.come(minor, day)

    @rule(who=PEOPLE, minor=MINOR)
    def take_back(self, who: str, minor: int) -> None:
        key, wallet = self.key(), self.wallets[who]
        assert self.tried(
            lambda: desk.take_back(self.workspace_id, minor, key=key, of=who), may=True
        )
        taken = min(minor, wallet.available)
        wallet.go(taken)
        wallet.debt += minor - taken

    @rule(day=st.integers(1, 9))
    def expire(self, day: int) -> None:
        services.expire_lots(
            workspace_id=self.workspace_id, zone=WARSAW, now=NOW + timedelta(days=day)
        )
        for wallet in self.wallets.values():
            wallet.lots = [lot for lot in wallet.lots if lot[0] > day]

    @invariant()
    def is_what_the_model_says(self) -> None:
        for who, wallet in self.wallets.items():
            kept = [
                balance(kind, of=who, unit="PTS")
                for kind in (Kind.PENDING, Kind.AVAILABLE, Kind.RESERVED, Kind.DEBT)
            ]
            assert kept == [wallet.pending, wallet.available, wallet.reserved, wallet.debt]


@pytest.mark.parametrize(
    ("courses", "steps"), [(12, 25), pytest.param(300, 50, marks=pytest.mark.big)]
)
def test_any_course_of_commands_is_what_the_model_says(courses: int, steps: int) -> None:
    run(
        Books,
        settings=settings(
            max_examples=courses,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )
