"""Every page in a real browser: axe, widths, script or none; with data, without, in both languages."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.application import Application, running
from tests.e2e.axe import COLOURS, faults
from tests.e2e.browser import needs_browser
from tests.e2e.made import made
from tests.e2e.places import STRANGERS, addresses
from tests.e2e.test_ui_page import SIDEWAYS, size, speak

pytestmark = needs_browser
PHONE, DESK = 390, 1440


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """Yield an application with the demo firms."""
    with running(tmp_path_factory.mktemp("demo") / "data", demo=True) as found:
        yield found


@pytest.fixture(scope="module")
def visitor(demo: Application, chromium: Browser) -> Iterator[BrowserContext]:
    context = demo.in_demo(chromium, locale="pl-PL")
    yield context
    context.close()


@pytest.fixture(scope="module")
def newcomer(application: Application, chromium: Browser) -> Iterator[BrowserContext]:
    context = application.signed_in(chromium, locale="pl-PL")
    yield context
    context.close()


def wrong(page: Page) -> list[str]:
    """Return what axe finds in light and dark, and whether something is wider than a phone."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(size(DESK))
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    found += faults(page, *COLOURS)
    page.set_viewport_size(size(PHONE))
    found += faults(page)
    if page.evaluate(SIDEWAYS) > PHONE:
        found.append("wider than a phone")
    return found


def everywhere(page: Page, base: str) -> list[tuple[str, str]]:
    """Return (name, address) of every place of a demo firm."""
    return [*made(page, base), *addresses(page, base)]


def wrongs(page: Page, places: list[tuple[str, str]]) -> str:
    """Return every fault of every page, a line each."""
    found = set()
    for name, address in places:
        page.goto(address)
        found |= {f"{name}: {fault}" for fault in wrong(page)}
    return "\n".join(sorted(found))


@pytest.mark.parametrize("language", ["pl", "en"])
def test_pages_full_of_data_have_no_fault(
    visitor: BrowserContext, demo: Application, language: str
) -> None:
    page = visitor.new_page()
    page.goto(demo.address)
    speak(page, language)

    assert wrongs(page, everywhere(page, demo.address)) == ""


def test_pages_of_a_new_firm_have_no_fault(
    newcomer: BrowserContext, application: Application
) -> None:
    page = newcomer.new_page()

    assert wrongs(page, list(addresses(page, application.address))) == ""


@pytest.mark.parametrize("address", STRANGERS.values(), ids=STRANGERS.keys())
def test_pages_of_strangers_have_no_fault(
    application: Application, chromium: Browser, address: str
) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(application.address + address)

        assert wrong(page) == []


def test_the_way_in_of_a_first_owner_has_no_fault(demo: Application, chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(demo.owner_link)

        assert wrong(page) == []


def test_every_page_can_be_read_without_script(demo: Application, visitor: BrowserContext) -> None:
    browser = visitor.browser
    assert browser is not None
    places = everywhere(visitor.new_page(), demo.address)
    with browser.new_context(java_script_enabled=False) as plain:
        plain.add_cookies(visitor.cookies())  # type: ignore[arg-type]
        page = plain.new_page()
        for name, address in places:
            page.goto(address)

            assert page.locator("h1").inner_text(), name
            assert not page.locator("[aria-busy=true]").count(), name


def test_no_page_asks_another_host(demo: Application, visitor: BrowserContext) -> None:
    page = visitor.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for _name, address in everywhere(page, demo.address):
        page.goto(address)

    assert [url for url in asked if not url.startswith((demo.address, "data:"))] == []
