"""Figures anew: all of them, and those of 200 customers who bought since."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bench.application.asking import today
from bench.application.clock import measured
from bench.application.filling import fill
from plon.accounts import queries as accounts
from plon.core.days import date_in, start_of
from plon.customers.models import Customer
from plon.orders.services import NewOrder, record_orders
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Figures

CHANGED = 200


def refresh_work(name: str, fulls: str = "1", turns: str = "3") -> dict[str, Any]:
    """Measure whole recomputations and refreshes after CHANGED customers bought, in one run."""
    workspace_id = UUID(fill(int(name), name=name, now=today())["workspace"])
    zone = accounts.workspace(workspace_id).zone
    day = start_of(date_in(zone, today()), zone) + timedelta(hours=6)
    whole, some = [], []
    for turn in range(1, int(fulls) + 1):
        at = day + timedelta(days=turn)  # everybody is a day older, as each night
        whole.append(measured(partial(_refresh, workspace_id, at)))
        for again in range(int(turns)):
            at += timedelta(minutes=15)
            _buy(workspace_id, at=at, seed=turn * 10 + again)
            some.append(measured(partial(_refresh, workspace_id, at)))
    with inside(workspace_id):
        customers = Figures.objects.count()
    return {"customers": customers, "whole": whole, "some": some}


def _refresh(workspace_id: UUID, at: datetime) -> None:
    tasks.refresh(workspace_id=workspace_id, subject="", now=at)


def _buy(workspace_id: UUID, *, at: datetime, seed: int) -> None:
    with inside(workspace_id):
        ids = list(Customer.objects.order_by("id").values_list("id", flat=True))
        step = len(ids) // CHANGED
        orders = [
            NewOrder(
                external_id=f"bench:{one}:{at.isoformat()}",
                customer_id=one,
                ordered_at=at,
                total_minor=50_00,
                currency="PLN",
            )
            for one in ids[seed % step :: step][:CHANGED]
        ]
        record_orders(workspace_id=workspace_id, orders=orders, now=at)
