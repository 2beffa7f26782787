"""The `plon` command's front door: light, and calm when a package of the app is not there."""

import importlib
import os
import sys

from plon.config.language import chosen_language
from plon.config.unwanted import leave_out_pandas
from plon.lifetime.wording import catalogue

APP_PACKAGES = {"django", "rich", "typer"}  # the extra "app" in pyproject.toml
UNUSABLE = 2


def main() -> None:
    """Run `plon` with the process's arguments and leave with its exit code."""
    arguments = sys.argv[1:]
    language = chosen_language(arguments, os.environ)
    leave_out_pandas(arguments)
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
