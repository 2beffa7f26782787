"""What is committed runs anywhere: no machine's path, no registry's address, no foreign text."""

import re
import subprocess
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement

LOCKS = sorted(Path("requirements").glob("*.txt"))
# In pieces, so that this file does not name what it forbids.
MACHINE = re.compile("|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/[a-z]"]))
REGISTRY = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npm"]))
BINARY = {".mo", ".parquet", ".gz", ".xlsx", ".png"}


def committed() -> list[Path]:
    run = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        text=True,
        check=True,
    )
    files = [Path(name) for name in run.stdout.splitlines()]
    return [file for file in files if file.exists() and file.suffix not in BINARY]


def test_no_file_names_a_machine_or_a_registry() -> None:
    naming = [
        f"{file}: {found.group()}"
        for file in committed()
        for found in [*MACHINE.finditer(file.read_text(encoding="utf-8"))]
        + [*REGISTRY.finditer(file.read_text(encoding="utf-8"))]
    ]

    assert naming == []


def test_every_locked_package_has_a_version_and_hashes() -> None:
    assert LOCKS
    for lock in LOCKS:
        entries = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
        assert all(
            re.match(r"[^\s=]+( \S+\])?==\S+", entry) and "--hash=sha256:" in entry
            for entry in entries
        )


def test_an_extra_that_a_locked_package_asks_for_stands_in_the_lock() -> None:
    """Without it pip finds the newest release, which has no hash here, and gives up."""
    lock = Path("requirements/dev.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^([^\s=]+(?: \S+\])?)==", lock, flags=re.MULTILINE))
    asked = [
        (Requirement(line), dist.name)
        for dist in distributions()
        if dist.name in {name.partition("[")[0] for name in names}
        for line in dist.requires or []
    ]

    missing = [
        f"{name} asks for {wanted.name}[{','.join(sorted(wanted.extras))}]"
        for wanted, name in asked
        if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
        if f"{wanted.name}[{','.join(sorted(wanted.extras))}]" not in names
    ]

    assert asked
    assert missing == []


def test_the_makefile_and_the_root_stay_small() -> None:
    assert len(Path("Makefile").read_text(encoding="utf-8").splitlines()) <= 60
    root = {file.parts[0] for file in committed() if not file.parts[0].startswith(".")}
    assert len(root) <= 16, sorted(root)


def test_the_readme_fits_on_a_screen_and_names_both_commands() -> None:
    for name in ("README.md", "README.pl.md"):
        text = Path(name).read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60
        assert "make run" in text
        assert "make test" in text
