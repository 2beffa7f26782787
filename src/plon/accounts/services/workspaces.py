"""Workspaces: opened and changed."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from plon.accounts.domain import LOYALTY, Trade
from plon.accounts.events import TradeChosen
from plon.accounts.models import Workspace
from plon.accounts.queries import Caller
from plon.accounts.services.audit import record
from plon.core.errors import DomainError
from plon.runtime import outbox


class CurrencyFixed(DomainError):
    """There are orders in the firm's currency; another one would change what they say."""

    code = "currency_fixed"
    status = 409


@transaction.atomic
def open_workspace(
    *,
    name: str,
    currency: str = "PLN",
    time_zone: str = "Europe/Warsaw",
    trade: str = "",
    is_demo: bool = False,
    now: datetime,
) -> UUID:
    """Open a workspace and return its id. Not safe to repeat: each call opens another."""
    ZoneInfo(time_zone)  # an unknown one is a defect of the form
    row = Workspace.objects.create(
        name=name,
        currency=currency,
        time_zone=time_zone,
        trade=trade,
        is_demo=is_demo,
        created_at=now,
    )
    return row.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """What a firm says of itself. trade: of domain.Trade, or ""; tax_id: digits."""

    name: str
    currency: str
    time_zone: str
    trade: str = ""
    language: str = "pl"
    tax_id: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""


@transaction.atomic
def change_workspace(caller: Caller, *, firm: Firm, now: datetime) -> None:
    """Change what a workspace is called and how it counts. Safe to repeat.

    Another trade brings the kind of loyalty that suits it. Raises CurrencyFixed once there are
    orders: their amounts would be read as another currency's. Nothing is written then.
    """
    ZoneInfo(firm.time_zone)
    mine = Workspace.objects.filter(id=caller.workspace_id)
    free = mine.filter(Q(currency=firm.currency) | Q(currency_fixed_at=None))
    is_new_trade = bool(firm.trade) and not mine.filter(trade=firm.trade).exists()
    if not free.update(**asdict(firm) | _loyalty(mine, firm.trade)):
        raise CurrencyFixed(firm.currency)
    record(caller, "workspace.changed", now=now)
    if is_new_trade:
        _tell(caller.workspace_id, firm.trade, now=now)


@transaction.atomic
def choose_trade(caller: Caller, *, trade: Trade, now: datetime) -> None:
    """Say what a firm lives by, and so which kind of loyalty suits it. Safe to repeat."""
    mine = Workspace.objects.filter(id=caller.workspace_id)
    if mine.exclude(trade=trade.value).update(trade=trade.value, loyalty=LOYALTY[trade].value):
        record(caller, "workspace.trade", detail={"trade": trade.value}, now=now)
        _tell(caller.workspace_id, trade.value, now=now)


def fix_currency(*, workspace_id: UUID, now: datetime) -> None:
    """Let the currency stay as it is: there are orders in it. Call with the first. Repeatable."""
    free = Workspace.objects.filter(id=workspace_id, currency_fixed_at=None)
    if free.exists():  # a look takes no lock
        free.update(currency_fixed_at=now)


def _tell(workspace_id: UUID, trade: str, *, now: datetime) -> None:
    outbox.publish(TradeChosen(workspace_id=workspace_id, occurred_at=now, trade=trade))


def _loyalty(mine: QuerySet[Workspace], trade: str) -> dict[str, str]:
    """Return the loyalty that comes with another trade."""
    if mine.filter(trade=trade).exists():
        return {}
    return {"loyalty": LOYALTY[Trade(trade)].value if trade in set(Trade) else ""}
