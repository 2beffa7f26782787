"""Try `make run` as a person does, within bounds: python tools/try_run.py

Starts it in a new folder, opens the demo and becomes an owner by the links it prints, stops it as
Ctrl-C does, and starts it again: the owner signs in, and nothing is lost. CI runs this.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import (  # noqa: TID251 - asks only the application it started
    HTTPCookieProcessor,
    OpenerDirector,
    ProxyHandler,
    build_opener,
)

PATIENCE_S = 180
MAKE = ("make", "run")
PAGES = ("/", "/customers/", "/value/")
OWNER = {"workspace_name": "Bakery", "name": "Ann", "email": "ann@example.org"}
PASSWORD = "a quiet loaf of rye"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Failed(Exception):
    """It did not go as a person may expect."""


def main(command: Sequence[str] = MAKE, *, port: int = 8765) -> int:
    with tempfile.TemporaryDirectory() as folder:
        try:
            try_twice([*command, f"PORT={port}", f"DATA={folder}/data"], log=Path(folder, "log"))
        except Failed as failure:
            print(f"make run: {failure}\n{Path(folder, 'log').read_text()}", file=sys.stderr)
            return 1
    print("make run: starts, shows its pages, stops, and starts again with everything there")
    return 0


def try_twice(command: Sequence[str], *, log: Path) -> None:
    with running(command, log=log) as said:
        visit(browser(), link(said, "/enter/"), {})
        owner = browser()
        visit(owner, link(said, "/join/"), OWNER | {"password": PASSWORD})
    with running(command, log=log) as said:
        expect("/join/" not in said, "the second start asks for an owner again")
        address = link(said, "")
        page = post(
            browser(), f"{address}/accounts/login/", {"login": OWNER["email"], "password": PASSWORD}
        )
        expect(OWNER["workspace_name"] in page, "the owner's firm is gone after the second start")


@contextmanager
def running(command: Sequence[str], *, log: Path) -> Iterator[str]:
    """Yield what it says once it is there; interrupt it as a terminal does, and see it off."""
    with log.open("w") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written, start_new_session=True)
    try:
        deadline = time.monotonic() + PATIENCE_S
        while "Ctrl-C" not in log.read_text():
            expect(process.poll() is None, "it ended by itself")
            expect(time.monotonic() < deadline, f"it is not there after {PATIENCE_S} s")
            time.sleep(0.2)
        yield log.read_text()
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=PATIENCE_S)
    said = log.read_text()
    expect("Traceback" not in said, "it broke")


def visit(opener: OpenerDirector, address: str, fields: dict[str, str]) -> None:
    """Follow a one-time link by its form, and look at the pages behind it."""
    post(opener, address, fields)
    base = re.match(r"https?://[^/]+", address)
    for page in PAGES:
        got = opener.open(f"{base and base[0]}{page}", timeout=30)
        expect(got.status == 200, f"{page} answers {got.status}")
        expect(f"{base and base[0]}{page}" == got.url, f"{page} leads to {got.url}")


def post(opener: OpenerDirector, address: str, fields: dict[str, str]) -> str:
    with opener.open(address, timeout=30) as got:
        token = TOKEN.search(got.read().decode())
    expect(token is not None, f"no form at {address}")
    sent = urlencode(fields | {"csrfmiddlewaretoken": token[1] if token else ""}).encode()
    with opener.open(address, sent, timeout=30) as got:
        page: str = got.read().decode()
    return page


def link(said: str, path: str) -> str:
    found = re.search(rf"https?://[^\s/]+{path}\S*" if path else r"https?://[^\s/]+", said)
    expect(found is not None, f"no link to {path}")
    return found[0] if found else ""


def browser() -> OpenerDirector:
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def expect(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise Failed(otherwise)


if __name__ == "__main__":
    sys.exit(main())
