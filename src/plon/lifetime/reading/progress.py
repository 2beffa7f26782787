"""Rows read so far, told while the engine works."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Any, TypeVar

_INTERVAL_S = 0.2
_WATCHED_ROWS = 200_000  # fewer are read before a watcher would say anything

T = TypeVar("T")


def watched(
    work: Callable[[], T],
    connection: Any,
    *,
    expected: int,
    before: int,
    report: Callable[[int], None] | None,
) -> T:
    """Do `work` on `connection`; meanwhile report `before` plus the share done of `expected`."""
    if report is None or expected < _WATCHED_ROWS:
        return work()
    connection.execute("SET enable_progress_bar = true")
    connection.execute("SET enable_progress_bar_print = false")
    is_done = Event()

    def watch() -> None:
        while not is_done.wait(_INTERVAL_S):
            share = min(max(connection.query_progress(), 0.0), 100.0) / 100
            report(before + int(share * expected))

    watcher = Thread(target=watch, daemon=True)
    try:  # a stop may come before the watcher has begun: it must not outlive the connection
        watcher.start()
        return work()
    finally:
        is_done.set()
        if watcher.ident is not None:
            watcher.join()
