"""The four pages on a phone, as Lighthouse sees them: a slow network and a slow processor.

Lighthouse is a program of its own, for Node, and not a part of this project: where there is none at
PLON_BENCH_LIGHTHOUSE or in bench/.cache/lighthouse, the cell says so.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.application.asking import HOST, Browser, today
from bench.application.databases import CACHE
from bench.application.filling import enter, fill
from plon.runtime.tenancy import inside
from plon.value.models import Figures

RUNS = 3
PORT = 8975
PATIENCE_S = 60
INSTALLED = CACHE / "lighthouse/node_modules/.bin/lighthouse"
CHROMIUM = "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"
AUDITS = {
    "first-contentful-paint": "fcp_ms",
    "largest-contentful-paint": "lcp_ms",
    "total-blocking-time": "tbt_ms",
    "cumulative-layout-shift": "cls",
    "server-response-time": "server_ms",
}


def phone_work(name: str, runs: str = str(RUNS)) -> dict[str, Any]:
    """Return the medians of several looks at each page, with the accessibility of the worst."""
    told = fill(int(name), name=name, now=today())
    browser = Browser(enter([told["workspace"]], now=today()))
    with inside(told["workspace"]):
        best = Figures.objects.order_by("-value_12m_minor").values_list("customer_id", flat=True)[0]
    pages = {"Today": "/", "customers": "/customers/", "card": f"/customers/{best}/"}
    pages |= {"value": "/value/", "sign-in": "/accounts/login/"}
    with serving():
        return {
            page: _seen([look(address, browser.headers["HTTP_COOKIE"]) for _ in range(int(runs))])
            for page, address in pages.items()
        }


def look(address: str, cookies: str) -> dict[str, float]:
    """Return what Lighthouse says of one page; signed in unless the page is the sign-in itself."""
    command = [os.environ.get("PLON_BENCH_LIGHTHOUSE", str(INSTALLED))]
    command += [f"http://{HOST}:{PORT}{address}", "--output=json", "--quiet", CHROMIUM]
    command += ["--only-categories=performance,accessibility"]
    if "login" not in address:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookies})}")
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "told.json")
        subprocess.run(
            [*command, f"--output-path={told}"],
            check=True,
            capture_output=True,
            env=os.environ | {"CHROME_PATH": os.environ.get("CHROME_PATH", "/usr/bin/chromium")},
        )
        said = json.loads(told.read_text(encoding="utf-8"))
    marks = {name: 100 * each["score"] for name, each in said["categories"].items()}
    return marks | {ours: said["audits"][audit]["numericValue"] for audit, ours in AUDITS.items()}


@contextmanager
def serving() -> Iterator[None]:
    """Serve the world of this process, as `plon web` does; stop in the end."""
    plon = str(Path(sys.executable).with_name("plon"))
    command = [plon, "web", "--host", HOST, "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait()
            yield
        finally:
            server.send_signal(signal.SIGINT)


def _wait() -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            urllib.request.urlopen(f"http://{HOST}:{PORT}/accounts/login/", timeout=5).close()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _seen(looks: list[Mapping[str, float]]) -> dict[str, float]:
    found = {name: round(statistics.median(one[name] for one in looks), 3) for name in looks[0]}
    return found | {"accessibility": min(one["accessibility"] for one in looks)}
