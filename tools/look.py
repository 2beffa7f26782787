"""Pictures of the application's pages, to look at before anybody else does.

`python -m tools.look` starts the application with the demo firms on a new folder and writes
look/<page>-<language>-<theme>-<width>.png for every place of tests/e2e/places.py, and for those of
a firm that has nothing yet look/new-…. `--only today card` takes pages by name.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.e2e.application import Application, running
from tests.e2e.browser import browser
from tests.e2e.made import made
from tests.e2e.places import PLACES, STRANGERS, addresses

LANGUAGES, WIDTHS = ("pl", "en"), (1440, 390)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 900
FOLDER = Path("look")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", nargs="*", default=[])
    wanted = set(options.parse_args().only)
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        browser() as found,
        running(Path(folder) / "data", demo=True) as application,
    ):
        shoot(application, found, wanted)


def shoot(application: Application, found: Browser, wanted: set[str]) -> None:
    """Write the pictures: strangers' pages, those of a full firm, those of a new one."""
    base = application.address
    stranger = found.new_context().new_page()
    doors = [(name, base + path) for name, path in STRANGERS.items()]
    _all(stranger, base, [*doors, ("join", application.owner_link)], wanted)
    visitor = application.in_demo(found).new_page()
    _all(visitor, base, [*made(visitor, base), *addresses(visitor, base)], wanted)
    owner = application.signed_in(found).new_page()
    new = [(f"new-{name}", address) for name, address in addresses(owner, base)]
    _all(owner, base, new, wanted)


def _all(page: Page, base: str, places: Iterable[tuple[str, str]], wanted: set[str]) -> None:
    chosen = [(name, address) for name, address in places if not wanted or name in wanted]
    for language in LANGUAGES if chosen else ():
        page.goto(base + PLACES["missing"])  # has the switch for strangers, too
        page.locator(f"form.switch [name=language][value={language}]").click()
        for name, address in chosen:
            _one(page, address, f"{name}-{language}")


def _one(page: Page, address: str, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.goto(address)
            page.wait_for_timeout(400)  # what loads late is there
            page.screenshot(path=FOLDER / f"{name}-{theme}-{width}.png", full_page=True)


if __name__ == "__main__":
    main()
