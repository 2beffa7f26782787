"""Reservations, what is taken back, what is refunded, what expires."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from plon.ledger import services
from plon.ledger.models import Lot, Posting, Reservation, Transfer
from plon.ledger.services import Kind
from plon.ledger.services.expiring import _is_ended
from plon.ledger.tests import desk
from plon.ledger.tests.desk import balance, line, post
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann, cora

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture
def bakery() -> Iterator[UUID]:
    owner = ann()
    with inside(owner.workspace_id):
        desk.open_units(owner.workspace_id)
        yield owner.workspace_id
        assert desk.faults() == []


def earn(bakery: UUID, minor: int, *, key: str = "e1", days: int = 300, unit: str = "PTS") -> UUID:
    return post(
        bakery,
        key,
        line(Kind.EXPENSE, Kind.AVAILABLE, minor, unit=unit),
        expires_at=NOW + timedelta(days=days),
    ).id


def held() -> list[int]:
    """Return available, reserved and debt."""
    return [balance(kind, unit="PTS") for kind in (Kind.AVAILABLE, Kind.RESERVED, Kind.DEBT)]


def lots() -> list[tuple[int, ...]]:
    rows = Lot.objects.order_by("expires_at", "earned_minor")
    names = ("earned_minor", "reserved_minor", "used_minor", "expired_minor", "reversed_minor")
    return list(rows.values_list(*names))


class TestReserve:
    def test_sets_value_and_lots_aside_once(self, bakery: UUID) -> None:
        earn(bakery, 100)

        ids = {desk.reserve(bakery, 60) for _ in range(2)}

        assert len(ids) == 1
        assert held() == [40, 60, 0]
        assert lots() == [(100, 60, 0, 0, 0)]

    def test_refuses_the_same_purpose_with_another_amount(self, bakery: UUID) -> None:
        earn(bakery, 100)
        desk.reserve(bakery, 60)

        with pytest.raises(services.KeyReused):
            desk.reserve(bakery, 61)

    def test_sets_no_more_aside_than_there_is(self, bakery: UUID) -> None:
        earn(bakery, 100)

        with pytest.raises(services.NotEnough), transaction.atomic():
            desk.reserve(bakery, 101)

        assert held() == [100, 0, 0]
        assert not Reservation.objects.exists()


class TestCapture:
    def test_of_a_part_releases_the_rest_at_once(self, bakery: UUID) -> None:
        earn(bakery, 100, days=30)
        earn(bakery, 100, key="e2", days=60)
        one = desk.reserve(bakery, 150)

        first, again = (desk.capture(bakery, one, 120) for _ in range(2))

        assert first.is_new
        assert again == services.Posted(id=first.id, is_new=False)
        assert held() == [80, 0, 0]
        assert lots() == [(100, 0, 100, 0, 0), (100, 0, 20, 0, 0)]
        kept = Reservation.objects.get()
        assert (kept.state, kept.captured_minor, kept.released_minor) == ("captured", 120, 30)

    def test_takes_no_more_than_was_set_aside_and_ends_once(self, bakery: UUID) -> None:
        earn(bakery, 100)
        one = desk.reserve(bakery, 50)

        with pytest.raises(services.NotEnough):
            desk.capture(bakery, one, 51)
        desk.capture(bakery, one, 50)
        with pytest.raises(services.ReservationClosed):
            desk.capture(bakery, one, 50, key="c2")
        with pytest.raises(services.ReservationClosed):
            services.release(workspace_id=bakery, reservation_id=one, at=desk.AT, now=NOW)
        with pytest.raises(services.ReservationGone):
            desk.capture(bakery, new_id(), 1)

    def test_pays_out_net_and_tax(self, bakery: UUID) -> None:
        earn(bakery, 250_000, unit="PLN")
        one = desk.reserve(bakery, 250_000, unit="PLN")

        services.capture(
            workspace_id=bakery,
            reservation_id=one,
            key="payout:1:submit",
            kind="payout",
            to=[
                (desk.account(Kind.CLEARING), 225_000),
                (desk.account(Kind.TAX_PAYABLE), 25_000),
            ],
            at=desk.AT,
            now=NOW,
        )

        assert (balance(Kind.CLEARING), balance(Kind.TAX_PAYABLE)) == (225_000, 25_000)


class TestRelease:
    def test_gives_back_once(self, bakery: UUID) -> None:
        earn(bakery, 100)
        one = desk.reserve(bakery, 60)

        for _ in range(2):
            services.release(workspace_id=bakery, reservation_id=one, at=desk.AT, now=NOW)

        assert held() == [100, 0, 0]
        assert Reservation.objects.get().state == "released"

    def test_pays_a_debt_that_came_meanwhile(self, bakery: UUID) -> None:
        by = earn(bakery, 100)
        one = desk.reserve(bakery, 100)
        desk.take_back(bakery, 30, earned_by=by)
        assert held() == [0, 100, 30]

        services.release(workspace_id=bakery, reservation_id=one, at=desk.AT, now=NOW)

        assert held() == [70, 0, 0]
        assert lots() == [(100, 0, 0, 0, 30)]

    def test_what_is_over_is_given_back_by_itself(self, bakery: UUID) -> None:
        earn(bakery, 100)
        desk.reserve(bakery, 60, expires_at=NOW)
        desk.reserve(bakery, 10, key="r2", expires_at=NOW + timedelta(days=1))

        counts = [
            services.expire_reservations(workspace_id=bakery, zone=WARSAW, now=NOW)
            for _ in range(2)
        ]

        assert counts == [1, 0]
        assert held() == [90, 10, 0]
        assert set(Reservation.objects.values_list("state", flat=True)) == {"expired", "open"}

    def test_one_that_is_captured_meanwhile_is_left_alone(self, bakery: UUID) -> None:
        earn(bakery, 100)
        one = desk.reserve(bakery, 60, expires_at=NOW)
        desk.capture(bakery, one, 60)

        assert not _is_ended(bakery, one, at=desk.AT, now=NOW)
        assert held() == [40, 0, 0]


class TestTakeBack:
    def test_takes_the_own_lot_then_others_then_makes_a_debt(self, bakery: UUID) -> None:
        by = earn(bakery, 100, days=30)
        post(bakery, "spend", line(Kind.AVAILABLE, Kind.FULFILMENT, 80, unit="PTS"))
        earn(bakery, 50, key="e2", days=60)

        first, again = (desk.take_back(bakery, 100, earned_by=by) for _ in range(2))

        assert again == services.Posted(id=first.id, is_new=False)
        assert held() == [0, 0, 30]
        assert lots() == [(100, 0, 80, 0, 20), (50, 0, 0, 0, 50)]
        post(bakery, "vest", line(Kind.EXPENSE, Kind.AVAILABLE, 60, unit="PTS"))
        assert held() == [30, 0, 0]

    def test_of_what_had_expired_costs_the_customer_nothing(self, bakery: UUID) -> None:
        by = earn(bakery, 100, days=30)
        later = NOW + timedelta(days=31)
        services.expire_lots(workspace_id=bakery, zone=WARSAW, now=later)

        desk.take_back(bakery, 100, earned_by=by)

        assert held() == [0, 0, 0]
        assert balance(Kind.BREAKAGE, unit="PTS") == 0
        assert lots() == [(100, 0, 0, 0, 100)]

    def test_never_touches_what_is_reserved(self, bakery: UUID) -> None:
        by = earn(bakery, 100)
        desk.reserve(bakery, 100)

        desk.take_back(bakery, 40, earned_by=by)

        assert held() == [0, 100, 40]

    def test_of_money_is_what_is_there_and_a_debt(self, bakery: UUID) -> None:
        earn(bakery, 200, unit="PLN")

        desk.take_back(bakery, 500, unit="PLN")

        assert (balance(Kind.AVAILABLE), balance(Kind.DEBT), balance(Kind.EXPENSE)) == (
            0,
            300,
            -300,
        )

    def test_by_the_same_key_of_another_amount_is_refused(self, bakery: UUID) -> None:
        earn(bakery, 100)
        desk.take_back(bakery, 10)

        with pytest.raises(services.KeyReused):
            desk.take_back(bakery, 11)


class TestRefundRedemption:
    def test_gives_back_to_the_same_lots_and_no_more_than_was_taken(self, bakery: UUID) -> None:
        earn(bakery, 50, days=30)
        earn(bakery, 50, key="e2", days=60)
        one = desk.capture(bakery, desk.reserve(bakery, 80), 80).id

        for _ in range(2):
            desk.refund(bakery, one, 60)
        with pytest.raises(services.ReversedTooMuch), transaction.atomic():
            desk.refund(bakery, one, 21, key="f2")

        assert held() == [80, 0, 0]
        assert lots() == [(50, 0, 0, 0, 0), (50, 0, 20, 0, 0)]

    def test_what_expired_meanwhile_comes_with_thirty_days(self, bakery: UUID) -> None:
        earn(bakery, 50, days=30)
        one = post(bakery, "s", line(Kind.AVAILABLE, Kind.FULFILMENT, 50, unit="PTS")).id
        later = NOW + timedelta(days=31)

        desk.refund(bakery, one, 50, now=later)

        assert lots() == [(50, 0, 50, 0, 0), (50, 0, 0, 0, 0)]
        newest = Lot.objects.order_by("-expires_at").values_list("expires_at", flat=True)[0]
        assert newest == later + timedelta(days=30)

    def test_of_nothing_that_was_redeemed_is_refused(self, bakery: UUID) -> None:
        with pytest.raises(services.CannotReverse):
            desk.refund(bakery, earn(bakery, 50), 1)


class TestReverseTransfer:
    @pytest.mark.parametrize("order", [(33_333, 66_666, 100_000), (100_000, 33_333, 66_666)])
    def test_parts_sum_to_the_whole_in_any_order(
        self, bakery: UUID, order: tuple[int, ...]
    ) -> None:
        one = post(bakery, "g", line(Kind.EXPENSE, Kind.PENDING, 20_000)).id

        for number, part in enumerate(order):
            for _ in range(2):
                desk.reverse(bakery, one, base=199_999, refund=part, key=f"x{number}")

        assert balance(Kind.PENDING) == 0
        assert Posting.objects.filter(transfer__corrects=one).count() == 3

    def test_never_takes_back_more_and_keeps_to_its_base(self, bakery: UUID) -> None:
        one = post(bakery, "g", line(Kind.EXPENSE, Kind.PENDING, 5)).id
        desk.reverse(bakery, one, base=10, refund=1)

        with pytest.raises(services.ReversedTooMuch), transaction.atomic():
            desk.reverse(bakery, one, base=10, refund=10, key="x2")
        with pytest.raises(services.ReversedTooMuch), transaction.atomic():
            desk.reverse(bakery, one, base=10, refund=0, key="x2")
        with pytest.raises(services.CannotReverse), transaction.atomic():
            desk.reverse(bakery, one, base=9, refund=1, key="x2")

        assert balance(Kind.PENDING) == 4

    def test_a_reversal_can_be_reversed(self, bakery: UUID) -> None:
        one = post(bakery, "g", line(Kind.EXPENSE, Kind.PENDING, 5)).id
        back = desk.reverse(bakery, one).id

        desk.reverse(bakery, back, key="won back")

        assert balance(Kind.PENDING) == 5
        assert Transfer.objects.get(key="won back").corrects_id == back

    def test_leaves_lots_and_reservations_to_their_commands(self, bakery: UUID) -> None:
        earned = earn(bakery, 50)
        desk.reserve(bakery, 10)
        reserved = Transfer.objects.get(kind="reserve").id

        for one in (earned, reserved):
            with pytest.raises(services.CannotReverse):
                desk.reverse(bakery, one)
        with pytest.raises(services.TransferGone):
            desk.reverse(bakery, new_id())

    def test_is_refused_where_the_value_is_gone(self, bakery: UUID) -> None:
        one = earn(bakery, 50, unit="PLN")
        post(bakery, "s", line(Kind.AVAILABLE, Kind.FULFILMENT, 1))

        with pytest.raises(services.NotEnough), transaction.atomic():
            desk.reverse(bakery, one)


class TestExpireLots:
    def test_each_expires_once_and_what_is_reserved_stays(self, bakery: UUID) -> None:
        earn(bakery, 100, days=30)
        one = desk.reserve(bakery, 60)
        later = NOW + timedelta(days=30)

        counts = [
            services.expire_lots(workspace_id=bakery, zone=WARSAW, now=later) for _ in range(2)
        ]

        assert counts == [1, 0]
        assert held() == [0, 60, 0]
        assert lots() == [(100, 60, 0, 40, 0)]
        services.release(workspace_id=bakery, reservation_id=one, at=desk.AT, now=later)
        counts = [
            services.expire_lots(workspace_id=bakery, zone=WARSAW, now=later + timedelta(hours=h))
            for h in (23, 24)
        ]
        assert counts == [0, 1]
        assert lots() == [(100, 0, 0, 100, 0)]

    def test_others_and_those_without_an_end_stay(self, bakery: UUID) -> None:
        earn(bakery, 100, days=1)
        post(bakery, "e2", line(Kind.EXPENSE, Kind.AVAILABLE, 5, unit="PTS"))

        assert services.expire_lots(workspace_id=bakery, zone=WARSAW, now=NOW) == 0


class TestCloseMonth:
    def test_keeps_late_postings_out_for_ever(self, bakery: UUID) -> None:
        for _ in range(2):
            services.close_month(
                workspace_id=bakery,
                month=date(2026, 3, 9),
                today=desk.TODAY,
                actor="user:ann",
                now=NOW,
            )
        late = desk.transfer(
            "l", [line(Kind.EXPENSE, Kind.PENDING, 5)], accounting_date=date(2026, 3, 31)
        )

        with pytest.raises(services.PeriodClosed):
            services.post_transfer(workspace_id=bakery, transfer=late, now=NOW)

    def test_a_month_that_goes_on_stays_open(self, bakery: UUID) -> None:
        with pytest.raises(services.PeriodOpen):
            services.close_month(
                workspace_id=bakery, month=desk.TODAY, today=desk.TODAY, actor="a", now=NOW
            )


def test_a_stranger_finds_nothing_to_end_or_take_back(bakery: UUID) -> None:
    earned = earn(bakery, 100)
    one = desk.reserve(bakery, 60)
    stranger = cora().workspace_id

    acts: list[Callable[[], object]] = [
        lambda: desk.capture(stranger, one, 60),
        lambda: desk.refund(stranger, earned, 1),
        lambda: desk.reverse(stranger, earned),
        lambda: desk.take_back(stranger, 1),
    ]
    for act in acts:
        with pytest.raises(RuntimeError):
            act()


def test_a_stranger_inside_her_own_books_finds_none_of_ours() -> None:
    ours, hers = ann().workspace_id, cora().workspace_id
    for one in (ours, hers):
        with inside(one):
            desk.open_units(one)
    with inside(ours):
        earned = earn(ours, 100)
        reservation = desk.reserve(ours, 60)
    with inside(hers):
        with pytest.raises(services.ReservationGone):
            desk.capture(hers, reservation, 60)
        with pytest.raises(services.TransferGone):
            desk.refund(hers, earned, 1)
        with pytest.raises(services.TransferGone):
            desk.reverse(hers, earned)
        in_a_while = datetime(2030, 1, 1, tzinfo=UTC)
        assert not services.expire_lots(workspace_id=hers, zone=WARSAW, now=in_a_while)
