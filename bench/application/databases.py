"""Where the made-up firms live: a SQLite file or a PostgreSQL database for each size, kept.

PostgreSQL is the one at PLON_BENCH_POSTGRES, by default a local one that trusts us. The tables
belong to a plain role, as in production: a superuser would walk past row-level security.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

CACHE = Path(__file__).parents[1] / ".cache"
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
ROLE = "plon_bench"


def folder_of(name: str) -> Path:
    """Return the data folder of a world: its uploads, and its database where that is a file."""
    return CACHE / f"world-{name}"


def choose(vendor: str, name: str) -> None:
    """Point the settings, not yet loaded, at one world; make its database if it is missing."""
    folder = folder_of(f"{vendor}-{name}")
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PLON_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "plon.config.settings"
    os.environ["DATABASE_URL"] = ""
    os.environ.setdefault("PLON_SECRET_KEY", "of made-up firms, never of a real one: 50 characters")
    if vendor == "postgresql":
        os.environ["DATABASE_URL"] = _postgres(f"plon_bench_{name}")


def server() -> str:
    """Return the address of the PostgreSQL server, with the rights to make databases."""
    return os.environ.get("PLON_BENCH_POSTGRES", POSTGRES)


def drop(vendor: str, name: str) -> None:
    """Forget a world's data. Safe to repeat."""
    if vendor == "postgresql":
        with psycopg.connect(server(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS plon_bench_{name} WITH (FORCE)")
        return
    for file in folder_of(f"{vendor}-{name}").glob("plon.sqlite3*"):
        file.unlink()


def _postgres(database: str) -> str:
    with psycopg.connect(server(), autocommit=True) as connection:
        if not _has(connection, "pg_roles WHERE rolname", ROLE):
            connection.execute(f"CREATE ROLE {ROLE} LOGIN")
        if not _has(connection, "pg_database WHERE datname", database):
            connection.execute(f"CREATE DATABASE {database} OWNER {ROLE}")
    place = urlsplit(server())
    host = place.netloc.rpartition("@")[2]
    return urlunsplit(("postgres", f"{ROLE}@{host}", f"/{database}", "", ""))


def _has(connection: psycopg.Connection, where: str, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {where} = %s", [name]).fetchone() is not None
