"""Kinds of accounts: on which side each grows, and which keep a balance that has a floor."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """On which side an account grows."""

    CREDIT = "C"
    DEBIT = "D"


class UnitKind(StrEnum):
    """What a unit counts."""

    MONEY = "money"
    CREDIT = "credit"  # store credit, cashback
    POINTS = "points"
    STAMPS = "stamps"
    TICKETS = "tickets"
    XP = "xp"


class Kind(StrEnum):
    """What an account stands for. Its owner is a person unless said otherwise."""

    EXPENSE = "expense"  # of a programme: cost of rewards
    PENDING = "pending"  # granted, in the waiting period
    AVAILABLE = "available"  # may be spent or paid out
    RESERVED = "reserved"  # set aside by reservations
    DEBT = "debt"  # taken back, but already spent
    GIFT_PAYABLE = "gift_payable"  # gifts promised, at real cost
    FULFILMENT = "fulfilment"  # of the firm: value handed over
    BREAKAGE = "breakage"  # of the firm: expired
    CLEARING = "clearing"  # of the firm: payouts sent, not confirmed
    BANK = "bank"  # of the firm
    TAX_PAYABLE = "tax_payable"  # of the firm: withheld, not yet paid in
    EXCHANGE = "exchange"  # of the firm, in each unit
    DONATION_PAYABLE = "donation_payable"  # of a cause: collected, not yet handed over
    RECEIVABLE = "receivable"  # of a partner: commission owed to us
    REVENUE = "revenue"  # of the firm: commission earned
    BUDGET_OPEN = "budget_open"  # of a budget: may still be granted
    BUDGET_USED = "budget_used"  # of a budget: has been granted
    BUDGET_CONTROL = "budget_control"  # of a budget: the other side of its limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How an account of a kind behaves."""

    side: Side
    is_guarded: bool  # keeps a balance, never below zero


def _guarded(side: Side) -> Rule:
    return Rule(side=side, is_guarded=True)


def _free(side: Side) -> Rule:
    return Rule(side=side, is_guarded=False)


RULES: Mapping[Kind, Rule] = {
    Kind.EXPENSE: _free(Side.DEBIT),
    Kind.PENDING: _guarded(Side.CREDIT),
    Kind.AVAILABLE: _guarded(Side.CREDIT),
    Kind.RESERVED: _guarded(Side.CREDIT),
    Kind.DEBT: _guarded(Side.DEBIT),
    Kind.GIFT_PAYABLE: _guarded(Side.CREDIT),
    Kind.FULFILMENT: _free(Side.CREDIT),
    Kind.BREAKAGE: _free(Side.CREDIT),
    Kind.CLEARING: _guarded(Side.CREDIT),
    Kind.BANK: _free(Side.CREDIT),
    Kind.TAX_PAYABLE: _guarded(Side.CREDIT),
    Kind.EXCHANGE: _free(Side.CREDIT),
    Kind.DONATION_PAYABLE: _guarded(Side.CREDIT),
    Kind.RECEIVABLE: _guarded(Side.DEBIT),
    Kind.REVENUE: _free(Side.CREDIT),
    Kind.BUDGET_OPEN: _guarded(Side.CREDIT),
    Kind.BUDGET_USED: _guarded(Side.CREDIT),
    Kind.BUDGET_CONTROL: _free(Side.DEBIT),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountName:
    """Which account is meant: it is opened when value first moves there.

    owner_type, owner_id: "customer" and an id, "programme" and an id; both "" for the firm's own.
    Ids and codes only: no account tells who a person is.
    """

    unit: str  # its code, "PLN", "PTS"
    kind: Kind
    owner_type: str = ""
    owner_id: str = ""

    def of_kind(self, kind: Kind) -> "AccountName":
        """Return the same owner's account of another kind, in the same unit."""
        return AccountName(
            unit=self.unit, kind=kind, owner_type=self.owner_type, owner_id=self.owner_id
        )

    def __str__(self) -> str:
        parts = (self.kind.value, self.owner_type, self.owner_id)
        return ":".join(part for part in parts if part)
