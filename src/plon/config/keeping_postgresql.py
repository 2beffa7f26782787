"""Backups of an installation on PostgreSQL: a ZIP of a dump, the files and the secret key.

pg_dump reads one moment of the database; psql puts it back in one transaction, whole or not at all.
"""

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from plon.config import erasure_record
from plon.config.keeping import (
    DUMP,
    FILES,
    LAST,
    RECORD,
    SECRET,
    BackupUnreadable,
    is_ours,
    put,
    shelf,
)
from plon.lifetime.errors import InputUnusable, sentence

SCRIPT = "plon.sql"
_MAJOR = re.compile(r"(\d+)")
_ROLE = "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
_EMPTY = """DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('DROP TABLE public.%I CASCADE', name);
  END LOOP;
  FOR name IN SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'plon\\_%' LOOP
    EXECUTE 'DROP FUNCTION ' || name || ' CASCADE';
  END LOOP;
END $$"""
_SEND_NOTHING = """DO $$ BEGIN
  IF to_regclass('public.runtime_sendingstop') IS NOT NULL THEN
    INSERT INTO public.runtime_sendingstop (why, since) SELECT 'restored', now()
    WHERE NOT EXISTS (SELECT 1 FROM public.runtime_sendingstop);
  END IF;
END $$"""


class ToolUnusable(InputUnusable):
    """PostgreSQL's own programs are missing, too old, or refused; nothing was written."""

    code = "tool_unusable"


def write_dump(file: Path, *, folder: Path, key: str) -> None:
    """Write the backup, whole or not at all. The application may go on meanwhile.

    The dump is read through before it is kept. Raises ToolUnusable.
    """
    check_tools()
    _check_reader()
    with shelf(beside=file) as place:
        dump, draft = place / DUMP, place / "draft.zip"
        _run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={_address()}")
        _script_of(dump, place / SCRIPT)
        (place / SCRIPT).unlink()
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(dump, DUMP, zipfile.ZIP_STORED)  # it is compressed already
            archive.writestr(SECRET, key)
            put(archive, folder / RECORD, name=RECORD)
            for each in [one for one in sorted((folder / FILES).rglob("*")) if one.is_file()]:
                put(archive, each, name=each.relative_to(folder).as_posix())
        os.chmod(draft, 0o600)
        draft.replace(file)
    if folder.is_dir():
        (folder / LAST).touch()


def load_dump(file: Path, *, folder: Path, replaces: bool) -> None:
    """Put a backup into the database and its files into the folder. Nothing is sent from it.

    replaces: what is in the database goes, in the same transaction; else a database that holds a
    table is refused. Raises ToolUnusable, BackupUnreadable.
    """
    check_tools()
    _check_target(replaces=replaces)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with shelf(beside=folder / DUMP) as place:
        _unpack(file, place)
        script = place / SCRIPT
        _script_of(place / DUMP, script)
        emptied = (f"--command={_EMPTY}",) if replaces else ()
        connection.close()
        _run(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--dbname={_address()}",
            *emptied,
            f"--file={script}",
            f"--command={_SEND_NOTHING}",
        )
        if (place / FILES).is_dir():
            shutil.copytree(place / FILES, folder / FILES, dirs_exist_ok=True)
        erasure_record.add(folder / RECORD, erasure_record.read(place / RECORD))
        os.chmod(place / SECRET, 0o600)
        (place / SECRET).replace(folder / SECRET)


def check_tools() -> None:
    """Raise ToolUnusable unless pg_dump, pg_restore and psql are there and new enough."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        needed = int(cursor.fetchone()[0]) // 10_000
    for name in ("pg_dump", "pg_restore", "psql"):
        facts = {"name": name, "needed": str(needed)}
        if shutil.which(name) is None:
            advice = sentence(
                "%(name)s is not on the path: install PostgreSQL's client programs, version"
                " %(needed)s or newer."
            )
            raise ToolUnusable(advice, **facts)
        found = _MAJOR.search(_run(name, "--version"))
        if found is None or int(found[1]) < needed:
            advice = sentence(
                "%(name)s is of version %(found)s and the server of %(needed)s: install client"
                " programs of version %(needed)s or newer."
            )
            raise ToolUnusable(advice, **facts, found=found[1] if found else "?")


def _check_reader() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        name, sees_all = cursor.fetchone()
    if not sees_all:
        advice = sentence(
            "The database role %(name)s sees one firm at a time: name the role of backups in"
            " DATABASE_URL; docs/operations/postgresql.md says how to make it."
        )
        raise ToolUnusable(advice, name=name)


def _check_target(*, replaces: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        (count,) = cursor.fetchone()
    if count and not replaces:
        advice = sentence(
            "The database %(name)s holds tables: name an empty one in DATABASE_URL, or write"
            " --replace to lose what is in it. Nothing was touched."
        )
        raise ToolUnusable(advice, name=str(connection.settings_dict["NAME"]))


def _unpack(file: Path, place: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if not {DUMP, SECRET} <= set(names) or not all(map(_is_of_a_dump, names)):
                raise BackupUnreadable(file.name)
            archive.extractall(place)
    except zipfile.BadZipFile as error:
        raise BackupUnreadable(file.name) from error


def _is_of_a_dump(name: str) -> bool:
    return name == DUMP or is_ours(name)


def _script_of(dump: Path, script: Path) -> None:
    """Write a dump as SQL, which reads all of it. Raises BackupUnreadable where it is not ours."""
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump))
    except ToolUnusable as error:
        raise BackupUnreadable(dump.name) from error
    wanted = {b"COPY public.accounts_workspace ", b"COPY public.django_migrations "}
    with script.open("rb") as lines:
        for line in lines:
            wanted -= {each for each in wanted if line.startswith(each)}
    if wanted:
        raise BackupUnreadable(dump.name)


def _address() -> str:
    """Return where the database is, without the password: others see a command line."""
    told = connection.settings_dict
    parts = {
        "host": told["HOST"],
        "port": told["PORT"],
        "user": told["USER"],
        "dbname": told["NAME"],
        **told["OPTIONS"],
    }
    return " ".join(f"{name}='{_quoted(value)}'" for name, value in parts.items() if value)


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("'", "\\'")


def _run(*words: str) -> str:
    """Run one of PostgreSQL's programs; return what it says. Raises ToolUnusable."""
    password = str(connection.settings_dict["PASSWORD"])
    run = subprocess.run(  # noqa: S603 - a name of ours, found on the path
        words,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | ({"PGPASSWORD": password} if password else {}),
    )
    if run.returncode:
        said = _last(run.stderr.splitlines())
        advice = sentence("%(name)s refused (%(problem)s): nothing was kept.")
        raise ToolUnusable(advice, name=words[0], problem=said)
    return run.stdout


def _last(lines: Sequence[str]) -> str:
    told = [line.strip() for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (told or list(lines) or ["?"])[0][:200]
