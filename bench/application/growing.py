"""The same pages, count and computation for firms of ever more customers."""

import resource
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from bench.application.asking import Browser, rounds, today
from bench.application.clock import measured, peak_mb
from bench.application.filling import enter, fill
from bench.application.pages import addresses
from bench.application.segments import SENTENCES, address_of
from plon.orders.models import Order
from plon.runtime.tenancy import inside
from plon.value import tasks

TIMES = 20
PAGES = ("Today", "customers", "customers, searched", "customers, who agreed", "card", "value")
COUNTED = "three conditions"


def growing_work(name: str, times: str = str(TIMES)) -> dict[str, Any]:
    """Measure the pages, one segment's count and the next day's figures of this world."""
    told = fill(int(name), name=name, now=today())
    workspace_id = UUID(told["workspace"])
    browser = Browser(enter([workspace_id], now=today()))
    with inside(workspace_id):
        every = addresses()
        orders = Order.objects.count()
    pages = {page: every[page] for page in PAGES}
    pages["count of a segment"] = [address_of(SENTENCES[COUNTED])]
    found = {page: each.told() for page, each in rounds(browser, pages, times=int(times)).items()}
    peak_mb()  # of the pages
    at = today() + timedelta(days=1)
    figures = measured(partial(tasks.refresh, workspace_id=workspace_id, subject="", now=at))
    told_mb = max(peak_mb(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10)
    return {
        "customers": int(name),
        "orders": orders,
        "pages": found,
        "figures": figures | {"peak_mb": told_mb},
    }
