"""Nothing half-written: Ctrl-C, a full disk, a defect; and a light, calm front door."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.command import CDNOW, COMMAND, plon_value

FILE_BYTES_MAX = 60_000  # less than the table of customers needs
MANY_LINES = 400_000
HEAVY = {"numpy", "scipy", "pyarrow", "duckdb", "pandas", "django", "rich"}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file that takes a few seconds."""
    file = tmp_path_factory.mktemp("large") / "large.csv"
    lines = (
        f"c{k * k % 60_013};2025-{k % 12 + 1:02}-{k % 28 + 1:02};{k % 97}.50"
        for k in range(MANY_LINES)
    )
    file.write_text("customer;date;amount\n" + "\n".join(lines) + "\n")
    return file


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("after_s", [0.3, 0.45, 0.5, 1.2])  # DuckDB imports at about 0.5
def test_a_stop_in_the_middle_leaves_nothing(
    large: Path, tmp_path: Path, ending: signal.Signals, code: int, after_s: float
) -> None:
    process = subprocess.Popen(
        [str(COMMAND), "value", str(large)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_for_work(tmp_path)
    time.sleep(after_s)

    process.send_signal(ending)
    out, err = process.communicate(timeout=60)

    assert process.returncode == code
    assert out == err == b""
    assert list(tmp_path.iterdir()) == []


def wait_for_work(folder: Path) -> None:
    """Wait until the command builds its report beside the place."""
    for _ in range(600):
        if list(folder.iterdir()):
            return
        time.sleep(0.05)
    raise AssertionError("the command did not begin")


def test_a_stop_that_a_library_swallowed_ends_the_next_stage(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys, time\nimport plon.config.commands.value as value\n"
        "def swallowing(*_, progress, **__):\n"
        "    try:\n        os.kill(os.getpid(), signal.SIGINT)\n        time.sleep(60)\n"
        "    except KeyboardInterrupt:\n        pass\n"
        "    progress('fit', 0, None)\n    print('went on')\n"
        "value.value_reports.make_report = swallowing\n"
        f"sys.argv = ['plon', 'value', {str(CDNOW)!r}]\n"
        "from plon.config.cli import main\nmain()"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_a_full_disk_leaves_nothing_and_is_said(tmp_path: Path) -> None:
    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES_MAX, FILE_BYTES_MAX))

    done = subprocess.run(
        [str(COMMAND), "value", str(CDNOW), "--lang", "en"],
        cwd=tmp_path,
        preexec_fn=little_room,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"There is no room left on the disk")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def open_path() -> Iterator[Path]:
    """Return a folder that everybody may enter; those of tmp_path are the user's alone."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize(("mode", "code"), [(0o555, 2), (0o777, 0)])
def test_a_place_without_permission_is_refused(open_path: Path, mode: int, code: int) -> None:
    """Root may write everywhere, so a child without rights asks; nobody is user 65534."""
    shop = open_path / "shop"
    (shop / "place").mkdir(parents=True)
    (shop / "sales.csv").write_text("customer;date;amount\nann;2026-01-05;10,00\n")
    for path, own in ((shop, 0o755), (shop / "sales.csv", 0o644), (shop / "place", mode)):
        path.chmod(own)
    script = (
        "import os, sys\nfrom plon.config.program import run\n"
        "def report(place): return run(\n"
        "    ['value', 'sales.csv', '--out', place], language='en', environment={})\n"
        "os.chdir(sys.argv[1])\n"
        "report('first')  # nobody may not read the program: all of it is loaded before\n"
        "os.getuid() or os.setuid(65534)\n"
        "sys.exit(report('place/report'))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, str(shop)], capture_output=True, text=True, check=False
    )

    assert done.returncode == code
    assert ("permission" in done.stderr) is (code == 2)
    assert [path.name for path in (shop / "place").iterdir()] == ["report"] * (code == 0)


def test_a_reader_of_our_words_may_leave(tmp_path: Path) -> None:
    command = f"{COMMAND} value {CDNOW} --json | head -c 1"

    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, b"{", b"")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], [], ["valeu"]])
def test_the_front_door_is_light(arguments: list[str]) -> None:
    script = (
        "import sys\nfrom plon.config.cli import main\n"
        f"sys.argv = ['plon', *{arguments!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    loaded = set(eval(done.stdout.splitlines()[-1]))
    assert loaded & HEAVY == set()


def test_help_speaks_both_languages(tmp_path: Path) -> None:
    english, polish = (
        plon_value("--help", folder=tmp_path, language=language) for language in ("en", "pl")
    )

    assert english.code == polish.code == 0
    assert "Column of the customer." in english.out
    assert "Kolumna z\N{NO-BREAK SPACE}klientem." in polish.out


def test_without_the_application_the_command_says_what_to_install() -> None:
    script = (
        "import sys\nsys.modules['typer'] = None\nsys.argv = ['plon', '--lang', 'en']\n"
        "from plon.config.cli import main\nmain()"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stderr == "The command needs the package typer: run pip install 'plon[app]'.\n"


@pytest.mark.parametrize(("debug", "has_traceback"), [("", False), ("1", True)])
def test_a_defect_is_calm_unless_debugged(tmp_path: Path, debug: str, has_traceback: bool) -> None:
    script = (
        "import sys\nimport plon.config.commands.value as value\n"
        "def broken(*_, **__): raise ZeroDivisionError('inside')\n"
        "value.value_reports.make_report = broken\n"
        f"sys.argv = ['plon', 'value', {str(CDNOW)!r}, '--lang', 'en']\n"
        "from plon.config.cli import main\nmain()"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PLON_DEBUG": debug},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert ("Traceback" in done.stderr) is has_traceback
    assert ("Something in plon is broken (ZeroDivisionError)" in done.stderr) is not has_traceback
    assert list(tmp_path.iterdir()) == []
