"""A new owner: a file of sales becomes the value of the base and a list of whom to contact.

One firm lives through the tests of this module in their order, as its owner would see it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.application import OWNER, PASSWORD, Application, running
from tests.e2e.browser import needs_browser
from tests.e2e.sales import write_sales

pytestmark = needs_browser
PATIENCE_MS = 90_000
OPERATOR = {"name": "Ben Nowak", "email": "ben@example.org"}


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """Yield an application that nobody has used yet."""
    with running(tmp_path_factory.mktemp("story") / "data") as found:
        yield found


@pytest.fixture
def owner(firm: Application, chromium: Browser) -> Iterator[Page]:
    """Yield the owner's window, in Polish; nothing in it may complain."""
    context = firm.signed_in(chromium, locale="pl-PL")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(firm.address)
    yield page
    context.close()
    assert complaints == []


def test_first_run_says_what_to_do(owner: Page) -> None:
    expect(owner.locator("html")).to_have_attribute("lang", "pl")
    expect(owner.get_by_role("link", name="Wgraj sprzedaż")).to_be_visible()


@pytest.mark.feature("LTV-054")
def test_a_file_becomes_a_list_of_whom_to_contact(owner: Page, tmp_path: Path) -> None:
    rows = write_sales(tmp_path / "sprzedaz.csv", today=datetime.now(UTC).date())
    owner.get_by_role("link", name="Wgraj sprzedaż").click()
    owner.locator("input[type=file]").set_input_files(str(tmp_path / "sprzedaz.csv"))
    owner.locator("form button.primary").click()

    owner.get_by_role("button", name="Sprawdź plik").click()
    owner.get_by_role("button", name="Wczytaj").click(timeout=PATIENCE_MS)
    counted = f"{rows:,}".replace(",", "\N{NO-BREAK SPACE}")
    expect(owner.locator("main")).to_contain_text(counted)
    expect(owner.locator("#progress strong").first).to_have_text("wczytano", timeout=PATIENCE_MS)

    _until_there_are_tasks(owner)
    first = owner.locator(".tasks li").first
    expect(first).to_contain_text("Zadzwoń")
    first.get_by_role("link").first.click()
    expect(owner.locator("main")).to_contain_text("Ryzyko odejścia")


def _until_there_are_tasks(page: Page) -> None:
    """The figures are computed after the file is in: look again until they are there."""
    for _ in range(PATIENCE_MS // 1_000):
        page.goto("/" if page.url.startswith("/") else page.url.split("/import")[0])
        if page.locator(".tasks li").count():
            return
        page.wait_for_timeout(1_000)
    raise AssertionError(page.locator("main").inner_text())


def test_the_keyboard_alone_finds_a_customer_and_opens_the_card(owner: Page) -> None:
    owner.keyboard.press("Control+k")
    owner.keyboard.type("hanna")
    expect(owner.locator("dialog .command-group a").first).to_contain_text("Hanna")
    owner.keyboard.press("ArrowDown")
    owner.keyboard.press("Enter")

    expect(owner.locator("h1")).to_contain_text("Hanna")
    owner.keyboard.press("e")
    expect(owner.locator("[name=first_name]")).to_have_value("Hanna")
    owner.go_back()
    owner.keyboard.press("t")
    expect(owner.locator("h1")).to_contain_text("Nowe zadanie")


def test_without_a_connection_the_page_stays_and_says_so(owner: Page) -> None:
    waiting = owner.locator(".tasks li").count()
    owner.context.set_offline(True)
    owner.locator(".tasks li button", has_text="Rozmowa").first.click()

    expect(owner.locator("#toasts")).to_contain_text("Brak połączenia")
    assert owner.locator(".tasks li").count() == waiting
    owner.context.set_offline(False)


def test_a_closed_task_is_gone_and_can_be_taken_back(owner: Page) -> None:
    who = owner.locator(".tasks li").first.get_by_role("link").first.inner_text()
    owner.locator(".tasks li button", has_text="Rozmowa").first.click()

    expect(owner.locator(".tasks")).not_to_contain_text(who)

    expect(owner.locator("#toasts [data-shortcut=u]")).to_be_visible()
    owner.keyboard.press("u")
    expect(owner.locator("#toasts")).to_contain_text("Cofnięto")
    expect(owner.locator(".tasks")).to_contain_text(who)


def test_a_segment_is_told_in_a_sentence_counted_as_one_types_and_kept(
    owner: Page, firm: Application
) -> None:
    owner.goto(f"{firm.address}/value/segments/")
    owner.locator("#field-0").select_option("days_since")
    owner.locator("#op-0").select_option("at_least")  # comes with the field
    owner.locator("#value-0").press_sequentially("1")
    expect(owner.locator("#count .answer")).to_contain_text("klient")
    everybody = owner.locator("#count .answer").inner_text()
    owner.locator("#value-0").press_sequentially("20")
    owner.get_by_label("Nazwa segmentu").fill("Dawno nie byli")  # while the count is on its way
    expect(owner.locator("#count .answer")).not_to_have_text(everybody)
    expect(owner.locator("#kept-rows [name=value]").first).to_have_value("120")
    silent = owner.locator("#count .answer").inner_text()
    expect(owner.get_by_label("Nazwa segmentu")).to_have_value("Dawno nie byli")

    owner.get_by_role("button", name="Zapisz segment").click()

    expect(owner.locator(".views [aria-current=page]")).to_have_text("Dawno nie byli")
    expect(owner.locator("#count .answer")).to_have_text(silent)


def test_two_cards_of_one_person_are_found_joined_and_parted(
    owner: Page, firm: Application
) -> None:
    for city in ("Toruń", "Torun"):
        owner.goto(f"{firm.address}/customers/new/")
        owner.locator("[name=first_name]").fill("Zdzisława")
        owner.locator("[name=last_name]").fill("Kukułka")
        owner.locator("[name=birthday]").fill("1980-03-09")
        owner.locator("[name=city]").fill(city)
        owner.get_by_role("button", name="Zapisz").click()
        expect(owner.locator("h1")).to_contain_text("Kukułka")

    owner.goto(f"{firm.address}/customers/duplicates/")
    owner.get_by_role("button", name="Szukaj teraz").click()
    pair = owner.locator("table a", has_text="Kukułka").first
    _until_there_is(owner, pair)
    pair.click()
    owner.get_by_role("button", name="Połącz").click()
    expect(owner.locator("h1")).to_contain_text("Kukułka")
    assert _found(owner, firm, "kukulka") == 1

    owner.locator(".table a", has_text="Kukułka").first.click()
    owner.goto(f"{owner.url}same/")
    owner.get_by_role("button", name="Rozdziel").click()
    assert _found(owner, firm, "kukulka") == 2


def _until_there_is(page: Page, wanted: Locator) -> None:
    for _ in range(PATIENCE_MS // 1_000):
        if wanted.count():
            return
        page.wait_for_timeout(1_000)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def _found(page: Page, firm: Application, text: str) -> int:
    page.goto(f"{firm.address}/customers/?q={text}")
    return page.locator(".table tbody tr").count()


def test_an_operator_is_invited_and_sees_only_what_is_the_operators(
    owner: Page, firm: Application, chromium: Browser
) -> None:
    owner.goto(f"{firm.address}/settings/people/")
    owner.locator("[name=email]").fill(OPERATOR["email"])
    owner.locator("form.narrow [name=role][value=operator]").check()
    owner.get_by_role("button", name="Utwórz link").click()
    address = owner.locator("[data-share-text]").input_value().split()[-1]

    with chromium.new_context(locale="pl-PL") as other:
        page = other.new_page()
        page.goto(address)
        page.locator("[name=name]").fill(OPERATOR["name"])
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form.card button").click()
        page.wait_for_url(f"{firm.address}/")
        assert page.goto(f"{firm.address}/settings/people/").status == 403  # type: ignore[union-attr]

        owner.goto(f"{firm.address}/settings/people/")
        card = owner.locator(".card", has_text=OPERATOR["email"])
        card.locator("[name=role]").select_option("owner")
        card.locator("button", has_text="Zmień rolę").click()
        assert page.goto(f"{firm.address}/settings/people/").status == 200  # type: ignore[union-attr]


def test_language_and_theme_stay_when_the_owner_comes_back(
    owner: Page, firm: Application, chromium: Browser
) -> None:
    owner.locator(".topbar [name=language][value=en]").click()
    owner.wait_for_selector("html[lang=en]")
    owner.locator(".avatar-button").click()
    owner.locator(".account [name=theme][value=dark]").click()
    owner.wait_for_selector("html[data-theme=dark]")

    with chromium.new_context(locale="pl-PL") as later:
        page = later.new_page()
        page.goto(firm.address)
        page.locator("[name=login]").fill(OWNER["email"])
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(f"{firm.address}/")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
