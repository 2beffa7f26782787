"""The contracts are kept because they bite: planted violations are caught, one by one.

A copy of the house gets one wrong line; import-linter must refuse it.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLANTED = {  # file -> the wrong line, and the contract that must catch it
    "core knows a room": ("core/money.py", "from plon import value", "floors"),
    "the library knows core": ("lifetime/errors.py", "from plon.core import days", "floors"),
    "a look knows a business": ("ui/__init__.py", "import plon.value", "floors"),
    "a room knows the top": ("value/services/__init__.py", "import plon.config.cli", "floors"),
    "the library knows the web": ("lifetime/errors.py", "import django", "library"),
    "a word knows the clock": ("core/money.py", "import time", "pure"),
    "a rule knows the database": ("value/domain.py", "import sqlite3", "pure"),
    "a room without a place": ("shop/__init__.py", "", "floors"),
    "a file without a name of the house": ("value/helpers.py", "", "inside"),
    "a rule knows a command": ("value/domain.py", "import plon.value.services", "inside"),
}


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_violation_is_caught(what: str, tmp_path: Path) -> None:
    file, line, contract = PLANTED[what]
    shutil.copytree("src/plon", tmp_path / "plon", ignore=shutil.ignore_patterns("tests", "*.so"))
    shutil.copy("pyproject.toml", tmp_path)
    wrong = tmp_path / "plon" / file
    wrong.parent.mkdir(exist_ok=True)
    text = wrong.read_text(encoding="utf-8") if wrong.exists() else '"""Planted."""\n'
    wrong.write_text(f"{text}\n{line}\n", encoding="utf-8")

    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    command += ["--contract", contract, "--no-cache"]
    env = {"PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"}
    run = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )

    assert run.returncode == 1, run.stdout + run.stderr
    assert "BROKEN" in run.stdout or "Could not" in run.stdout or "Missing" in run.stdout
