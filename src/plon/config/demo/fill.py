"""The demo firms into the database, through the rooms' doors; and the person who sees them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from plon.accounts import queries as accounts
from plon.accounts.services import demo_visitor, open_demo, open_workspace
from plon.config.demo.catalogues import CATALOGUES
from plon.config.demo.life import Somebody, year_of
from plon.config.demo.trades import TRADES, Trade
from plon.core.days import date_in
from plon.customers.services import Person, identify_many, note_referrers
from plon.orders.services import (
    NewLine,
    NewOrder,
    NewRefund,
    record_orders,
    record_products,
    record_refunds,
)
from plon.runtime import duties
from plon.runtime.tenancy import inside

SEED = 20
VISITOR = "demo@demo.example"
SHOWN_FIRST = "hairdresser"
FRESH = timedelta(days=14)  # later the year would end too long ago to look like life
_AT_ONCE = 500


@transaction.atomic
def fill_demo(*, now: datetime) -> UUID:
    """Make the demo firms unless they are there and FRESH; return the person who looks at them.

    Safe to repeat, and all or nothing: a kill in the middle leaves no half firm. The firms are
    marked as demo; their year ends today. Older ones are closed, and nothing happens there.
    """
    visitor = demo_visitor(email=VISITOR, name="Demo")
    opened_at = accounts.demo_opened_at(visitor)
    if opened_at is not None and now - opened_at < FRESH:
        return visitor
    firms = [_firm(trade, now=now) for trade in TRADES]
    for closed in open_demo(visitor, workspace_ids=firms, now=now):
        duties.drop(workspace_id=closed)
    return visitor


def demo_firms(user_id: UUID) -> list[accounts.WorkspaceFacts]:
    """Return the demo firms that a person may enter, the one to be shown first before others."""
    firms = [firm for firm in accounts.workspaces_of(user_id) if firm.is_demo]
    return sorted(firms, key=lambda firm: firm.trade != SHOWN_FIRST)  # it may be given another


def _firm(trade: Trade, *, now: datetime) -> UUID:
    workspace_id = open_workspace(name=trade.name, trade=trade.trade, is_demo=True, now=now)
    today = date_in(accounts.workspace(workspace_id).zone, now)
    people = year_of(trade, today=today, seed=SEED)
    with inside(workspace_id):
        record_products(workspace_id=workspace_id, products=CATALOGUES[trade.code], now=now)
        ids: list[UUID] = []
        for start in range(0, len(people), _AT_ONCE):
            ids += _record(workspace_id, trade, people[start : start + _AT_ONCE], now=now)
        brought = {ids[one.number]: ids[one.referrer] for one in people if one.referrer is not None}
        note_referrers(referrers=brought, now=now)
    return workspace_id


def _record(
    workspace_id: UUID, trade: Trade, people: Sequence[Somebody], *, now: datetime
) -> list[UUID]:
    """Write down some of the people with all that they bought; return their ids."""
    ids = identify_many(
        workspace_id=workspace_id, people=[_person(trade, one) for one in people], now=now
    )
    orders, refunds = [], []
    for customer_id, one in zip(ids, people, strict=True):
        for place, bought in enumerate(one.purchases):
            number = f"{trade.code}-{one.number}-{place}"
            orders.append(
                NewOrder(
                    external_id=number,
                    customer_id=customer_id,
                    ordered_at=bought.at,
                    total_minor=bought.amount_minor,
                    currency="PLN",
                    channel=one.channel,
                    lines=[NewLine(product_code=bought.good, amount_minor=bought.amount_minor)],
                )
            )
            if bought.refunded_at is not None:
                refunds.append(
                    NewRefund(
                        external_id=f"{number}-back",
                        order_external_id=number,
                        amount_minor=bought.amount_minor,
                        refunded_at=bought.refunded_at,
                    )
                )
    record_orders(workspace_id=workspace_id, orders=orders, now=now)
    record_refunds(workspace_id=workspace_id, refunds=refunds, now=now)
    return list(ids)


def _person(trade: Trade, one: Somebody) -> Person:
    return Person(
        external_id=f"{trade.code}:{one.number}",
        email=one.email,
        phone=one.phone,
        first_name=one.first_name,
        last_name=one.last_name,
        acquisition_channel=one.channel,
        first_visit_date=one.first_day,
        data_source="demo",
    )
