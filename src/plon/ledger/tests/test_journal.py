"""Somebody else's program reads the journal, finds nothing wrong, and comes to our balances."""

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest

from plon.ledger import queries, services
from plon.ledger.models import Account
from plon.ledger.services import Kind, UnitKind
from plon.ledger.tests import desk
from plon.ledger.tests.desk import line, post
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db
HLEDGER = shutil.which("hledger")
wants_hledger = pytest.mark.skipif(
    HLEDGER is None, reason="hledger is not installed: apt-get install hledger"
)


@pytest.fixture
def bakery() -> Iterator[UUID]:
    workspace_id = ann().workspace_id
    with inside(workspace_id):
        desk.open_units(workspace_id)
        services.open_unit(
            workspace_id=workspace_id,
            code="CREDIT-PLN",
            kind=UnitKind.CREDIT,
            exponent=2,
            has_lots=True,
            now=NOW,
        )
        yield workspace_id


def fill(bakery: UUID) -> None:
    granted = post(bakery, "g;1", line(Kind.EXPENSE, Kind.PENDING, 199_999)).id
    desk.reverse(bakery, granted, base=3, refund=1)
    tiny = post(bakery, "tiny", line(Kind.EXPENSE, Kind.PENDING, 1)).id
    desk.reverse(bakery, tiny, base=3, refund=1, key="nothing to post")
    post(bakery, "v", line(Kind.PENDING, Kind.AVAILABLE, 5_005))
    post(bakery, "p", line(Kind.EXPENSE, Kind.AVAILABLE, 100, unit="PTS"))
    desk.capture(bakery, desk.reserve(bakery, 40), 30)
    post(bakery, "c", line(Kind.EXPENSE, Kind.AVAILABLE, 7, unit="CREDIT-PLN"))
    desk.take_back(bakery, 12, unit="CREDIT-PLN")


def hledger(*words: str) -> str:
    assert HLEDGER is not None
    done = subprocess.run([HLEDGER, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def written(folder: Path) -> Path:
    file = folder / "books.journal"
    file.write_text("\n".join(queries.journal()) + "\n", encoding="utf-8")
    return file


@wants_hledger
def test_hledger_checks_it_and_comes_to_our_balances(bakery: UUID, tmp_path: Path) -> None:
    fill(bakery)
    file = written(tmp_path)

    hledger("check", "-s", "ordereddates", "-f", str(file))
    told = hledger("balance", "-N", "--flat", "-O", "csv", "-f", str(file), "--layout=bare")

    theirs = {
        (row["account"], row["commodity"]): Decimal(row["balance"])
        for row in csv.DictReader(io.StringIO(told))
    }
    assert theirs == ours()


def ours() -> dict[tuple[str, str], Decimal]:
    """Return what is kept and summed up here, debits positive, without what is nothing."""
    found = {}
    for row in Account.objects.select_related("unit"):
        name = services.AccountName(
            unit=row.unit.code,
            kind=Kind(row.kind),
            owner_type=row.owner_type,
            owner_id=row.owner_id,
        )
        held = Decimal(queries.balance(name)).scaleb(-row.unit.exponent)
        if held:
            found[str(name), row.unit.code] = held if row.side == "D" else -held
    return found


@wants_hledger
def test_hledger_refuses_a_balance_that_is_not_kept_so(bakery: UUID, tmp_path: Path) -> None:
    fill(bakery)
    Account.objects.filter(kind="pending").update(balance_minor=1)

    with pytest.raises(AssertionError, match="balance assertion"):
        hledger("check", "-f", str(written(tmp_path)))


@wants_hledger
def test_empty_books_are_a_journal(bakery: UUID, tmp_path: Path) -> None:
    hledger("check", "-s", "ordereddates", "-f", str(written(tmp_path)))


def test_what_means_something_in_a_journal_is_no_part_of_names(bakery: UUID) -> None:
    fill(bakery)

    lines = list(queries.journal())

    assert "2026-04-12 (g_1) test test:g_1" in lines
    assert 'commodity 1.00 "CREDIT-PLN"' in lines
    assert "commodity 1. PTS" in lines
    assert not any("nothing to post" in each for each in lines)
