"""`plon up` and its companions as a person meets them: processes of their own, words, exit codes."""

import os
import re
import resource
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.command import COMMAND, Run

PATIENCE_S = 90
SETTINGS = re.compile(r"(PLON_|DATABASE_URL|DJANGO_)")  # of whoever runs the tests


def plon(*arguments: str, folder: Path, language: str = "en", **settings: str) -> Run:
    """Run a command to its end in `folder`, with only these settings."""
    done = subprocess.run(
        [str(COMMAND), *arguments],
        cwd=folder,
        env=surroundings(language, settings),
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode(), folder)


def surroundings(language: str, settings: dict[str, str]) -> dict[str, str]:
    """Return an environment without anybody's settings but these."""
    kept = {name: value for name, value in os.environ.items() if not SETTINGS.match(name)}
    return kept | {"LANG": f"{language}_XX.UTF-8", "LC_ALL": ""} | settings


@dataclass(slots=True, kw_only=True)
class Running:
    """A command that goes on, what it said so far, and where its pages are."""

    process: "subprocess.Popen[Any]"
    port: int
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def stop(self, ending: int = signal.SIGINT) -> int:
        """Send a signal to this process alone; return its exit code."""
        self.process.send_signal(ending)
        return self.process.wait(timeout=PATIENCE_S)

    def may_write(self, most_bytes: int | None) -> None:
        """Let no file of all its processes grow beyond that, as a full disk does; None: any may."""
        limit = resource.RLIM_INFINITY if most_bytes is None else most_bytes
        for process_id in _with_children(self.process.pid):
            resource.prlimit(process_id, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def kill_all(self) -> None:
        """End the process and all that it started at once, as a power cut does."""
        for process_id in reversed(_with_children(self.process.pid)):
            with suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        self.process.wait(timeout=PATIENCE_S)


def _with_children(process_id: int) -> list[int]:
    """Return a process and all below it; those that just ended are left out."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    found = [process_id]
    for each in found:  # grows as it is walked
        found += [child for child, parent in parents.items() if parent == each]
    return found


@contextmanager
def up(*arguments: str, folder: Path, until: str = "Ctrl-C", **settings: str) -> Iterator[Running]:
    """Yield `plon up` on a free port once it has said `until`."""
    port = free_port()
    log = folder / f"log-{port}"
    with log.open("w", encoding="utf-8") as written:
        process = subprocess.Popen(
            [str(COMMAND), "up", "--port", str(port), *arguments],
            cwd=folder,
            env=surroundings("en", settings),
            stdout=written,
            stderr=written,
        )
    found = Running(process=process, port=port, log=log)
    try:
        wait_for(lambda: until in found.said or process.poll() is not None)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def wait_for(is_so: Any) -> None:
    """Wait until it is so; the test fails when it never is."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_listening(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
