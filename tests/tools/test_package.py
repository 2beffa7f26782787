"""What is installed from a package is all that git knows, and no more: pages, words, presets too."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


def built(what: str, folder: Path) -> Path:
    """Build a package as pip does, without a compiler: the library beside the sources stays."""
    told = subprocess.run(
        [sys.executable, "-c", BUILD, what, str(folder)],
        env=os.environ | {"PLON_NO_KERNEL": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return folder / told.stdout.split()[-1]


def tracked(*below: str) -> set[str]:
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *below],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {name for name in told.splitlines() if Path(name).exists()}


def test_the_wheel_holds_the_product_whole_and_without_its_tests(tmp_path: Path) -> None:
    with zipfile.ZipFile(built("build_wheel", tmp_path)) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}

    product = {name.removeprefix("src/") for name in tracked("src/plon") if "/tests/" not in name}
    assert {Path(name).suffix for name in product} >= {".html", ".mo", ".c", ".css", ".js", ".json"}
    assert held == product


def test_the_source_package_is_what_git_knows(tmp_path: Path) -> None:
    with tarfile.open(built("build_sdist", tmp_path)) as package:
        held = {name.partition("/")[2] for name in package.getnames()}

    assert held == tracked() | {"PKG-INFO"}
