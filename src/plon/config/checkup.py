"""What an installation needs to run well, looked at one by one: `plon doctor` prints it."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plon.lifetime.errors import sentence
from plon.runtime import sending
from plon.runtime.walls import WallsMissing, check_walls

CLOCK_TOLERANCE_S = 5
FREE_LEAST_MB = 500
NAMED_MOST = 3
_ROLE = """
    SELECT rolname, rolsuper OR rolbypassrls,
           EXISTS (SELECT 1 FROM pg_tables
                   WHERE tableowner = current_user AND schemaname = 'public'),
           clock_timestamp()
    FROM pg_roles WHERE rolname = current_user
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at. advice: what to do where it is not well, as a source text; "" is well.

    is_grave: the application must not be used like this; else it is worth knowing.
    """

    name: str
    advice: str = ""
    detail: str = ""
    is_grave: bool = True


def examine(
    *, now: datetime, stopped: Callable[[], sending.Stop | None] = sending.stopped
) -> Iterator[Finding]:
    """Yield everything that was looked at. Changes nothing. stopped: why nothing is sent."""
    version = _migrations()
    yield version
    yield _walls()
    found = role()
    yield _role(found)
    yield _clock(found.clock_at, now)
    yield _zones()
    yield from _storage(Path(settings.MEDIA_ROOT))
    yield _secret()
    if not version.advice:  # else its table may not be there
        yield _sending(stopped())


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    advice = sentence("The database is older than this version: run plon migrate.")
    return Finding(
        name=sentence("Database version"),
        advice=advice if missing else "",
        detail=_some([f"{step.app_label}.{step.name}" for step, _ in missing]),
    )


def _some(names: Sequence[str]) -> str:
    """Return the first of many names, and how many more there are."""
    more = f" +{len(names) - NAMED_MOST}" if len(names) > NAMED_MOST else ""
    return ", ".join(names[:NAMED_MOST]) + more


def _walls() -> Finding:
    name = sentence("Walls between firms")
    try:
        check_walls(connection)
    except WallsMissing as missing:
        advice = sentence("The database does not keep firms apart by itself: run plon migrate.")
        return Finding(name=name, advice=advice, detail=_some(str(missing).split(", ")))
    return Finding(name=name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseRole:
    """As whom we speak to the database. is_above: no wall holds it; is_owner: it could pull one.

    clock_at: what the database's own clock says; None where it has none.
    """

    name: str
    is_above: bool
    is_owner: bool
    clock_at: datetime | None = None


def role() -> DatabaseRole:
    """Return the role; SQLite knows none, and so has none that is too strong."""
    if connection.vendor != "postgresql":
        return DatabaseRole(name="", is_above=False, is_owner=False)
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        name, is_above, is_owner, at = cursor.fetchone()
    return DatabaseRole(name=name, is_above=is_above, is_owner=is_owner, clock_at=at)


def _role(found: DatabaseRole) -> Finding:
    advice = sentence(
        "The application's role owns the tables or may pass by the walls: give it a role of its"
        " own in DATABASE_URL, and run plon migrate with the owner's."
    )
    return Finding(
        name=sentence("Database role"),
        advice=advice if found.is_above or found.is_owner else "",
        detail=found.name,
    )


def _clock(there: datetime | None, now: datetime) -> Finding:
    name = sentence("Clock")
    if there is None:
        return Finding(name=name)
    apart_s = abs((there.astimezone(UTC) - now).total_seconds())
    advice = sentence("This machine's clock and the database's differ: set both by a time server.")
    return Finding(
        name=name,
        advice=advice if apart_s > CLOCK_TOLERANCE_S else "",
        detail=f"{apart_s:.0f} s",
    )


def _zones() -> Finding:
    name = sentence("Time zones")
    try:
        ZoneInfo("Europe/Warsaw")
    except ZoneInfoNotFoundError:
        advice = sentence("Time zone data are missing: install the package tzdata.")
        return Finding(name=name, advice=advice)
    return Finding(name=name)


def _storage(folder: Path) -> Iterator[Finding]:
    name, there = sentence("Storage"), _existing(folder)
    if not os.access(there, os.W_OK):
        yield Finding(
            name=name,
            advice=sentence("Files cannot be kept: give the application the right to write there."),
            detail=str(there),
        )
        return
    disk = os.statvfs(there)
    free_mb = disk.f_bavail * disk.f_frsize // 1_000_000
    advice = sentence("The disk is nearly full: make room, or imports and backups will fail.")
    yield Finding(
        name=name, advice=advice if free_mb < FREE_LEAST_MB else "", detail=f"{free_mb} MB"
    )


def _existing(folder: Path) -> Path:
    return next(each for each in (folder, *folder.resolve().parents) if each.is_dir())


def _sending(stop: sending.Stop | None) -> Finding:
    name = sentence("Sending")
    if stop is None:
        return Finding(name=name, is_grave=False)
    advice = {
        "setting": sentence("PLON_SENDING says no: nothing leaves until it says yes."),
        "restored": sentence("Restored from a backup: nothing leaves until plon sending on."),
        "moved": sentence("A copy on another server: nothing leaves until plon sending on."),
    }.get(stop.why, sentence("Switched off: nothing leaves until plon sending on."))
    detail = f"{stop.since:%Y-%m-%d %H:%M} UTC" if stop.since else ""
    return Finding(name=name, advice=advice, detail=detail, is_grave=False)


def _secret() -> Finding:
    advice = sentence("PLON_SECRET_KEY is the one of the tests: set your own, 50 signs of chance.")
    is_ours = str(settings.SECRET_KEY).startswith("only-for-tests")
    return Finding(name=sentence("Secret key"), advice=advice if is_ours else "")
