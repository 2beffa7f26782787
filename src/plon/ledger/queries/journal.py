"""The books as a plain-text journal: hledger, somebody else's program, checks them.

Debits are positive there. The last entry asserts every kept balance, so that `hledger check`
proves them, too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from plon.ledger.domain import Side
from plon.ledger.models import Account, Posting, Transfer, Unit
from plon.runtime.bulk import chunks

AT_ONCE = 1_000


def journal() -> Iterator[str]:
    """Yield the lines of the journal of the workspace we are inside, by accounting date."""
    units = {unit.id: unit for unit in Unit.objects.order_by("code")}
    accounts = {row.id: row for row in Account.objects.order_by("kind", "owner_id", "owner_type")}
    for unit in units.values():
        yield f"commodity {amount(10**unit.exponent, unit)}"
    yield ""
    yield from (f"account {name}" for name in sorted({_name(row) for row in accounts.values()}))
    last: date | None = None
    rows = Transfer.objects.order_by("accounting_date", "id")
    ids = list(rows.values_list("id", flat=True))
    for part in chunks(ids, AT_ONCE):
        for transfer, postings in _with_postings(part):
            last = transfer.accounting_date
            yield ""
            yield _heading(transfer)
            yield from _lines(postings, accounts, units)
    if last is not None:
        yield from _assertions(accounts.values(), units, on=last)


def amount(minor: int, unit: Unit) -> str:
    """Return an amount as a journal writes it: -1234.50 PLN."""
    places = unit.exponent
    number = f"{Decimal(minor).scaleb(-places):.{places}f}" if places else f"{minor}."
    code = unit.code if unit.code.isalpha() else f'"{unit.code}"'
    return f"{number} {code}"


def _with_postings(ids: Sequence[UUID]) -> Iterator[tuple[Transfer, list[Posting]]]:
    rows = Posting.objects.filter(transfer__in=ids).order_by("transfer_id", "line_no")
    by_transfer = {
        transfer_id: list(each) for transfer_id, each in groupby(rows, lambda row: row.transfer_id)
    }
    found = Transfer.objects.in_bulk(ids)
    for id_ in ids:
        if id_ in by_transfer:  # a reversal of less than half a grosz moves nothing
            yield found[id_], by_transfer[id_]


def _heading(transfer: Transfer) -> str:
    told = f"{transfer.kind} {transfer.cause_type}:{transfer.cause_id}"
    return f"{transfer.accounting_date:%Y-%m-%d} ({_plain(transfer.key)}) {_plain(told)}"


def _lines(
    postings: Iterable[Posting], accounts: Mapping[UUID, Account], units: Mapping[UUID, Unit]
) -> Iterator[str]:
    for posting in postings:
        unit = units[posting.unit_id]
        yield f"    {_name(accounts[posting.debit_id])}  {amount(posting.amount_minor, unit)}"
        yield f"    {_name(accounts[posting.credit_id])}  {amount(-posting.amount_minor, unit)}"


def _assertions(
    accounts: Iterable[Account], units: Mapping[UUID, Unit], *, on: date
) -> Iterator[str]:
    yield ""
    yield f"{on:%Y-%m-%d} balances kept"
    for account in accounts:
        if account.balance_minor is not None:
            unit = units[account.unit_id]
            sign = -1 if account.side == Side.CREDIT.value else 1
            kept = amount(sign * account.balance_minor, unit)
            yield f"    {_name(account)}  {amount(0, unit)} = {kept}"


def _name(account: Account) -> str:
    parts = (account.kind, account.owner_type, account.owner_id)
    return _plain(":".join(part for part in parts if part))


def _plain(text: str) -> str:
    """Return a text without what means something in a journal."""
    kept = "".join(sign if sign.isprintable() and sign not in ';|()=*!"' else "_" for sign in text)
    return " ".join(kept.split())
