"""A small firm alone in its database, and beside a firm with a thousand times its data."""

from typing import Any
from uuid import UUID

from bench.application.asking import Browser, rounds, today
from bench.application.filling import enter, fill

SMALL = 100
TIMES = 100


def neighbours_work(name: str, times: str = str(TIMES)) -> dict[str, Any]:
    """Measure the small firm's pages in this world: "alone", or a size whose firm is beside it."""
    told = fill(SMALL, name="small", now=today())
    if name != "alone":
        fill(int(name), name=name, now=today())
    browser = Browser(_owner(UUID(told["workspace"])))
    pages = {page: [page] for page in ("/", "/customers/", "/value/")}
    found = rounds(browser, pages, times=int(times))
    return {page: found[page].told() for page in pages}


def _owner(workspace_id: UUID) -> Any:
    return enter([workspace_id], now=today(), email="small@bench.example")
