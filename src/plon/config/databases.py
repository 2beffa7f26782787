"""Where the data live: one file by default, PostgreSQL in production."""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from plon.config.environment import SettingUnreadable
from plon.lifetime.errors import sentence

SQLITE_OPTIONS = {
    "timeout": 20,  # seconds a writer waits for the one before it
    "transaction_mode": "IMMEDIATE",  # take the write lock first, never in mid-transaction
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
    " PRAGMA mmap_size=2147418112",  # the most there is: reading without copying is twice as fast
}


CONNECT_TIMEOUT_S = "10"


def database(url: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's settings for "postgres://user:word@host/name"; "" is a file in `folder`.

    What follows a question mark goes to the driver: ?sslmode=verify-full. Raises
    SettingUnreadable for any other address; the message never repeats it: it holds a password.
    """
    if not url:
        return sqlite(folder / "plon.sqlite3")
    advice = sentence(
        "DATABASE_URL cannot be read: write postgresql://user:password@host:5432/name, with"
        " special signs of the password as %%40."
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise SettingUnreadable(advice, name="DATABASE_URL") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise SettingUnreadable(advice, name="DATABASE_URL")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT_S, **dict(parse_qsl(parts.query))},
    }


def sqlite(file: Path) -> dict[str, Any]:
    """Return Django's settings for one SQLite file; tests have a file, too, as in life."""
    return {
        "ENGINE": "plon.runtime.sqlite",
        "NAME": file,
        "CONN_MAX_AGE": None,
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": Path(tempfile.gettempdir()) / f"plon-test-{os.getpid()}.sqlite3"},
    }
