"""Accounts, amounts and transfers in words."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from plon.customers import queries as customers
from plon.ledger.models import Account, Posting, Transfer, Unit
from plon.lifetime import wording
from plon.ui.components import Cell, Tab
from plon.ui.language import active_language

DASH = "\N{EN DASH}"
CUSTOMER = "customer"


def kinds() -> dict[str, str]:
    """Return the kinds of accounts in words."""
    return {
        "available": _("Available"),
        "pending": _("Waiting"),
        "reserved": _("Set aside"),
        "debt": _("Debt"),
        "gift_payable": _("Gifts promised"),
        "donation_payable": _("Donations to hand over"),
        "clearing": _("Payouts on their way"),
        "tax_payable": _("Tax to pay in"),
        "receivable": _("Commission owed to us"),
        "budget_open": _("Budget left"),
        "budget_used": _("Budget used"),
        "budget_control": _("Limit of a budget"),
        "expense": _("Cost"),
        "fulfilment": _("Handed over"),
        "breakage": _("Expired"),
        "bank": _("Bank"),
        "exchange": _("Exchange of units"),
        "revenue": _("Income from commission"),
    }


def kind_word(kind: str) -> str:
    """Return what an account stands for."""
    return kinds()[kind]


def transfer_word(kind: str) -> str:
    """Return what happened, where the kind of a transfer is one of the ledger's own."""
    return {
        "grant": _("granted"),
        "vest": _("may be spent"),
        "reserve": _("set aside"),
        "release": _("released"),
        "redeem": _("redeemed"),
        "payout": _("paid out"),
        "expire": _("expired"),
        "reverse": _("taken back"),
        "correct": _("corrected"),
    }.get(kind, kind)


def cause(kind: str, id_: str, *, names: Mapping[str, str], rights: frozenset[str]) -> Cell:
    """Return why value moved, in words, with a way there for whoever may go."""
    if kind == CUSTOMER:
        href = f"/customers/{id_}/" if id_ in names and "customers.read" in rights else ""
        return Cell(text=names.get(id_) or f"{_('Customer')} {id_}", href=href)
    if kind == "order":
        is_known = _as_id(id_) is not None
        if is_known and "orders.read" in rights:
            return Cell(text=_("Transaction"), href=f"/orders/{id_}/")
        return Cell(text=_("Transaction %(number)s") % {"number": id_})
    if kind == "lot":
        return Cell(text=_("The time of this value is over"))
    return Cell(text=f"{kind} {id_}")


def causes(transfers: Iterable[Transfer]) -> Mapping[str, str]:
    """Return the names of the customers among the causes, by their ids."""
    return _names({each.cause_id for each in transfers if each.cause_type == CUSTOMER})


def amount(minor: int, *, code: str, exponent: int) -> str:
    """Return an amount of a unit for a page."""
    language = active_language()
    number = wording.number(Decimal(minor).scaleb(-exponent), decimals=exponent, language=language)
    return f"{number}{wording.NBSP}{code}"


def amount_of(minor: int, unit: Unit) -> str:
    """Return an amount of a unit for a page."""
    return amount(minor, code=unit.code, exponent=unit.exponent)


def moved(one: Account, row: Posting) -> int:
    """Return by how much a line changed what an account holds, in the account's own sign."""
    grows = (row.credit_id == one.id) == (one.side == "C")
    return row.amount_minor if grows else -row.amount_minor


def in_file(minor: int, unit: Unit) -> str:
    """Return an amount for a file, with the decimal sign that a spreadsheet reads."""
    number = f"{Decimal(minor).scaleb(-unit.exponent):.{unit.exponent}f}"
    return number.replace(".", ",") if active_language() == "pl" else number


def owners(accounts: Collection[Account]) -> Mapping[str, str]:
    """Return the names of the customers among the owners, by their ids."""
    return _names({each.owner_id for each in accounts if each.owner_type == CUSTOMER})


def _names(ids: Collection[str]) -> Mapping[str, str]:
    known = [found for text in ids if (found := _as_id(text)) is not None]
    names = customers.names_of(known) if known else {}
    return {str(id_): name for id_, name in names.items()}


def owner_word(account: Account, names: Mapping[str, str]) -> str:
    """Return whose an account is: a customer's name, a code, or the firm's."""
    if not account.owner_id:
        return _("the firm")
    return names.get(account.owner_id) or account.owner_id


def account_word(account: Account, names: Mapping[str, str]) -> str:
    """Return an account in one phrase."""
    return f"{kind_word(account.kind)}: {owner_word(account, names)}"


def tabs(current: str) -> list[Tab]:
    """Return the tabs above the pages."""
    pages = {"/ledger/": _("Accounts"), "/ledger/transfers/": _("Transfers")}
    return [Tab(word=word, href=href, is_current=href == current) for href, word in pages.items()]


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
