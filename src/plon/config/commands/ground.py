"""What must be so before a command of the application begins. Each refusal is one sentence."""

import errno
import os
import socket
import time
from importlib import import_module
from pathlib import Path

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from plon.config.commands import mishaps
from plon.lifetime.errors import InputUnusable, sentence

CHECKUP = "plon.config.checkup"  # has tables: wants Django set up
WALLS = "plon.runtime.walls"
PORTS = range(1, 65_536)
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where to knock instead
_LOOK_S = 0.1


class NotReady(InputUnusable):
    """The command cannot begin; nothing was touched."""

    code = "not_ready"


def check_address(host: str, port: int) -> None:
    """Raise NotReady unless we may listen there now."""
    facts = {"host": host, "port": port}
    if port not in PORTS:
        raise NotReady(sentence("--port cannot be %(port)s: write a number to 65535."), **facts)
    try:
        with socket.socket(_family(host)) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except socket.gaierror:
        advice = sentence("--host cannot be %(host)s: write an address of this machine.")
        raise NotReady(advice, **facts) from None
    except PermissionError:
        advice = sentence("Port %(port)s is for the system's own: choose one above 1023.")
        raise NotReady(advice, **facts) from None
    except OSError as error:
        taken = sentence(
            "Port %(port)s is taken, perhaps by another Plon: stop that, or choose another with"
            " --port."
        )
        strange = sentence("--host cannot be %(host)s: write an address of this machine.")
        is_taken = error.errno == errno.EADDRINUSE
        raise NotReady(taken if is_taken else strange, **facts) from None


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def answers(host: str, port: int) -> bool:
    """Say whether somebody listens there."""
    there = _ANYWHERE.get(host, host)
    with socket.socket(_family(there)) as tried:
        tried.settimeout(_LOOK_S)
        return tried.connect_ex((there, port)) == 0


def check_folder(folder: Path) -> None:
    """Raise NotReady where no data can be written; make the folder. A file there is no folder."""
    facts = {"folder": str(folder)}
    if folder.exists() and not folder.is_dir():
        advice = sentence("%(folder)s is a file: name a folder with --data.")
        raise NotReady(advice, **facts)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # ours alone
        probe = folder / f".probe-{os.getpid()}-{time.monotonic_ns()}"
        probe.touch()
        probe.unlink()
    except (PermissionError, NotADirectoryError, FileExistsError):
        advice = sentence(
            "Nothing can be written into %(folder)s: give yourself the right to, or name another"
            " folder with --data."
        )
        raise NotReady(advice, **facts) from None


def check_free(file: Path) -> None:
    """Raise NotReady where something stands at the file's place already."""
    if file.exists():
        advice = sentence("%(file)s is there already: name a new file, nothing was written.")
        raise NotReady(advice, file=str(file))


def check_there(file: Path) -> None:
    """Raise NotReady where there is no such file."""
    if not file.is_file():
        raise NotReady(sentence("There is no file %(file)s: check the path."), file=str(file))


def check_data(folder: Path) -> None:
    """Raise NotReady where the data should be in a folder and are not."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        advice = sentence(
            "There are no data of Plon in %(folder)s: name their folder with --data, set"
            " DATABASE_URL, or begin with plon up."
        )
        raise NotReady(advice, folder=str(folder))


def check_database(*, must_be_current: bool) -> None:
    """Raise NotReady or DatabaseUnusable where the database cannot be used by this version.

    must_be_current: an older one, or one without its walls, is refused, too.
    """
    with mishaps.told():
        connection.ensure_connection()
        loader = MigrationLoader(connection)
    applied, known = set(loader.applied_migrations), set(loader.disk_migrations)
    if ahead := sorted(applied - known):
        advice = sentence(
            "The data come from a newer Plon (%(names)s): install that version, or restore an"
            " older backup into a new folder."
        )
        raise NotReady(advice, names=", ".join(f"{app}.{name}" for app, name in ahead[:3]))
    if must_be_current and known - applied:
        raise NotReady(sentence("The database is not of this version yet: run plon migrate."))


def check_current() -> None:
    """Raise NotReady unless database and walls are of this version: nobody serves a half one."""
    check_database(must_be_current=True)
    walls = import_module(WALLS)
    try:
        with mishaps.told():
            walls.check_walls(connection)
    except walls.WallsMissing as missing:
        advice = sentence(
            "The database does not keep firms apart by itself (%(names)s): run plon migrate."
        )
        raise NotReady(advice, names=str(missing)[:120]) from None


def check_role(*, may_own: bool) -> None:
    """Raise NotReady where the role may look over the walls between firms."""
    role = import_module(CHECKUP).role()
    if role.is_above or (role.is_owner and not may_own):
        advice = sentence(
            "The database role %(name)s may pass by the walls between firms: give the application"
            " a role of its own in DATABASE_URL; docs/operations/postgresql.md says how."
        )
        raise NotReady(advice, name=role.name)
