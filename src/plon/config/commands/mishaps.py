"""What a database complains of, told in one sentence with what to do."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection

from plon.lifetime.errors import InputUnusable, sentence

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_PRIVILEGE = "42501"  # PostgreSQL's code
_SQLITE = {
    "not a database": sentence(
        "The database %(place)s is damaged: restore a backup into a new folder with plon restore."
    ),
    "malformed": sentence(
        "The database %(place)s is damaged: restore a backup into a new folder with plon restore."
    ),
    "unable to open": sentence(
        "The database %(place)s cannot be opened: give yourself the right to read and write there,"
        " or name another folder."
    ),
    "readonly": sentence(
        "The database %(place)s cannot be opened: give yourself the right to read and write there,"
        " or name another folder."
    ),
    "full": sentence(
        "There is no room left on the disk of %(place)s: make some and start again, nothing is"
        " lost."
    ),
    "locked": sentence("Another program holds the database %(place)s: stop it, then start again."),
}
_POSTGRESQL = {
    "resolve": sentence("There is no machine %(host)s: correct it in DATABASE_URL."),
    "name or service": sentence("There is no machine %(host)s: correct it in DATABASE_URL."),
    "refused": sentence(
        "No database answers at %(host)s: start PostgreSQL, or correct DATABASE_URL."
    ),
    "timeout": sentence(
        "No database answers at %(host)s: start PostgreSQL, or correct DATABASE_URL."
    ),
    "password": sentence(
        "The database does not let %(user)s in: correct user and password in DATABASE_URL."
    ),
    "role ": sentence(
        "The database does not let %(user)s in: correct user and password in DATABASE_URL."
    ),
    "pg_hba": sentence(
        "The database does not let %(user)s in: correct user and password in DATABASE_URL."
    ),
    "database ": sentence(
        "There is no database %(name)s on that server: make it with createdb, or correct"
        " DATABASE_URL."
    ),
    "": sentence("The database cannot be reached (%(problem)s): correct DATABASE_URL."),
}
_NO_RIGHT = sentence(
    "The role %(user)s may not change the tables: run plon migrate with the owner's DATABASE_URL."
)


class DatabaseUnusable(InputUnusable):
    """The database does not answer, or not as it must."""

    code = "database_unusable"


@contextmanager
def told() -> Iterator[None]:
    """Turn what a database complains of into DatabaseUnusable; defects of ours stay defects."""
    try:
        yield
    except (Error, sqlite3.Error) as error:
        words = _words(error)
        if words is None:
            raise
        raise DatabaseUnusable(words, **_facts(error)) from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise DatabaseUnusable(_SQLITE["full"], **_facts(error)) from error


def _words(error: Exception) -> str | None:
    said = str(error).lower()
    if connection.vendor == "sqlite":
        return next((words for sign, words in _SQLITE.items() if sign in said), None)
    code = getattr(error.__cause__, "sqlstate", None)
    if code == NO_PRIVILEGE or "permission denied" in said:
        return _NO_RIGHT
    if connection.connection is not None and code is not None:
        return None  # it answered: what it did not like is ours
    return next(words for sign, words in _POSTGRESQL.items() if sign in said)


def _facts(error: Exception) -> dict[str, str]:
    known = connection.settings_dict
    lines = str(error).strip().splitlines()
    return {
        "place": str(known["NAME"]),
        "name": str(known["NAME"]),
        "host": f"{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}",
        "user": str(known["USER"]),
        "problem": lines[0] if lines else type(error).__name__,
    }
