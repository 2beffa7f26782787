"""A claim stays ours while its job runs, however long: the lease is renewed beside it."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import Error, connection

from plon.runtime import duties

log = logging.getLogger(__name__)


@contextmanager
def held(claimed: duties.Claim, *, now: datetime) -> Iterator[None]:
    """Renew the lease three times in its length until the block ends; `now`: when it was taken."""
    began, is_over = time.monotonic(), threading.Event()

    def keep() -> None:
        try:
            while not is_over.wait(duties.LEASE.total_seconds() / 3):
                _renew(claimed, now=now + timedelta(seconds=time.monotonic() - began))
        finally:
            connection.close()  # a thread has one of its own

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join()


def _renew(claimed: duties.Claim, *, now: datetime) -> None:
    try:
        duties.renew(claimed, now=now)
    except Error:  # away or locked for a moment: the lease is long enough for another try
        log.warning("lease not renewed", extra={"duty": claimed.duty_id}, exc_info=True)
        connection.close()
