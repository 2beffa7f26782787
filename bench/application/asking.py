"""Pages asked for in this process, through every middleware, as the server's own loop asks."""

import gzip
import io
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from plon.accounts.models import User

HOST = "127.0.0.1"
MARKS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(slots=True, kw_only=True)
class Times:
    """Server times of one page, in milliseconds, and the CPU of this process."""

    walls_ms: list[float] = field(default_factory=list)
    cpus_ms: list[float] = field(default_factory=list)

    def share(self, share: float, *, cpu: bool = False) -> float:
        """Return the time that so large a share of the answers kept within."""
        ordered = sorted(self.cpus_ms if cpu else self.walls_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def told(self) -> dict[str, float]:
        return {
            "p50_ms": round(self.share(0.5), 1),
            "p95_ms": round(self.share(0.95), 1),
            "cpu_p50_ms": round(self.share(0.5, cpu=True), 1),
            "cpu_p95_ms": round(self.share(0.95, cpu=True), 1),
            "runs": len(self.walls_ms),
        }


class Program:
    """Somebody whose requests go straight to the application, always with these headers."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.application = get_wsgi_application()

    def get(self, address: str, **headers: str) -> tuple[int, bytes]:
        """Return status and body."""
        path, _, query = address.partition("?")
        told: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": HOST,
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": HOST,
            "REMOTE_ADDR": HOST,
            "wsgi.input": io.BytesIO(),
            "wsgi.url_scheme": "http",
            **self.headers,
            **headers,
        }
        answer = self.application(environ, lambda status, _headers: told.append(status))
        body = b"".join(answer)
        answer.close()
        return int(told[0].split()[0]), body

    def timed(self, address: str, into: Times, **headers: str) -> None:
        """Ask once and note how long it took. Raises AssertionError for a failure."""
        began, began_cpu = time.perf_counter(), time.process_time()
        status, _body = self.get(address, **headers)
        into.walls_ms.append(1000 * (time.perf_counter() - began))
        into.cpus_ms.append(1000 * (time.process_time() - began_cpu))
        assert status == 200, (address, status)

    def queries(self, address: str, **headers: str) -> int:
        """Return how many statements a page sends, the marks of transactions left out."""
        with CaptureQueriesContext(connection) as asked:
            self.get(address, **headers)
        return sum(not query["sql"].startswith(MARKS) for query in asked.captured_queries)


class Browser(Program):
    """A signed-in person."""

    def __init__(self, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        super().__init__(HTTP_COOKIE=f"session={session}")
        self.get("/")  # the session's first page writes it down

    def weight(self, address: str) -> dict[str, float]:
        """Return the compressed size of a page, its scripts and its style sheets, kB."""
        text = self.get(address)[1]
        scripts = set(re.findall(rb'<script[^>]+src="([^"]+)"', text))
        styles = set(re.findall(rb'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', text))
        return {
            "page_kb": _compressed(text) / 1000,
            "script_kb": sum(map(_compressed, self.modules(scripts).values())) / 1000,
            "css_kb": sum(_compressed(self.file(each)) for each in styles) / 1000,
        }

    def modules(self, addresses: set[bytes]) -> dict[bytes, bytes]:
        """Return scripts with all that they import."""
        found: dict[bytes, bytes] = {}
        wanted = set(addresses)
        while wanted:
            address = wanted.pop()
            found[address] = self.file(address)
            folder = address.rpartition(b"/")[0]
            imported = re.findall(rb'^import[^"]*"\./([^"]+)"', found[address], re.M)
            wanted |= {folder + b"/" + name for name in imported} - found.keys()
        return found

    def file(self, address: bytes) -> bytes:
        status, body = self.get(address.decode())
        assert status == 200, address
        return body


def _compressed(body: bytes) -> int:
    return len(gzip.compress(body, 6))


def rounds(
    browser: Browser, pages: dict[str, Sequence[str]], *, times: int, **headers: str
) -> dict[str, Times]:
    """Ask for the pages in turns, so that what else the machine does falls on all of them."""
    found = {page: Times() for page in pages}
    for turn in range(-2, times):
        for page, addresses in pages.items():
            into = found[page] if turn >= 0 else Times()
            browser.timed(addresses[turn % len(addresses)], into, **headers)
    return found


def today() -> datetime:
    return datetime.now(UTC)
