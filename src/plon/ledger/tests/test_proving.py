"""The proof finds whatever was changed behind the ledger's back, and nothing where all is well."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from plon.ledger import queries, services
from plon.ledger.models import Account, Lot, Period, Reservation, Seal, Transfer
from plon.ledger.services import AccountName, Kind, Line
from plon.ledger.tests import desk
from plon.ledger.tests.desk import line, post
from plon.runtime.tenancy import inside
from plon.runtime.walls import install_walls, take_down_walls
from tests.cast import NOW, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Iterator[UUID]:
    """Give books with something of everything, sealed in two blocks."""
    owner = ann()
    with inside(owner.workspace_id):
        fill(owner.workspace_id)
        yield owner.workspace_id


def fill(bakery: UUID) -> None:
    desk.open_units(bakery)
    budget = [
        AccountName(unit="PLN", kind=kind, owner_type="budget", owner_id="b1")
        for kind in (Kind.BUDGET_CONTROL, Kind.BUDGET_OPEN, Kind.BUDGET_USED)
    ]
    post(bakery, "budget", Line(debit=budget[0], credit=budget[1], amount_minor=800))
    granted = post(
        bakery,
        "grant",
        line(Kind.EXPENSE, Kind.PENDING, 500),
        Line(debit=budget[1], credit=budget[2], amount_minor=500),
    ).id
    services.seal(workspace_id=bakery, now=NOW)
    desk.reverse(bakery, granted, base=3, refund=1)
    post(bakery, "earn", line(Kind.EXPENSE, Kind.AVAILABLE, 100, unit="PTS"))
    desk.capture(bakery, desk.reserve(bakery, 40), 30)
    desk.reserve(bakery, 20, key="r2")
    desk.take_back(bakery, 500, unit="PLN")
    services.seal(workspace_id=bakery, now=NOW)


def tamper(statement: str, *values: str | UUID) -> None:
    """Change rows past the ledger: as somebody with the rights to the database would."""
    take_down_walls(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET session_replication_role = replica")
        cursor.execute(statement, values)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
    install_walls(connection)


def test_sound_books_are_found_sound(bakery: UUID) -> None:
    verdict = queries.verify(now=NOW + timedelta(hours=1))

    assert verdict.is_sound
    assert (verdict.transfers, verdict.postings) == (8, 11)
    assert verdict.accounts == Account.objects.count()
    assert verdict.head == Seal.objects.get(seq=2).hash


def test_a_kept_balance_that_is_not_the_sum(bakery: UUID) -> None:
    Account.objects.filter(kind="tax_payable").update(balance_minor=1)
    Account.objects.filter(kind="debt").update(balance_minor=499)

    assert desk.faults() == ["balance"]


def test_an_amount_changed_in_a_posting(bakery: UUID) -> None:
    tamper("UPDATE ledger_posting SET amount_minor = 101 WHERE amount_minor = 100")

    assert {"balance", "transfer"} <= set(desk.faults())


def test_a_posting_that_is_gone(bakery: UUID) -> None:
    tamper("DELETE FROM ledger_posting WHERE amount_minor = 500")

    assert {"balance", "transfer"} <= set(desk.faults())


def test_a_posting_of_no_transfer(bakery: UUID) -> None:
    if connection.vendor == "postgresql":
        tamper("DELETE FROM ledger_transfer WHERE key = 'earn'")
    else:
        tamper("UPDATE ledger_posting SET transfer_id = %s WHERE amount_minor = 100", "0" * 32)

    assert "transfer" in desk.faults()


@pytest.mark.parametrize(
    "change",
    ["key = 'other'", "actor = 'user:eve'", "cause_id = '2'", "accounting_date = '2026-04-13'"],
)
def test_a_transfer_told_otherwise(bakery: UUID, change: str) -> None:
    tamper(f"UPDATE ledger_transfer SET {change} WHERE key = 'earn'")

    assert desk.faults() == ["transfer"]


def test_a_posting_in_another_unit(bakery: UUID) -> None:
    unit = services.open_unit(
        workspace_id=bakery, code="EUR", kind=services.UnitKind.MONEY, now=NOW
    )
    value = unit if connection.vendor == "postgresql" else unit.hex
    tamper("UPDATE ledger_posting SET unit_id = %s WHERE amount_minor = 100", value)

    assert "unit" in desk.faults()


def test_reservations_that_are_not_what_is_reserved(bakery: UUID) -> None:
    Reservation.objects.filter(state="open").update(amount_minor=21)

    assert desk.faults() == ["reservation", "reserved"]


def test_a_reservation_of_somebody_who_has_nothing_reserved(bakery: UUID) -> None:
    eve = post(bakery, "eve", line(Kind.EXPENSE, Kind.AVAILABLE, 1, of="eve"))
    assert eve.is_new
    Reservation.objects.create(
        workspace_id=bakery,
        account=Account.objects.get(kind="available", owner_id="eve"),
        purpose="till",
        purpose_id="9",
        ordinal=1,
        amount_minor=1,
        created_at=NOW,
    )

    assert desk.faults() == ["reserved"]


def test_a_lot_that_is_not_its_uses(bakery: UUID) -> None:
    Lot.objects.update(used_minor=31)

    assert desk.faults() == ["lot", "lots"]


def test_a_lot_of_nobody(bakery: UUID) -> None:
    Lot.objects.update(earned_minor=101)

    assert desk.faults() == ["lots"]


def test_more_taken_back_than_there_was(bakery: UUID) -> None:
    grant = Transfer.objects.get(key="grant").id
    value = grant if connection.vendor == "postgresql" else grant.hex
    tamper("UPDATE ledger_transfer SET corrects_id = %s WHERE key = 'budget'", value)
    tamper("UPDATE ledger_posting SET amount_minor = 2000 WHERE amount_minor = 800")

    assert "reversed" in desk.faults()


def test_a_debt_beside_value(bakery: UUID) -> None:
    Account.objects.filter(kind="available", unit__code="PLN").update(balance_minor=1)

    assert "debt" in desk.faults()


def test_a_budget_that_is_not_its_limit(bakery: UUID) -> None:
    Account.objects.filter(kind="budget_open").update(balance_minor=301)

    assert "budget" in desk.faults()


def test_a_posting_into_a_closed_month(bakery: UUID) -> None:
    Period.objects.create(
        workspace_id=bakery,
        month=date(2026, 4, 1),
        closed_at=NOW - timedelta(days=1),
        closed_by="user:ann",
    )

    assert desk.faults() == ["period"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger_seal SET root = 'x' WHERE seq = 1",
        "UPDATE ledger_seal SET before = 'x' WHERE seq = 2",
        "UPDATE ledger_seal SET seq = 3 WHERE seq = 2",
        "DELETE FROM ledger_sealitem",
    ],
)
def test_a_broken_chain(bakery: UUID, change: str) -> None:
    tamper(change)

    assert "seal" in desk.faults()
    assert services.seal(workspace_id=bakery, now=NOW) == 0 or "sealitem" in change


def test_a_transfer_in_no_block(bakery: UUID) -> None:
    post(bakery, "late", line(Kind.EXPENSE, Kind.PENDING, 1))

    assert desk.faults(now=NOW + timedelta(minutes=5)) == []
    assert desk.faults(now=NOW + timedelta(minutes=6)) == ["unsealed"]
    assert services.seal(workspace_id=bakery, now=NOW, looks_at_all=True) == 1
    assert desk.faults(now=NOW + timedelta(minutes=6)) == []


def test_examples_are_shown_and_all_are_counted(bakery: UUID) -> None:
    for number in range(7):
        post(bakery, f"g{number}", line(Kind.EXPENSE, Kind.PENDING, 1, of=f"c{number}"))
    Account.objects.filter(kind="pending").update(balance_minor=9)

    (found,) = queries.verify(now=NOW).findings

    assert (found.fault.value, found.count, len(found.examples)) == ("balance", 8, 5)


def test_each_firm_is_proved_alone() -> None:
    ours, hers = ann().workspace_id, cora().workspace_id
    for one in (ours, hers):
        with inside(one):
            fill(one)
    with inside(ours):
        Account.objects.filter(kind="debt").update(balance_minor=1)
        assert desk.faults() == ["balance"]
    with inside(hers):
        verdict = queries.verify(now=NOW)
        assert verdict.is_sound
        assert (verdict.transfers, verdict.postings) == (8, 11)
