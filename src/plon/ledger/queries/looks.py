"""The looks of the proof: each is a statement over a table or two, and answers with faults alone.

Standard SQL, for both databases; `here` is the workspace.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from plon.ledger.domain import EFFECTS, FIRST, Use, seal_hash
from plon.ledger.models import Period, Seal, SealItem, Transfer
from plon.runtime.asking import as_id, rows
from plon.runtime.digests import (
    day_of,
    hex_of,
    moment_of,
    sha256_of,
    sha256_of_group,
)

_SUMS = """
    WITH moved AS (
      SELECT debit_id AS account_id, unit_id, -SUM(amount_minor) AS minor
        FROM ledger_posting WHERE workspace_id = %(here)s GROUP BY debit_id, unit_id
      UNION ALL
      SELECT credit_id, unit_id, SUM(amount_minor)
        FROM ledger_posting WHERE workspace_id = %(here)s GROUP BY credit_id, unit_id
    ), sums AS (
      SELECT account_id, unit_id, SUM(minor) AS minor FROM moved GROUP BY account_id, unit_id
    )
    SELECT 'balance', a.id FROM ledger_account a
      LEFT JOIN sums s ON s.account_id = a.id AND s.unit_id = a.unit_id
      WHERE a.workspace_id = %(here)s AND a.is_guarded AND a.balance_minor
        <> CASE WHEN a.side = 'C' THEN COALESCE(s.minor, 0) ELSE -COALESCE(s.minor, 0) END
    UNION ALL
    SELECT 'unit', s.account_id FROM sums s
      LEFT JOIN ledger_account a ON a.id = s.account_id AND a.unit_id = s.unit_id
        AND a.workspace_id = %(here)s
      WHERE a.id IS NULL
"""


def sums(here: UUID) -> Iterator[tuple[str, object]]:
    """Yield accounts whose kept balance is not their postings' sum, or of another unit."""
    for fault, id_ in rows(_SUMS, {"here": here}):
        yield str(fault), id_


def transfers(here: UUID) -> Iterator[object]:
    """Yield transfers that, with their postings, are not as they were written."""
    lines = sha256_of_group(
        f"{hex_of('debit_id')} || {hex_of('credit_id')} || CAST(amount_minor AS text) || ';'",
        order="line_no",
    )
    told = [
        hex_of("t.id"),
        "t.key",
        "t.kind",
        "t.content_hash",
        "t.cause_type",
        "t.cause_id",
        "t.actor",
        "t.reason_code",
        f"COALESCE({hex_of('t.corrects_id')}, '')",
        moment_of("t.occurred_at"),
        day_of("t.accounting_date"),
        f"COALESCE(p.lines, {sha256_of(chr(39) * 2)})",
    ]
    written = sha256_of(" || '|' || ".join(told))
    statement = f"""
        SELECT t.id FROM ledger_transfer t LEFT JOIN (
          SELECT transfer_id, {lines} AS lines FROM ledger_posting
            WHERE workspace_id = %(here)s GROUP BY transfer_id
        ) p ON p.transfer_id = t.id
        WHERE t.workspace_id = %(here)s AND t.digest <> {written}
        UNION ALL
        SELECT p.transfer_id FROM ledger_posting p WHERE p.workspace_id = %(here)s
          AND NOT EXISTS (SELECT 1 FROM ledger_transfer t WHERE t.id = p.transfer_id)
    """
    yield from _ids(statement, here)


_RESERVED = """
    WITH held AS (
      SELECT a.unit_id, a.owner_type, a.owner_id, SUM(r.amount_minor) AS minor
        FROM ledger_reservation r JOIN ledger_account a ON a.id = r.account_id
        WHERE r.workspace_id = %(here)s AND r.state = 'open'
        GROUP BY a.unit_id, a.owner_type, a.owner_id
    ), reserved AS (
      SELECT * FROM ledger_account WHERE workspace_id = %(here)s AND kind = 'reserved'
    )
    SELECT r.id FROM reserved r LEFT JOIN held h ON h.unit_id = r.unit_id
        AND h.owner_type = r.owner_type AND h.owner_id = r.owner_id
      WHERE r.balance_minor <> COALESCE(h.minor, 0)
    UNION ALL
    SELECT h.unit_id FROM held h LEFT JOIN reserved r ON h.unit_id = r.unit_id
        AND h.owner_type = r.owner_type AND h.owner_id = r.owner_id
      WHERE r.id IS NULL
"""


def reserved(here: UUID) -> Iterator[object]:
    """Yield accounts whose reserved value is not the sum of open reservations."""
    yield from _ids(_RESERVED, here)


def reservations(here: UUID) -> Iterator[object]:
    """Yield reservations in units with lots that do not hold the lots they should."""
    statement = f"""
        SELECT r.id FROM ledger_reservation r
          JOIN ledger_account a ON a.id = r.account_id
          JOIN ledger_unit u ON u.id = a.unit_id
          LEFT JOIN (
            SELECT reservation_id, SUM({_effect(0)}) AS minor FROM ledger_lotuse
              WHERE workspace_id = %(here)s AND reservation_id IS NOT NULL GROUP BY reservation_id
          ) l ON l.reservation_id = r.id
        WHERE r.workspace_id = %(here)s AND u.has_lots AND COALESCE(l.minor, 0)
          <> CASE WHEN r.state = 'open' THEN r.amount_minor ELSE 0 END
    """
    yield from _ids(statement, here)


def lots(here: UUID) -> Iterator[object]:
    """Yield lots that are not what their uses come to."""
    names = ("reserved_minor", "used_minor", "expired_minor", "reversed_minor")
    made = ", ".join(f"SUM({_effect(place)}) AS {name}" for place, name in enumerate(names))
    wrong = " OR ".join(f"l.{name} <> COALESCE(s.{name}, 0)" for name in names)
    statement = f"""
        SELECT l.id FROM ledger_lot l LEFT JOIN (
          SELECT lot_id, {made} FROM ledger_lotuse WHERE workspace_id = %(here)s GROUP BY lot_id
        ) s ON s.lot_id = l.id WHERE l.workspace_id = %(here)s AND ({wrong})
    """
    yield from _ids(statement, here)


_LOTS_OF_ACCOUNTS = """
    WITH left_over AS (
      SELECT account_id, SUM(earned_minor - used_minor - expired_minor - reversed_minor) AS minor
        FROM ledger_lot WHERE workspace_id = %(here)s GROUP BY account_id
    )
    SELECT a.id FROM ledger_account a JOIN ledger_unit u ON u.id = a.unit_id AND u.has_lots
      LEFT JOIN ledger_account r ON r.workspace_id = a.workspace_id AND r.unit_id = a.unit_id
        AND r.kind = 'reserved' AND r.owner_id = a.owner_id AND r.owner_type = a.owner_type
      LEFT JOIN left_over l ON l.account_id = a.id
      WHERE a.workspace_id = %(here)s AND a.kind = 'available'
        AND a.balance_minor + COALESCE(r.balance_minor, 0) <> COALESCE(l.minor, 0)
"""


def lots_of_accounts(here: UUID) -> Iterator[object]:
    """Yield accounts whose lots are not what they hold, reserved value included."""
    yield from _ids(_LOTS_OF_ACCOUNTS, here)


_REVERSED = """
    WITH back AS (
      SELECT t.corrects_id, SUM(p.amount_minor) AS minor
        FROM ledger_transfer t JOIN ledger_posting p ON p.transfer_id = t.id
        WHERE t.workspace_id = %(here)s AND t.corrects_id IS NOT NULL GROUP BY t.corrects_id
    )
    SELECT b.corrects_id FROM back b JOIN ledger_posting p ON p.transfer_id = b.corrects_id
      GROUP BY b.corrects_id, b.minor HAVING SUM(p.amount_minor) < b.minor
"""


def reversed_too_much(here: UUID) -> Iterator[object]:
    """Yield transfers of which more was taken back than they moved."""
    yield from _ids(_REVERSED, here)


_DEBTS = """
    SELECT d.id FROM ledger_account d JOIN ledger_account a ON a.workspace_id = d.workspace_id
      AND a.unit_id = d.unit_id AND a.kind = 'available' AND a.owner_id = d.owner_id
      AND a.owner_type = d.owner_type AND a.balance_minor > 0
    WHERE d.workspace_id = %(here)s AND d.kind = 'debt' AND d.balance_minor > 0
"""


def debts(here: UUID) -> Iterator[object]:
    """Yield debts of those who have available value in the same unit."""
    yield from _ids(_DEBTS, here)


_BUDGETS = """
    SELECT c.id FROM ledger_account c WHERE c.workspace_id = %(here)s AND c.kind = 'budget_control'
      AND COALESCE((SELECT SUM(p.amount_minor) FROM ledger_posting p
            WHERE p.workspace_id = c.workspace_id AND p.debit_id = c.id), 0)
        - COALESCE((SELECT SUM(p.amount_minor) FROM ledger_posting p
            WHERE p.workspace_id = c.workspace_id AND p.credit_id = c.id), 0)
        <> COALESCE((SELECT SUM(b.balance_minor) FROM ledger_account b
            WHERE b.workspace_id = c.workspace_id AND b.unit_id = c.unit_id
              AND b.kind IN ('budget_open', 'budget_used')
              AND b.owner_id = c.owner_id AND b.owner_type = c.owner_type), 0)
"""


def budgets(here: UUID) -> Iterator[object]:
    """Yield budgets whose open and used parts are not the limit."""
    yield from _ids(_BUDGETS, here)


def periods() -> Iterator[object]:
    """Yield transfers that were posted into a month after it had been closed."""
    for period in Period.objects.order_by("month"):
        late = Transfer.objects.filter(
            accounting_date__year=period.month.year,
            accounting_date__month=period.month.month,
            recorded_at__gt=period.closed_at,
        )
        yield from late.values_list("id", flat=True)


def seals(here: UUID) -> Iterator[object]:
    """Yield numbers of blocks that are not what was sealed, or not chained to the one before.

    The chain is read first: a block that is added meanwhile is looked at the next time.
    """
    blocks = list(Seal.objects.order_by("seq"))
    root = sha256_of_group("t.digest", order="t.id")
    statement = f"""
        SELECT i.seal_id, {root}, COUNT(*) FROM ledger_sealitem i
          JOIN ledger_transfer t ON t.id = i.transfer_id
          WHERE i.workspace_id = %(here)s GROUP BY i.seal_id
    """
    found = {as_id(id_): told for id_, *told in rows(statement, {"here": here})}
    before = FIRST
    for number, block in enumerate(blocks, start=1):
        is_whole = found.get(block.id) == [block.root, block.count]
        chained = seal_hash(before=before, seq=number, root=block.root)
        if not is_whole or (block.seq, block.before, block.hash) != (number, before, chained):
            yield block.seq
        before = block.hash


def unsealed(*, until: datetime) -> Iterator[object]:
    """Yield transfers written before `until` that are in no block."""
    items = SealItem.objects.filter(transfer=OuterRef("id"))
    late = Transfer.objects.filter(~Exists(items), recorded_at__lt=until)
    yield from late.values_list("id", flat=True)


def _effect(place: int) -> str:
    """Return by how much a use of a lot changes one of its four columns."""
    plus = [use.value for use in Use if EFFECTS[use][place] == 1]
    minus = [use.value for use in Use if EFFECTS[use][place] == -1]
    whens = [f"WHEN use = '{name}' THEN amount_minor" for name in plus]
    whens += [f"WHEN use = '{name}' THEN -amount_minor" for name in minus]
    return f"CASE {' '.join(whens)} ELSE 0 END"


def _ids(statement: str, here: UUID) -> Iterator[object]:
    for (id_,) in rows(statement, {"here": here}):
        yield id_
