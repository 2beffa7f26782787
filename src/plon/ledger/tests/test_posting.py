"""Value is moved once per key, and never below a floor."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from plon.ledger import queries, services
from plon.ledger.domain import Use
from plon.ledger.models import Account, Lot, LotUse, Period, Posting, Transfer, Unit
from plon.ledger.services import Kind, UnitKind
from plon.ledger.services.booking import Overtaken, _written, book_many
from plon.ledger.services.finding import find
from plon.ledger.services.lot_moves import LotMoves
from plon.ledger.services.news import Booking
from plon.ledger.tests import desk
from plon.ledger.tests.desk import account, balance, line, post
from plon.runtime.ids import new_id
from plon.runtime.tenancy import OtherWorkspace, inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Iterator[UUID]:
    owner = ann()
    with inside(owner.workspace_id):
        desk.open_units(owner.workspace_id)
        yield owner.workspace_id


def grant(bakery: UUID, minor: int = 500, *, key: str = "a") -> UUID:
    return post(bakery, key, line(Kind.EXPENSE, Kind.PENDING, minor)).id


class TestOpenUnit:
    def test_is_safe_to_repeat(self, bakery: UUID) -> None:
        desk.open_units(bakery)

        assert Unit.objects.count() == 3

    def test_never_changes_a_scale(self, bakery: UUID) -> None:
        with pytest.raises(services.UnitFixed):
            services.open_unit(
                workspace_id=bakery, code="PLN", kind=UnitKind.MONEY, exponent=0, now=NOW
            )


class TestPostTransfer:
    def test_moves_value_once_per_key(self, bakery: UUID) -> None:
        answers = [post(bakery, "a", line(Kind.EXPENSE, Kind.PENDING, 500)) for _ in range(3)]

        assert len({one.id for one in answers}) == 1
        assert [one.is_new for one in answers] == [True, False, False]
        assert (balance(Kind.PENDING), balance(Kind.EXPENSE)) == (500, 500)

    def test_refuses_a_known_key_with_another_amount(self, bakery: UUID) -> None:
        grant(bakery)

        with pytest.raises(services.KeyReused), transaction.atomic():
            grant(bakery, 501)

    def test_never_takes_a_guarded_account_below_zero(self, bakery: UUID) -> None:
        grant(bakery)

        with pytest.raises(services.NotEnough), transaction.atomic():
            post(bakery, "b", line(Kind.PENDING, Kind.EXPENSE, 501))

        assert balance(Kind.PENDING) == 500
        assert (Posting.objects.count(), Transfer.objects.count()) == (1, 1)

    def test_a_budget_goes_along_and_stops_a_grant(self, bakery: UUID) -> None:
        names = [
            services.AccountName(unit="PLN", kind=kind, owner_type="budget", owner_id="b1")
            for kind in (Kind.BUDGET_CONTROL, Kind.BUDGET_OPEN, Kind.BUDGET_USED)
        ]
        post(bakery, "budget", services.Line(debit=names[0], credit=names[1], amount_minor=800))
        use = services.Line(debit=names[1], credit=names[2], amount_minor=500)
        post(bakery, "a", line(Kind.EXPENSE, Kind.PENDING, 500), use)

        with pytest.raises(services.NotEnough, match="budget_open"), transaction.atomic():
            post(bakery, "b", line(Kind.EXPENSE, Kind.PENDING, 500), use)

        assert [queries.balance(name) for name in names] == [800, 300, 500]

    def test_what_comes_pays_a_debt_first(self, bakery: UUID) -> None:
        grant(bakery)
        debt = find([account(Kind.DEBT)])[account(Kind.DEBT)]
        Account.objects.filter(id=debt.id).update(balance_minor=200)

        first = post(bakery, "vest", line(Kind.PENDING, Kind.AVAILABLE, 500))
        again = post(bakery, "vest", line(Kind.PENDING, Kind.AVAILABLE, 500))

        assert again.id == first.id
        assert (balance(Kind.AVAILABLE), balance(Kind.DEBT), balance(Kind.PENDING)) == (300, 0, 0)
        assert Posting.objects.filter(transfer=first.id).count() == 2

    def test_refuses_an_unknown_unit_and_writes_nothing(self, bakery: UUID) -> None:
        with pytest.raises(services.UnitUnknown, match="EUR"):
            post(bakery, "a", line(Kind.EXPENSE, Kind.PENDING, 1, unit="EUR"))

        assert not Account.objects.exists()

    def test_refuses_a_closed_account(self, bakery: UUID) -> None:
        grant(bakery)
        Account.objects.filter(kind="pending").update(closed_at=NOW)

        with pytest.raises(services.AccountClosed, match="pending"):
            grant(bakery, key="b")

    def test_refuses_a_date_in_a_closed_month(self, bakery: UUID) -> None:
        Period.objects.create(
            workspace_id=bakery, month=date(2026, 3, 1), closed_at=NOW, closed_by="user:ann"
        )
        late = desk.transfer(
            "a", [line(Kind.EXPENSE, Kind.PENDING, 5)], accounting_date=date(2026, 3, 31)
        )
        open_one = desk.transfer(
            "b", [line(Kind.EXPENSE, Kind.PENDING, 5)], accounting_date=date(2026, 2, 1)
        )

        with pytest.raises(services.PeriodClosed, match="2026-03"):
            services.post_transfer(workspace_id=bakery, transfer=late, now=NOW)
        assert services.post_transfer(workspace_id=bakery, transfer=open_one, now=NOW).is_new

    @pytest.mark.parametrize(
        ("debit", "credit"),
        [
            (Kind.AVAILABLE, Kind.RESERVED),
            (Kind.RESERVED, Kind.FULFILMENT),
            (Kind.DEBT, Kind.EXPENSE),
        ],
    )
    def test_leaves_reservations_and_debts_to_their_commands(
        self, bakery: UUID, debit: Kind, credit: Kind
    ) -> None:
        with pytest.raises(services.WalletOnly):
            post(bakery, "a", line(debit, credit, 1))

    def test_is_of_the_workspace_we_are_inside(self, bakery: UUID) -> None:
        with pytest.raises(OtherWorkspace):
            grant(cora().workspace_id)


class TestLots:
    def earn(self, bakery: UUID, key: str, minor: int, month: int) -> None:
        post(
            bakery,
            key,
            line(Kind.EXPENSE, Kind.AVAILABLE, minor, unit="PTS"),
            expires_at=datetime(2027, month, 28, tzinfo=UTC),
        )

    def test_are_used_first_expiring_first(self, bakery: UUID) -> None:
        self.earn(bakery, "a", 100, 3)
        self.earn(bakery, "b", 50, 1)
        self.earn(bakery, "c", 70, 3)

        post(bakery, "d", line(Kind.AVAILABLE, Kind.FULFILMENT, 120, unit="PTS"))

        used = Lot.objects.order_by("earned_minor").values_list("earned_minor", "used_minor")
        assert list(used) == [(50, 50), (70, 0), (100, 70)]
        assert sorted(LotUse.objects.values_list("use", "amount_minor")) == [
            ("redeem", 50),
            ("redeem", 70),
        ]

    def test_hold_no_more_than_the_balance(self, bakery: UUID) -> None:
        self.earn(bakery, "a", 100, 3)

        with pytest.raises(services.NotEnough):
            post(bakery, "d", line(Kind.AVAILABLE, Kind.FULFILMENT, 101, unit="PTS"))

    def test_give_no_more_back_than_was_set_aside(self, bakery: UUID) -> None:
        self.earn(bakery, "a", 100, 3)
        lot = Lot.objects.get()
        moves = LotMoves()
        moves.note(Use.RELEASE, [(lot.id, 1)], transfer_id=lot.transfer_id, reservation_id=None)

        with pytest.raises(services.NotEnough, match="lots"), transaction.atomic():
            moves.write()


class TestPostTransfers:
    def news(self, count: int) -> list[services.NewTransfer]:
        return [
            desk.transfer(f"g{number}", [line(Kind.EXPENSE, Kind.PENDING, 10, of=f"c{number}")])
            for number in range(count)
        ]

    def test_is_the_same_as_one_by_one(self, bakery: UUID) -> None:
        grant_0 = self.news(1)[0]
        one = services.post_transfer(workspace_id=bakery, transfer=grant_0, now=NOW)
        news = self.news(30)

        first = services.post_transfers(workspace_id=bakery, transfers=[*news, news[3]], now=NOW)
        again = services.post_transfers(workspace_id=bakery, transfers=news, now=NOW)

        assert first[0] == services.Posted(id=one.id, is_new=False)
        assert [each.is_new for each in first[1:30]] == [True] * 29
        assert first[30] == services.Posted(id=first[3].id, is_new=False)
        assert [each.id for each in again] == [each.id for each in first[:30]]
        assert not any(each.is_new for each in again)
        assert balance(Kind.EXPENSE) == 300
        assert balance(Kind.PENDING, of="c29") == 10

    def test_lots_and_floors_hold_within_a_batch(self, bakery: UUID) -> None:
        come = desk.transfer("in", [line(Kind.EXPENSE, Kind.AVAILABLE, 10, unit="PTS")])
        go = [
            desk.transfer(f"o{n}", [line(Kind.AVAILABLE, Kind.FULFILMENT, 6, unit="PTS")])
            for n in range(2)
        ]

        services.post_transfers(workspace_id=bakery, transfers=[come, go[0]], now=NOW)
        with pytest.raises(services.NotEnough), transaction.atomic():
            services.post_transfers(workspace_id=bakery, transfers=go, now=NOW)

        assert balance(Kind.AVAILABLE, unit="PTS") == 4
        assert Lot.objects.get().used_minor == 6

    def test_one_key_with_two_meanings_is_refused(self, bakery: UUID) -> None:
        news = [desk.transfer("a", [line(Kind.EXPENSE, Kind.PENDING, minor)]) for minor in (1, 2)]

        with pytest.raises(services.KeyReused):
            services.post_transfers(workspace_id=bakery, transfers=news, now=NOW)

    def test_a_key_that_another_wrote_meanwhile_is_looked_for_again(self, bakery: UUID) -> None:
        news = [Booking(new=each) for each in self.news(2)]
        services.post_transfer(workspace_id=bakery, transfer=news[1].new, now=NOW)

        with pytest.raises(Overtaken), transaction.atomic():
            _written(news, now=NOW, known={})

        assert len(book_many(news, now=NOW)) == 2

    def test_nothing_is_nothing(self, bakery: UUID) -> None:
        assert services.post_transfers(workspace_id=bakery, transfers=[], now=NOW) == []


def raw_delete(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')


def at_once(posting: Posting) -> None:
    """Save, and let PostgreSQL look at once instead of at the end."""
    posting.save()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestTheDatabaseRefuses:
    def test_changes_of_postings_and_transfers(self, bakery: UUID) -> None:
        grant(bakery)
        changes: list[Callable[[], object]] = [
            lambda: Posting.objects.update(amount_minor=1),
            lambda: Transfer.objects.update(kind="other"),
            lambda: raw_delete("ledger_posting"),
            lambda: raw_delete("ledger_transfer"),
        ]
        for change in changes:
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                change()

    def test_a_posting_between_units(self, bakery: UUID) -> None:
        id_ = grant(bakery)
        post(bakery, "b", line(Kind.EXPENSE, Kind.PENDING, 5, unit="XP"))
        money = Account.objects.get(kind="pending", unit__code="PLN")
        points = Account.objects.get(kind="expense", unit__code="XP")

        mixed = Posting(
            workspace_id=bakery,
            id=new_id(),
            transfer_id=id_,
            line_no=2,
            unit_id=money.unit_id,
            debit=points,
            credit=money,
            amount_minor=1,
        )

        with pytest.raises(IntegrityError), transaction.atomic():
            at_once(mixed)

    def test_a_balance_below_its_floor(self, bakery: UUID) -> None:
        grant(bakery)

        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(kind="pending").update(balance_minor=-1)


def test_cora_has_books_of_her_own() -> None:
    owners: list[Person] = [ann(), cora()]
    for owner in owners:
        with inside(owner.workspace_id):
            desk.open_units(owner.workspace_id)
            if owner is owners[0]:
                grant(owner.workspace_id)
    with inside(owners[1].workspace_id):
        assert balance(Kind.PENDING) == 0
        assert not Transfer.objects.exists()
        assert post(owners[1].workspace_id, "a", line(Kind.EXPENSE, Kind.PENDING, 7)).is_new
