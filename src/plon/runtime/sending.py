"""The main switch of everything that leaves the house: mail, messages, webhooks, payouts.

Whoever is about to send asks `is_off` in the transaction just before the call. A restored copy
starts switched off, since what it holds as due was sent long ago.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Subquery

from plon.runtime.models import Home, SendingStop

_PLACE = """
    SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' || oid::text
    FROM pg_database WHERE datname = current_database()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why nothing is sent. why: "setting", "restored", "moved" or "asked"; since: None for ever."""

    why: str
    since: datetime | None


def is_off() -> bool:
    """Say whether nothing may leave now."""
    return stopped() is not None


def stopped() -> Stop | None:
    """Return why nothing is sent; None where sending is on."""
    if not settings.PLON_SENDING:
        return Stop(why="setting", since=None)
    row = SendingStop.objects.order_by("id").first()
    return Stop(why=row.why, since=row.since) if row else None


def columns() -> dict[str, Subquery]:
    """Return what tells of the stop beside the rows of another question; `told_in` reads it."""
    first = SendingStop.objects.order_by("id")
    return {f"stop_{name}": Subquery(first.values(name)[:1]) for name in ("why", "since")}


def told_in(row: Any) -> Stop | None:
    """Return what `columns` brought along with a row: the answer of `stopped`."""
    if not settings.PLON_SENDING:
        return Stop(why="setting", since=None)
    return Stop(why=row.stop_why, since=row.stop_since) if row.stop_since else None


@transaction.atomic
def switch_off(*, why: str, now: datetime) -> None:
    """Let nothing leave from now on. Safe to repeat: the first reason stays."""
    if not SendingStop.objects.exists():
        SendingStop.objects.create(why=why, since=now)


@transaction.atomic
def switch_on() -> None:
    """Let messages leave again, unless the setting forbids it. Safe to repeat."""
    SendingStop.objects.all().delete()


@transaction.atomic
def settle(*, now: datetime) -> bool:
    """Note where the database lives; a copy that woke up elsewhere is switched off: then True.

    PostgreSQL only: a restored folder of SQLite is switched off by `plon restore`.
    """
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(_PLACE)
        (place,) = cursor.fetchone()
    known = Home.objects.first()
    if known is None:
        Home.objects.create(place=place)
    if known is None or known.place == place:
        return False
    Home.objects.update(place=place)
    switch_off(why="moved", now=now)
    return True
