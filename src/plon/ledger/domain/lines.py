"""Lines of a transfer: each moves one amount from one account to another, so all always agrees."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar

from plon.core.errors import DomainError
from plon.ledger.domain.accounts import RULES, AccountName, Kind, Side

AMOUNT_MAX = 9 * 10**15  # exact in any reader of JSON


class LineImpossible(DomainError):
    """A line is no move of one amount between two accounts of one unit."""

    code: ClassVar[str] = "line_impossible"
    status: ClassVar[int] = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One amount from the credit of one account to another: minor units of their unit.

    Raises LineImpossible unless the sides differ, are of one unit, and the amount is 1 to 9·10¹⁵.
    """

    debit: AccountName
    credit: AccountName
    amount_minor: int

    def __post_init__(self) -> None:
        if self.debit == self.credit or self.debit.unit != self.credit.unit:
            raise LineImpossible(f"{self.debit} {self.debit.unit}, {self.credit}")
        if type(self.amount_minor) is not int or not 1 <= self.amount_minor <= AMOUNT_MAX:
            raise LineImpossible(str(self.amount_minor))


def changes(lines: Sequence[Line]) -> Mapping[AccountName, int]:
    """Return by how much each guarded account grows or shrinks, in its own sign."""
    change: Counter[AccountName] = Counter()
    for line in lines:
        for account, credited in (
            (line.debit, -line.amount_minor),
            (line.credit, line.amount_minor),
        ):
            rule = RULES[account.kind]
            if rule.is_guarded:
                change[account] += credited if rule.side is Side.CREDIT else -credited
    return change


def settle_debts(lines: Sequence[Line], debts: Mapping[AccountName, int]) -> list[Line]:
    """Return the lines with what comes to a person paying the person's debt first.

    debts: what is owed, by the person's debt account. Nobody has a debt and available value.
    """
    left, settled = dict(debts), []
    for line in lines:
        debt = line.credit.of_kind(Kind.DEBT)
        is_coming = line.credit.kind is Kind.AVAILABLE and line.debit != debt
        paid = min(left.get(debt, 0), line.amount_minor) if is_coming else 0
        if paid:
            left[debt] -= paid
            settled.append(Line(debit=line.debit, credit=debt, amount_minor=paid))
        if rest := line.amount_minor - paid:
            settled.append(Line(debit=line.debit, credit=line.credit, amount_minor=rest))
    return settled


def content_hash(parts: Sequence[object]) -> str:
    """Return the fingerprint of a command: the same key must always mean the same."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()


def lines_text(lines: Sequence[tuple[str, str, int]]) -> str:
    """Return lines as they are hashed: ids of debit and credit in hex, and the amount, by number.

    `plon ledger verify` puts the same text together in the database.
    """
    return "".join(f"{debit}{credit}{amount};" for debit, credit, amount in lines)


def digest(told: Sequence[str], lines: Sequence[tuple[str, str, int]]) -> str:
    """Return the fingerprint of a transfer as it was written, with its lines."""
    inner = sha256(lines_text(lines).encode()).hexdigest()
    return sha256("|".join((*told, inner)).encode()).hexdigest()
