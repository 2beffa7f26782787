"""The `plon` command as a person meets it: arguments in, exit code and words out."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import plon.lifetime

COMMAND = Path(sys.executable).parent / "plon"
CDNOW = Path(plon.lifetime.__file__).parent / "samples" / "cdnow_sample.txt"
FILES = {"report.html", "customers.csv", "customers.parquet", "rejected.csv", "summary.json"}


@dataclass(frozen=True)
class Run:
    """What came of one run."""

    code: int
    out: str
    err: str
    folder: Path  # where it ran

    @property
    def summary(self) -> dict[str, Any]:
        """Return summary.json of the report it made."""
        path = self.folder / "plon-value" / "summary.json"
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found

    @property
    def made(self) -> set[str]:
        """Return what stands in the folder now, hidden files too."""
        return {entry.name for entry in self.folder.iterdir()}


def plon_value(*arguments: str, folder: Path, language: str = "en") -> Run:
    """Run `plon value` in a process of its own."""
    environment = {**os.environ, "LANG": f"{language}_XX.UTF-8", "LC_ALL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)  # the tests' own: a person has none
    done = subprocess.run(
        [str(COMMAND), "value", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode(), folder)
