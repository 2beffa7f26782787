"""Every component in a real browser: for every eye, hand, screen, with script and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.e2e.application import Application
from tests.e2e.axe import COLOURS, faults
from tests.e2e.browser import needs_browser

pytestmark = needs_browser
WIDTHS = (320, 390, 860, 1440)
SIDEWAYS = "document.documentElement.scrollWidth"
FOCUSED = "document.activeElement.textContent.trim()"


@pytest.fixture
def gallery(
    request: pytest.FixtureRequest, application: Application, chromium: Browser
) -> Iterator[Page]:
    """Yield /ui as the owner sees it; parametrize with options of the browser's window."""
    context = application.signed_in(chromium, **getattr(request, "param", {}))
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{application.address}/ui")
    yield page
    context.close()
    assert complaints == []


@pytest.fixture
def live(application: Application, chromium: Browser) -> Iterator[Page]:
    """Yield /ui in Polish, free to complain: the browser itself logs failed requests."""
    context = application.signed_in(chromium)
    page = context.new_page()
    page.goto(f"{application.address}/ui")
    speak(page, "pl")
    yield page
    context.close()


def speak(page: Page, language: str) -> None:
    page.locator(f".topbar [name=language][value={language}]").click()
    page.wait_for_selector(f"html[lang={language}]")


def wear(page: Page, theme: str) -> None:
    page.locator(".avatar-button").click()
    page.locator(f".account [name=theme][value={theme}]").click()
    page.wait_for_selector(f"html[data-theme={theme}]")


def size(width: int) -> ViewportSize:
    return {"width": width, "height": 844}


class TestEverybody:
    @pytest.mark.parametrize("language", ["pl", "en"])
    @pytest.mark.parametrize("width", WIDTHS)
    def test_axe_finds_no_fault(self, gallery: Page, language: str, width: int) -> None:
        speak(gallery, language)
        gallery.set_viewport_size(size(width))

        assert faults(gallery) == []
        gallery.emulate_media(color_scheme="dark")
        assert faults(gallery, *COLOURS) == []

    @pytest.mark.parametrize("language", ["pl", "en"])
    @pytest.mark.parametrize("width", WIDTHS)
    def test_nothing_is_wider_than_the_screen(
        self, gallery: Page, language: str, width: int
    ) -> None:
        speak(gallery, language)
        gallery.set_viewport_size(size(width))

        assert gallery.evaluate(SIDEWAYS) <= width

    def test_the_dialog_and_the_command_bar_have_no_fault_either(self, gallery: Page) -> None:
        gallery.locator("[href='#sample-dialog']").click()
        assert faults(gallery) == []

        gallery.keyboard.press("Escape")
        gallery.keyboard.press("Control+k")
        assert faults(gallery) == []

    def test_forced_colours_hide_nothing(self, gallery: Page) -> None:
        usual = gallery.evaluate("document.body.innerText")
        gallery.emulate_media(forced_colors="active", reduced_motion="reduce")

        assert gallery.evaluate("document.body.innerText") == usual
        assert gallery.evaluate("document.getAnimations().length") == 0

    @pytest.mark.parametrize(
        "gallery", [{"has_touch": True, "is_mobile": True, "viewport": size(390)}], indirect=True
    )
    def test_fingers_hit_what_can_be_pressed(self, gallery: Page) -> None:
        small = gallery.evaluate("""() => [...document.querySelectorAll(
          'button, .button, summary, .menu a, .tabs a, .view, .chip-remove, .topbar a, select')]
          .filter(e => e.checkVisibility() && !e.closest('.task-script, .twin'))
          .filter(e => e.getBoundingClientRect().height < 43.5 && !e.closest('.sr-only'))
          .map(e => e.outerHTML.slice(0, 120))""")

        assert small == []


class TestTheme:
    @pytest.mark.parametrize(("theme", "device"), [("dark", "light"), ("light", "dark")])
    def test_the_choice_is_stronger_than_the_device_but_not_than_paper(
        self, gallery: Page, theme: str, device: str
    ) -> None:
        ground = "getComputedStyle(document.body).backgroundColor"
        colours = {"dark": "rgb(13, 20, 18)", "light": "rgb(247, 248, 247)"}
        gallery.emulate_media(color_scheme=device)  # type: ignore[arg-type]
        wear(gallery, theme)

        assert gallery.evaluate(ground) == colours[theme]
        text = "getComputedStyle(document.querySelector('h1')).color"
        gallery.emulate_media(media="print", color_scheme="dark")
        assert gallery.evaluate(text) == "rgb(20, 32, 28)"
        gallery.emulate_media(media="screen", color_scheme=device)  # type: ignore[arg-type]
        wear(gallery, "system")
        assert gallery.evaluate(ground) == colours[device]


class TestKeyboard:
    def test_the_skip_link_comes_first_and_leads_to_the_content(self, gallery: Page) -> None:
        gallery.keyboard.press("Tab")
        assert gallery.evaluate("document.activeElement.className") == "skip"

        gallery.keyboard.press("Enter")
        assert gallery.evaluate("document.activeElement.id") == "main"

    def test_j_and_k_walk_the_rows_and_x_picks(self, gallery: Page) -> None:
        gallery.keyboard.press("j")
        assert gallery.evaluate(FOCUSED) == "Marek Wilk"
        gallery.keyboard.press("j")
        gallery.keyboard.press("x")

        assert gallery.evaluate(FOCUSED) == "Ola Zięba"
        assert gallery.locator("[name=picked]:checked").get_attribute("value") == "Ola Zięba"
        assert gallery.locator("[data-picked]").inner_text() == "1"
        gallery.keyboard.press("k")
        assert gallery.evaluate(FOCUSED) == "Marek Wilk"

    def test_slash_goes_to_the_search_of_the_page_where_keys_are_letters(
        self, gallery: Page
    ) -> None:
        gallery.keyboard.press("/")
        gallery.keyboard.type("jk?")

        assert gallery.locator("[data-search]").input_value() == "jk?"
        assert not gallery.locator("#shortcuts").is_visible()

    def test_the_question_mark_lists_the_keys_and_escape_closes(self, gallery: Page) -> None:
        gallery.keyboard.press("?")
        assert gallery.locator("#shortcuts").is_visible()

        gallery.keyboard.press("Escape")
        assert not gallery.locator("#shortcuts").is_visible()

    def test_g_and_a_figure_go_to_a_place(self, gallery: Page) -> None:
        gallery.keyboard.press("g")
        gallery.keyboard.press("1")

        assert gallery.url.endswith("#")

    def test_the_command_bar_finds_places_without_polish_letters(self, gallery: Page) -> None:
        speak(gallery, "pl")
        gallery.keyboard.press("Control+k")
        gallery.keyboard.type("wyplaty")
        gallery.keyboard.press("ArrowDown")

        places = gallery.locator("#command .command-places li:visible")
        assert places.all_inner_texts() == ["Nagrody i\N{NO-BREAK SPACE}wypłaty\n6"]
        assert "wypłaty" in gallery.evaluate(FOCUSED)


class TestRows:
    def test_the_box_at_the_head_picks_all_and_the_bar_counts(self, gallery: Page) -> None:
        bar = gallery.locator(".bulk")
        assert not bar.is_visible()

        gallery.locator("[data-pick-all]").check()
        assert bar.is_visible()
        assert gallery.locator("[data-picked]").inner_text() == "3"
        gallery.locator("[name=picked]").first.uncheck()
        assert gallery.locator("[data-picked]").inner_text() == "2"
        assert gallery.evaluate("document.querySelector('[data-pick-all]').indeterminate")

    def test_a_file_may_be_dropped(self, gallery: Page) -> None:
        gallery.evaluate("""() => {
          const data = new DataTransfer();
          data.items.add(new File(['a'], 'sales.csv'));
          const field = document.querySelector('[data-file-drop]');
          field.dispatchEvent(new DragEvent('drop', {bubbles: true, dataTransfer: data}));
        }""")

        assert gallery.locator("[type=file]").first.evaluate("i => i.files[0].name") == "sales.csv"


class TestTrouble:
    def told(self, page: Page) -> str:
        page.locator("[data-search]").press_sequentially("x")
        toast = page.locator("#toasts [data-toast]")
        toast.wait_for()
        text = toast.inner_text()
        toast.locator("[data-dismiss]").click()
        assert not toast.is_visible()
        return text

    def test_a_failure_keeps_the_page_and_says_so(self, live: Page) -> None:
        live.route("**/ui?q=*", lambda route: route.fulfill(status=500, body="broken"))

        assert "Nie udało się" in self.told(live)
        assert live.locator(".data-table").first.is_visible()

    def test_a_lost_connection_is_said(self, live: Page) -> None:
        live.route("**/ui?q=*", lambda route: route.abort())

        assert "Brak połączenia" in self.told(live)


@pytest.mark.parametrize("gallery", [{"java_script_enabled": False}], indirect=True)
class TestWithoutScript:
    def test_languages_themes_help_and_menus_work(self, gallery: Page) -> None:
        speak(gallery, "en")
        wear(gallery, "dark")
        wear(gallery, "system")
        speak(gallery, "pl")
        gallery.locator(".help-opener").first.click()
        assert gallery.locator(".help").first.is_visible()

    def test_a_dialog_shows_as_a_part_of_the_page(self, gallery: Page) -> None:
        gallery.locator("[href='#sample-dialog']").click()
        assert gallery.locator("#sample-dialog").is_visible()

        gallery.locator("#sample-dialog [data-closes]").click()
        assert not gallery.locator("#sample-dialog").is_visible()

    def test_a_picked_row_brings_the_bar(self, gallery: Page) -> None:
        gallery.locator("[name=picked]").first.check()

        assert gallery.locator(".bulk").is_visible()


@pytest.mark.parametrize("language", ["pl", "en"])
def test_axe_finds_no_fault_where_there_is_no_page(
    application: Application, chromium: Browser, language: str
) -> None:
    context = chromium.new_context(locale=language)
    page = context.new_page()
    page.goto(f"{application.address}/there-is-no-such-page")

    assert page.locator("html").get_attribute("lang") == language
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, *COLOURS) == []
    context.close()
