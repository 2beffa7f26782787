"""The `plon` command's front door: light, and calm when a package of the app is not there."""

import atexit
import contextlib
import gc
import importlib
import os
import sys

from plon.config.language import chosen_language
from plon.config.unwanted import leave_out_pandas
from plon.lifetime.wording import catalogue

APP_PACKAGES = {"django", "rich", "typer"}  # the extra "app" in pyproject.toml
UNUSABLE = 2
# Threads of NumPy's algebra, started with NumPy, would wait for each other on the small matrices
# that are all we have: a tenth of the command's processor time.
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
SELDOM = (50_000, 20, 20)  # Python's own 700, 10, 10 is for programs that leave rings behind
# The kernel's threads need the interpreter between pieces of a millisecond: they are not to wait
# five for a thread that imports.
SWITCH_S = 0.001


def command() -> None:
    """Run `plon` as a process: what `main` does, and then leave at once.

    All is written, closed and joined by then. Taking millions of rows and every module apart would
    only keep the owner waiting: a fifth of a second. Rings of garbage are looked for seldom, too.
    """
    gc.set_threshold(*SELDOM)
    sys.setswitchinterval(SWITCH_S)
    try:
        main()
    except SystemExit as leaving:
        atexit._run_exitfuncs()
        with contextlib.suppress(BrokenPipeError):  # the reader of our output has left
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(int(leaving.code or 0))


def main() -> None:
    """Run `plon` with the process's arguments and leave with its exit code."""
    arguments = sys.argv[1:]
    language = chosen_language(arguments, os.environ)
    leave_out_pandas(arguments)
    os.environ.setdefault(*ONE_THREAD)
    try:
        program = importlib.import_module("plon.config.program")
        code = program.run(arguments, language=language, environment=os.environ)
    except ModuleNotFoundError as missing:
        if missing.name not in APP_PACKAGES:
            raise
        _ = catalogue(language).gettext
        sentence = _("The command needs the package %(name)s: run pip install 'plon[app]'.")
        print(sentence % {"name": missing.name}, file=sys.stderr)  # noqa: T201 - no console yet
        code = UNUSABLE
    sys.exit(code)
