"""A report in a real browser: opened from a file, shown in a width, a theme, a medium."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PROGRAM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
needs_browser = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium on this machine: install it or name it in CHROMIUM"
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]
HEIGHT = 844


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An open report: what it asked for and complained about since it was opened."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def look(self, *, width: int = 1440, tables: bool = False, **media: Any) -> None:
        """Set the width and the medium, and open or close every table."""
        plain = {"media": "screen", "color_scheme": "light"}
        plain |= {"reduced_motion": "no-preference", "forced_colors": "none"}
        self.page.emulate_media(**plain | media)
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.evaluate(
            "open => document.querySelectorAll('details').forEach(d => d.open = open)", tables
        )


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a browser of this machine, without a window."""
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=PROGRAM, args=ARGUMENTS)
        yield found
        found.close()


@contextmanager
def shown(found: Browser, file: Path) -> Iterator[Shown]:
    """Yield the file as a page of its own."""
    context = found.new_context()
    page = context.new_page()
    report = Shown(page=page)
    page.on("request", lambda request: report.requests.append(request.url))
    page.on("console", lambda message: report.complaints.append(message.text))
    page.on("pageerror", lambda error: report.complaints.append(str(error)))
    page.goto(file.as_uri())
    yield report
    context.close()
