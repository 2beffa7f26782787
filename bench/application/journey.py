"""From an empty folder to the first customer to call, by the clock and in a browser.

`plon up` is started, the owner joins, a file is dropped, checked and loaded, and Today is looked at
until it names somebody. A machine clicks, so the time is what Plon takes, not what a person reads.
"""

import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from bench.application.life import sales_of
from tests.e2e.application import running
from tests.e2e.browser import browser
from tests.e2e.sales import write_sales

PATIENCE_MS = 600_000


def journey_work(_name: str, *sizes: str) -> dict[str, Any]:
    """Time the journey with the salon's file, and with files of so many customers."""
    found = {"a salon's year": _journey(lambda file: write_sales(file, today=_today()))}
    for size in sizes:
        found[f"{int(size):,} customers"] = _journey(lambda file, n=int(size): _write(file, n))
    return found


def _journey(write: Any) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder, browser() as chromium:
        file = Path(folder) / "sprzedaz.csv"
        rows, steps = write(file), Steps()
        with running(Path(folder) / "data") as firm:
            steps.done("started")
            context = firm.signed_in(chromium, locale="pl-PL")
            page = context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            steps.done("owner joined")
            _upload(page, firm.address, file)
            steps.done("file in")
            _wait_for_today(page, firm.address)
            steps.done("first to call")
            context.close()
    return {"rows": rows, "steps_s": steps.seconds, "total_s": sum(steps.seconds.values())}


class Steps:
    """What each step took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.perf_counter()

    def done(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name], self._since = round(now - self._since, 1), now


def _upload(page: Page, address: str, file: Path) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name="Wgraj sprzedaż").first.click()
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("form button.primary").click()
    page.get_by_role("button", name="Sprawdź plik").click()
    page.get_by_role("button", name="Wczytaj").click()
    page.locator("#progress strong", has_text="wczytano").first.wait_for()


def _wait_for_today(page: Page, address: str) -> None:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < deadline:
        page.goto(f"{address}/")
        if page.locator(".tasks li").count():
            return
        page.wait_for_timeout(500)
    raise TimeoutError("Today named nobody")


def _write(file: Path, customers: int) -> int:
    sales, today = sales_of(customers), _today()
    with file.open("w", encoding="utf-8") as out:
        out.write("klient;data;kwota\n")
        for who, days_ago, minor in zip(
            sales.customer.tolist(), sales.days_ago.tolist(), sales.minor.tolist(), strict=True
        ):
            day = today - timedelta(days=int(days_ago))
            out.write(f"K{who};{day:%d.%m.%Y};{minor // 100},{minor % 100:02}\n")
    return len(sales)


def _today() -> date:
    return datetime.now(UTC).date()
