"""`plon worker`: what happens by itself. Any number may run beside each other."""

import logging
import time
from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

import typer
from django.db import Error, connection

from plon.config import ending
from plon.config.commands import serving
from plon.lifetime.errors import sentence

WIRING = "plon.config.wiring"  # has tables: wants Django set up
WORKER = "plon.runtime.worker"
ERASURES = "plon.config.erasures"
PULSE = "plon.runtime.pulse"
_IDLE_S = 1.0
_PAUSE_S = 5.0  # while the database is away: restarted, locked, without room

_OWN_ID = uuid4()  # of this process

log = logging.getLogger(__name__)
app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=sentence("Do what is due until told to stop."))
def worker() -> None:
    serving.begin_serving()
    _settle(datetime.now(UTC))
    while not ending.is_asked():
        time.sleep(_once(datetime.now(UTC)))


def _settle(now: datetime) -> None:
    """Hold the database against the record of erasures; where that fails, the day's job will."""
    try:
        import_module(ERASURES).settle_erasures(now=now)
    except (Error, OSError):
        log.exception("erasures were not settled")


def _once(now: datetime) -> float:
    """Do what is due; return for how many seconds to rest. A database that is away comes back."""
    wiring, run_once = import_module(WIRING), import_module(WORKER).run_once
    try:
        import_module(PULSE).beat(_OWN_ID, now=now)
        was_busy = run_once(wiring.REACTIONS, wiring.CLOCK, wiring.JOBS, now=now)
    except Error:
        log.exception("the database is away")
        connection.close()
        return _PAUSE_S
    return 0.0 if was_busy else _IDLE_S
