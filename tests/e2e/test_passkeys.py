"""Keys and passkeys in a real browser, with a key that the browser itself plays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.e2e.application import OWNER, PASSWORD, Application
from tests.e2e.axe import faults
from tests.e2e.browser import needs_browser

pytestmark = needs_browser
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PAGES = ("firm", "people", "keys", "audit", "account")


@pytest.fixture
def owner(application: Application, chromium: Browser) -> Iterator[BrowserContext]:
    context = application.signed_in(chromium)
    yield context
    context.close()


def with_key(page: Page) -> None:
    """Plug a key into the browser's page."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def confirm(page: Page) -> None:
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button.primary").click()


def test_a_passkey_is_added_signs_in_alone_and_is_removed(
    application: Application, owner: BrowserContext, chromium: Browser
) -> None:
    page = chromium.new_context().new_page()  # its own session: it signs out
    with_key(page)
    page.goto(f"{application.address}/accounts/login/?next=/accounts/2fa/keys/add/")
    page.locator("[name=login]").fill(OWNER["email"])
    confirm(page)
    confirm(page)  # adding a key asks once more

    page.locator("[name=passwordless]").check()
    page.locator("[data-passkey] button").click()
    page.wait_for_url("**/accounts/2fa/codes/")
    assert page.locator(".bullets code").count() == 10

    page.goto(f"{application.address}/accounts/logout/")
    page.locator("main .card button").first.click()
    page.goto(f"{application.address}/settings/account/")
    page.locator("[data-passkey=enter] button").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(f"{application.address}/accounts/2fa/keys/")
    assert page.locator(".card .chip").count() == 1

    page.locator(".card a.danger").click()
    confirm(page)
    page.locator("main button.danger").click()
    page.wait_for_url("**/accounts/2fa/keys/")
    assert page.locator(".card").count() == 0
    page.context.close()


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("place", PAGES)
def test_axe_finds_no_fault_in_settings(
    application: Application, owner: BrowserContext, place: str, width: int
) -> None:
    page = owner.new_page()
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{application.address}/settings/{place}/")

    assert faults(page) == []
    sideways = page.evaluate("document.documentElement.scrollWidth")
    assert sideways <= width
