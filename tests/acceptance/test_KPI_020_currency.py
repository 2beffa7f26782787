"""KPI-020: złoty where nothing is said, and the same formulas in every other currency."""

import pytest

from plon.accounts.models import Workspace
from plon.lifetime.formulas.methods import Method
from plon.value.domain import workbench
from tests.cast import Person, ann

pytestmark = [pytest.mark.django_db, pytest.mark.feature("KPI-020")]
COST = {
    "marketing_minor": "3200",
    "customers_won": "10",
    "industry": "general",
    "cadence": "monthly",
}


def figures(owner: Person, method: Method) -> list[str]:
    """Return what the pages show for a formula and the costs, in the order of the pages."""
    browser = owner.browser()
    numbers = workbench.defaults(method, {})
    kept = browser.post("/value/workbench/", {"method": method.value, **numbers}, follow=True)
    assert kept.status_code == 200
    assert browser.post("/value/cost/", COST).status_code == 302
    tiles = browser.get("/value/cost/").context["ratio_tiles"]
    return [kept.context["value"], *(text for tile in tiles for text in (tile.value, tile.note))]


def test_a_new_firm_counts_in_zloty() -> None:
    assert "zł" in figures(ann(), Method.ORDER_TIMES_FREQUENCY)[0]


@pytest.mark.parametrize("method", list(Method))
def test_every_formula_gives_the_same_number_in_dollars(method: Method) -> None:
    owner = ann()
    in_zloty = figures(owner, method)
    Workspace.objects.update(currency="USD")

    in_dollars = figures(owner, method)

    assert any("zł" in text for text in in_zloty)
    assert in_dollars == [text.replace("zł", "USD") for text in in_zloty]
