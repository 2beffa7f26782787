"""The whole application as a person starts it: `plon up` on a new folder, its owner signed in."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PLON = (sys.executable, "-c", "from plon.config.cli import command; command()")
PATIENCE_S = 180
ROOT = Path(__file__).parents[2]
BOOKS = (
    "import pathlib, sys; from plon.config.commands.serving import set_up;"
    " set_up(pathlib.Path(sys.argv[1])); from tests.e2e.books import fill; fill()"
)
OWNER = {"workspace_name": "Piekarnia Ania", "name": "Ann Kowalska", "email": "ann@example.org"}
PASSWORD = "a quiet loaf of rye"


@dataclass(slots=True, kw_only=True)
class Application:
    """A running application. Its first owner joins once and is signed in from then on."""

    address: str
    owner_link: str
    demo_link: str = ""
    _cookies: list[Any] = field(default_factory=list)

    def signed_in(self, found: Browser, **window: Any) -> BrowserContext:
        """Return a browser window in which the owner is signed in."""
        if not self._cookies:
            context = found.new_context(locale="pl-PL")
            self._join(context.new_page())
            self._cookies = list(context.cookies())
            context.close()
        context = found.new_context(**window)
        cookies: list[Any] = self._cookies
        context.add_cookies(cookies)
        return context

    def in_demo(self, found: Browser, **window: Any) -> BrowserContext:
        """Return a browser window in which a visitor of the demo firms is signed in; once."""
        context = found.new_context(**window)
        page = context.new_page()
        page.goto(self.demo_link)
        page.locator("form.card button").click()
        page.wait_for_url(f"{self.address}/")
        page.close()
        return context

    def _join(self, page: Page) -> None:
        page.goto(self.owner_link)
        for name, value in (OWNER | {"password": PASSWORD}).items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("form.card button").click()
        page.wait_for_url(f"{self.address}/")


@contextmanager
def running(folder: Path, *, demo: bool = False) -> Iterator[Application]:
    """Yield the application on a new data folder, with the demo firms or without; then stop it."""
    port = _free_port()
    command = [*PLON, "up", "--data", str(folder), "--port", str(port), *["--demo"] * demo]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"LANG": "en_GB.UTF-8", "PLON_URL": f"http://localhost:{port}"}
    with (folder.parent / "plon.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            address = f"http://localhost:{port}"
            join = _link("join", Path(log.name), process, port)
            enter = _link("enter", Path(log.name), process, port) if demo else ""
            if demo:
                subprocess.run([sys.executable, "-c", BOOKS, str(folder)], check=True, cwd=ROOT)
            yield Application(address=address, owner_link=address + join, demo_link=address + enter)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE_S)


def _link(word: str, log: Path, process: "subprocess.Popen[bytes]", port: int) -> str:
    """Wait until the application answers; return the path that it printed."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(rf"/{word}/\S+", log.read_text(encoding="utf-8"))
        if found and _answers(port):
            return found[0]
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _answers(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
