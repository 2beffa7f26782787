"""What the commands of the application share: the data folder, Django, the walls, processes."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plon.config.commands import ground, mishaps
from plon.config.environment import text
from plon.lifetime.errors import sentence

WALLS = "plon.runtime.walls"  # has tables: wants Django set up
SENDING = "plon.runtime.sending"
SECRET_FILE = "secret-key"  # noqa: S105 - a file's name
FOLDER = "plon-data"
_SELF = (sys.executable, "-c", "from plon.config.cli import command; command()")
_TIED = "PLON_TIED"  # between parent and child: the child ends when its input does
_LOOK_S = 0.3  # between looks at the children
_PATIENCE_S = 15  # a child told to stop finishes what it is at


def set_up(folder: Path | None = None, *, is_new: bool = False, wants_secret: bool = False) -> None:
    """Load the application, its data in `folder`, else in PLON_DATA, else in plon-data.

    is_new: a folder that is not there is made, with a secret key; else NotReady is raised where
    neither it nor DATABASE_URL has data. wants_secret: pages are not served with a known key.
    """
    place = folder_of(folder)
    os.environ["PLON_DATA"] = str(place.resolve())
    if is_new:
        ground.check_folder(place)
    key = _secret_of(place, makes=is_new)
    if key:
        os.environ.setdefault("PLON_SECRET_KEY", key)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plon.config.settings")
    django.setup()
    if not is_new:
        ground.check_data(place)
    if wants_secret and not text("PLON_SECRET_KEY"):
        advice = sentence("PLON_SECRET_KEY is not set: set your own, 50 signs of chance.")
        raise ground.NotReady(advice)


def folder_of(folder: Path | None) -> Path:
    """Return the data folder: the one named, else PLON_DATA's, else plon-data."""
    return folder or Path(text("PLON_DATA", FOLDER))


def migrate() -> bool:
    """Bring the database to this version and build its walls. Safe to repeat.

    Says whether this is a copy that woke up on another server: sending is off then.
    """
    with mishaps.told():
        walls = import_module(WALLS)
        plan = MigrationExecutor(connection)
        if plan.migration_plan(plan.loader.graph.leaf_nodes()):
            walls.take_down_walls(connection)
            call_command("migrate", interactive=False, verbosity=0)
        walls.install_walls(connection)
        walls.check_walls(connection)
        is_moved = bool(import_module(SENDING).settle(now=datetime.now(UTC)))
    leave_database()
    return is_moved


def leave_database() -> None:
    """Close the connection: no process that we start may share it, no folder be moved under it."""
    connection.close()


def begin_serving() -> None:
    """Load the application for pages or worker, and refuse a database that is not ready."""
    is_tied = end_with_parent()
    set_up(wants_secret=True)
    ground.check_current()
    ground.check_role(may_own=is_tied)
    leave_database()


def run_together(
    *commands: Sequence[str], is_ready: Callable[[], bool], tell: Callable[[], None]
) -> int:
    """Run several commands of ours as processes until one ends or we are told to stop.

    `tell` is called once, as soon as `is_ready`. All are told to stop at the end, and finish what
    they are at; should this process be killed, they stop, too. Returns the code of the first to
    end by itself.
    """
    children = [_start(words) for words in commands]
    try:
        _wait(children, is_ready=is_ready, tell=tell)
        return next(code for child in children if (code := child.poll()) is not None)
    finally:
        for child in children:
            child.terminate()
        for child in children:
            _see_off(child)


def _start(words: Sequence[str]) -> "subprocess.Popen[bytes]":
    """Start a command of ours in a session of its own: Ctrl-C reaches only us, and we tell it."""
    return subprocess.Popen(  # noqa: S603 - ours
        [*_SELF, *words],
        stdin=subprocess.PIPE,
        env=os.environ | {_TIED: "1"},
        start_new_session=True,
    )


def _wait(
    children: Sequence["subprocess.Popen[bytes]"],
    *,
    is_ready: Callable[[], bool],
    tell: Callable[[], None],
) -> None:
    is_told = False
    while all(child.poll() is None for child in children):
        if not is_told and is_ready():
            tell()
            is_told = True
        time.sleep(_LOOK_S)


def _see_off(child: "subprocess.Popen[bytes]") -> None:
    try:
        child.wait(timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
    with contextlib.suppress(ProcessLookupError):  # its own children, should it have left some
        os.killpg(child.pid, signal.SIGKILL)


def end_with_parent() -> bool:
    """Stop this process as soon as the `plon up` that started it is gone, however it went.

    Says whether there is such a one.
    """
    is_tied = bool(os.environ.pop(_TIED, ""))
    if is_tied:
        threading.Thread(target=_watch_input, daemon=True).start()
    return is_tied


def _watch_input() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _secret_of(folder: Path, *, makes: bool) -> str:
    file = folder / SECRET_FILE
    if makes and not file.exists():
        draft = folder / f".{SECRET_FILE}.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as opened:
            opened.write(secrets.token_urlsafe(50))
        draft.replace(file)
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""
