"""KPI-002: every figure in the application opens its formula, and one page lists them all."""

from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.test import Client

from plon.accounts.domain import Role
from plon.value import tasks
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, person

pytestmark = [pytest.mark.django_db, pytest.mark.feature("KPI-002")]
ROOMS = ("/", "/value/", "/value/cost/", "/value/summary/", "/value/comparison/")
HOLDERS = {"section", "div", "details"}
FACTS = {"pl": ("Źródło", "Okres", "Jednostka"), "en": ("Source", "Period", "Unit")}


class Tiles(HTMLParser):
    """Reads the figures of a page, what stands in the tile of each, and the ids on the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tiles: list[Tile] = []
        self.ids: set[str] = set()
        self._within: list[bool] = []  # of open tags that hold others: does a tile begin here?
        self.feed(page)

    @property
    def figures(self) -> list["Tile"]:
        return [tile for tile in self.tiles if tile.has_figure]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids.add(told.get("id") or "")
        classes = set((told.get("class") or "").split())
        begins = bool({"number-tile", "tile", "target"} & classes) and not any(self._within)
        if begins:
            self.tiles.append(Tile(has_figure="tile" not in classes))
        if any(self._within):
            self.tiles[-1].has_figure |= "key-number" in classes
            self.tiles[-1].opens |= tag == "details"
        if tag in HOLDERS:
            self._within.append(begins)

    def handle_endtag(self, tag: str) -> None:
        if tag in HOLDERS:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if any(self._within):
            self.tiles[-1].text += data


@dataclass(slots=True, kw_only=True)
class Tile:
    """A tile of a page: a figure, or a fact in words such as a customer's city."""

    has_figure: bool
    opens: bool = False
    text: str = ""


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


def tiles_of(browser: Client, address: str) -> Tiles:
    response = browser.get(address)
    assert response.status_code == 200
    return Tiles(response.text)


@pytest.mark.parametrize("language", ["pl", "en"])
def test_every_tile_opens_formula_source_period_and_unit(shop: Person, language: str) -> None:
    shop.user.language = language
    shop.user.save()
    browser = shop.browser()
    key = browser.get("/customers/").context["table"].rows[0].key
    card = f"/customers/{key}/"

    for address in (*ROOMS, card):
        figures = tiles_of(browser, address).figures
        assert figures, address
        for tile in figures:
            assert tile.opens, (address, tile.text)
            assert all(word in tile.text for word in FACTS[language]), (address, tile.text)


@pytest.mark.parametrize("role", list(Role))
def test_the_catalogue_lists_what_a_role_is_shown(shop: Person, role: Role) -> None:
    browser = person("Ben", workspace_id=shop.workspace_id, role=role).browser()
    listed = tiles_of(browser, "/reports/figures/").ids
    keys = {tile.definition.key for tile in browser.get("/").context["today"].numbers}
    if role in {Role.OWNER, Role.ACCOUNTANT}:  # who see the value pages
        keys |= {tile.definition.key for tile in browser.get("/value/cost/").context["ratio_tiles"]}

    assert keys <= listed
    assert ("value-to-cost" in listed) is (browser.get("/value/").status_code == 200)


def test_today_leads_to_the_catalogue(shop: Person) -> None:
    assert 'href="/reports/figures/"' in shop.browser().get("/").text
