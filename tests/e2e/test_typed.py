"""Forms keep what was typed: in another language, in another theme, and when they are refused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.application import OWNER, PASSWORD, Application
from tests.e2e.browser import needs_browser
from tests.e2e.places import STRANGERS
from tests.e2e.test_ui_page import speak, wear

pytestmark = needs_browser


@pytest.fixture
def owner(application: Application, chromium: Browser) -> Iterator[Page]:
    """Yield the owner's window, in Polish."""
    context = application.signed_in(chromium)
    page = context.new_page()
    page.goto(application.address)
    speak(page, "pl")
    yield page
    context.close()


def test_language_and_theme_leave_what_was_typed(owner: Page, application: Application) -> None:
    owner.goto(f"{application.address}/customers/new/")
    owner.locator("[name=last_name]").fill("Zielińska")
    owner.locator("[name=has_complaint]").check()
    owner.locator("[name=preferred_channel]").select_option(index=1)
    chosen = owner.locator("[name=preferred_channel]").input_value()

    speak(owner, "en")
    wear(owner, "dark")
    wear(owner, "system")

    expect(owner.locator("[name=last_name]")).to_have_value("Zielińska")
    expect(owner.locator("[name=has_complaint]")).to_be_checked()
    expect(owner.locator("[name=preferred_channel]")).to_have_value(chosen)
    expect(owner.locator("[name=city]")).to_have_value("")
    assert owner.evaluate("sessionStorage.getItem('typed')") is None


def test_a_refused_form_keeps_it_too(owner: Page, application: Application) -> None:
    owner.goto(f"{application.address}/settings/people/")
    email = owner.locator("form.narrow [name=email]")
    email.evaluate("field => { field.type = 'text'; }")  # the browser lets it through
    email.fill("ben at example.org")
    owner.get_by_role("button", name="Utwórz link").click()
    expect(owner.locator(".field-error")).to_be_visible()

    speak(owner, "en")

    assert owner.url == f"{application.address}/settings/people/"
    expect(owner.locator("form.narrow [name=email]")).to_have_value("ben at example.org")


def test_without_a_connection_a_form_stays_with_what_was_typed(
    owner: Page, application: Application
) -> None:
    owner.goto(f"{application.address}/customers/new/")
    owner.locator("[name=last_name]").fill("Odległa")
    owner.context.set_offline(True)
    owner.locator("main form button.primary").click()

    expect(owner.locator("#toasts")).to_contain_text("to, co wpisano, nadal tu jest")
    owner.locator("nav a[href]").first.click()  # nor does a link lead to the browser's own page
    expect(owner.locator("[name=last_name]")).to_have_value("Odległa")
    expect(owner.locator("#toasts [data-toast]")).to_have_count(1)

    owner.context.set_offline(False)
    owner.locator("main form button.primary").click()
    expect(owner.locator("h1")).to_contain_text("Odległa")


def test_a_form_reaches_a_server_on_this_machine_without_any_network(
    owner: Page, application: Application
) -> None:
    owner.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    owner.goto(f"{application.address}/customers/new/")
    owner.locator("[name=last_name]").fill("Tutejsza")
    owner.locator("main form button.primary").click()

    expect(owner.locator("h1")).to_contain_text("Tutejsza")


def test_without_script_a_switch_says_that_it_empties_the_form(
    chromium: Browser, application: Application
) -> None:
    context = application.signed_in(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{application.address}/customers/new/")
    warning = page.locator(".switch-loses")
    expect(warning).to_be_hidden()

    page.locator("[name=last_name]").fill("Ulotna")

    expect(warning).to_be_visible()
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_refused_form_shows_what_is_wrong(
    application: Application, chromium: Browser, script: bool
) -> None:
    window = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": script}
    with application.signed_in(chromium, **window) as context:
        page = context.new_page()
        page.goto(f"{application.address}/customers/new/")
        assert not page.locator(".refused").count()
        page.locator("[name=last_name]").fill("Zielińska")
        page.locator("[name=country]").fill("Polska")
        page.locator("main form button.primary").click()

        expect(page.locator(".refused")).to_be_visible()
        if script:
            expect(page.locator("[name=country]")).to_be_focused()
            expect(page.locator("[name=country]")).to_be_in_viewport()


def test_no_password_is_kept(application: Application, chromium: Browser) -> None:
    with chromium.new_context(locale="pl-PL") as context:
        page = context.new_page()
        page.goto(application.address + STRANGERS["sign-in"])
        page.locator("[name=login]").fill(OWNER["email"])
        page.locator("[name=password]").fill(PASSWORD)

        speak(page, "en")

        expect(page.locator("[name=login]")).to_have_value(OWNER["email"])
        expect(page.locator("[name=password]")).to_have_value("")
