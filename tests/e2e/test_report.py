"""The report in a real browser: readable by all, on every screen and on paper, and by itself."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from plon.value.tests import sample
from plon.value.tests.page import html
from tests.e2e.axe import AXE, COLOURS, FAULTS
from tests.e2e.browser import HEIGHT, Shown, needs_browser, shown

pytestmark = needs_browser
PAPER = {"width": 680, "height": 994}  # CSS pixels of A4 inside its margins
REPORTS = [(state, language) for state in sample.STATES for language in ("pl", "en")]


@pytest.fixture(scope="module", params=REPORTS, ids="-".join)
def report(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    state, language = request.param
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(html(sample.STATES[state](), language), encoding="utf-8")
    with shown(chromium, file) as opened:
        yield opened


@pytest.fixture(scope="module", params=["pl", "en"])
def full(
    request: pytest.FixtureRequest, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    file = tmp_path_factory.mktemp("full") / "report.html"
    file.write_text(html(sample.full(), request.param), encoding="utf-8")
    with shown(chromium, file) as opened:
        yield opened


class TestEveryReport:
    def test_asks_for_nothing_and_complains_of_nothing(self, report: Shown) -> None:
        report.look(tables=True)
        report.page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")

        assert report.requests == [report.page.url]
        assert report.complaints == []

    def test_axe_finds_no_fault_in_light_and_dark(self, report: Shown) -> None:
        report.page.evaluate(AXE)
        report.look()
        assert report.page.evaluate(FAULTS, []) == []

        report.look(color_scheme="dark")
        assert report.page.evaluate(FAULTS, COLOURS) == []

    @pytest.mark.parametrize("width", [320, 390, 1440])
    def test_never_scrolls_sideways(self, report: Shown, width: int) -> None:
        for tables in (False, True):
            report.look(width=width, tables=tables)

            assert report.page.evaluate("document.documentElement.scrollWidth") <= width

    def test_tab_reaches_the_skip_link_first_and_every_table(self, report: Shown) -> None:
        report.look()
        reached = tabbed(report)

        assert reached[0] == "skip"
        assert [place for place in reached if place.startswith("summary")] == report.page.evaluate(
            "() => [...document.querySelectorAll('summary')].filter(s => s.checkVisibility())"
            ".map((_, i) => `summary ${i}`)"
        )

    def test_a_key_opens_a_table_and_the_skip_link_leads_to_the_content(
        self, report: Shown
    ) -> None:
        report.look()
        first = report.page.locator("main details").first
        first.locator("summary").press("Enter")
        report.page.locator(".skip").press("Enter")

        assert first.evaluate("d => d.open")
        assert report.page.evaluate("document.activeElement.id") == "main"
        report.page.evaluate("() => history.replaceState(null, '', location.pathname)")

    def test_prints_on_pages_that_cut_no_chart(self, report: Shown) -> None:
        report.look()
        pages = len(
            re.findall(rb"/Type\s*/Page\b(?!s)", report.page.pdf(prefer_css_page_size=True))
        )
        report.look(width=PAPER["width"], media="print")
        figures = report.page.evaluate(
            "() => [...document.querySelectorAll('figure, .note, .tile, .people > li')].map("
            "f => [getComputedStyle(f).breakInside, f.getBoundingClientRect().height])"
        )

        assert 1 < pages < 20
        assert {breaks for breaks, _ in figures} == {"avoid"}
        assert max(height for _, height in figures) < PAPER["height"]

    def test_hides_nothing_where_motion_is_reduced_or_colours_are_forced(
        self, report: Shown
    ) -> None:
        report.look(tables=True)
        usual = seen(report)
        assert usual["text"]

        report.look(tables=True, reduced_motion="reduce")
        assert seen(report) == usual

        report.look(tables=True, forced_colors="active")
        assert seen(report) == usual


class TestOpenTables:
    def test_axe_finds_no_fault_in_light_and_dark(self, full: Shown) -> None:
        full.page.evaluate(AXE)
        full.look(tables=True)
        assert full.page.evaluate(FAULTS, []) == []

        full.look(tables=True, color_scheme="dark")
        assert full.page.evaluate(FAULTS, COLOURS) == []


class TestFirstView:
    def test_a_phone_shows_the_main_figure_and_the_first_step_at_once(self, full: Shown) -> None:
        full.look(width=390)
        bottoms = [box_bottom(full, place) for place in (".tile-main", ".step p")]

        assert bottoms == sorted(bottoms)
        assert bottoms[-1] <= HEIGHT

    def test_the_first_step_leads_to_the_list(self, full: Shown) -> None:
        full.look(width=390)
        full.page.locator(".step a").click()

        assert full.page.url.endswith("#contacts")
        assert 0 < box_bottom(full, "#contacts h2") < HEIGHT / 2

    def test_fingers_hit_what_can_be_pressed_on_a_phone(self, full: Shown) -> None:
        full.look(width=390, tables=True)
        heights = full.page.evaluate(
            "() => [...document.querySelectorAll('summary, .contents a, .step a')]"
            ".filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect().height)"
        )

        assert min(heights) >= 40


def tabbed(report: Shown) -> list[str]:
    """Return where the Tab key leads, from the top of the page to its end."""
    report.page.evaluate("""() => {
      document.activeElement.blur(); window.scrollTo(0, 0); getSelection().removeAllRanges();
      [...document.querySelectorAll('summary')].filter(s => s.checkVisibility())
        .forEach((s, i) => { s.dataset.place = `summary ${i}`; });
      document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex');
    }""")
    reached: list[str] = []
    for _step in range(200):
        report.page.keyboard.press("Tab")
        place = report.page.evaluate(
            "() => { const e = document.activeElement;"
            " return e === document.body ? '' : e.dataset.place || e.className || e.tagName }"
        )
        if not place or (place == "skip" and reached):
            break
        reached.append(place)
    return reached


def seen(report: Shown) -> dict[str, Any]:
    """Return the text a reader sees and which charts are drawn."""
    found: dict[str, Any] = report.page.evaluate("""() => ({
      text: document.body.innerText,
      charts: [...document.querySelectorAll('svg[role=img]')].map(s => s.checkVisibility({
        opacityProperty: true, visibilityProperty: true}) && s.getBoundingClientRect().height),
      ink: [...document.querySelectorAll('main p')].every(p =>
        getComputedStyle(p).color !== getComputedStyle(document.body).backgroundColor),
    })""")
    return found


def box_bottom(report: Shown, place: str) -> float:
    box = report.page.locator(place).first.bounding_box()
    assert box is not None
    return box["y"] + box["height"]
