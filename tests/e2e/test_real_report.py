"""The report that the command makes of a real shop's sales, in a real browser."""

from collections.abc import Iterator

import pytest

from tests.acceptance.command import CDNOW, plon_value
from tests.e2e.browser import Shown, browser, needs_browser, shown

pytestmark = needs_browser
INVEST, WIN_OVER = "Invest more", "Win over"
NOTICE, LOW_COST = "Notice in time", "Low-cost contact only"
POLICIES = {
    "Champions": INVEST,
    "Loyal": INVEST,
    "Potential loyal": INVEST,
    "New": WIN_OVER,
    "Promising": WIN_OVER,
    "Need attention": WIN_OVER,
    "About to sleep": WIN_OVER,
    "Potential churn": NOTICE,
    "Can't lose": NOTICE,
    "Dormant": NOTICE,
    "Churn": LOW_COST,
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    folder = tmp_path_factory.mktemp("cdnow")
    run = plon_value(str(CDNOW), "--currency", "USD", folder=folder)
    assert run.code == 0, run.err
    with browser() as found, shown(found, folder / "plon-value" / "report.html") as opened:
        opened.look()
        yield opened


@pytest.mark.feature("LTV-048")
def test_each_rfm_group_stands_under_its_policy(report: Shown) -> None:
    told = report.page.evaluate("""() => Object.fromEntries(
      [...document.querySelectorAll('#groups h4')].map(h => [h.firstChild.textContent.trim(),
        h.closest('.policy').querySelector('h3').firstChild.textContent.trim()]))""")

    assert told == POLICIES


@pytest.mark.feature("LTV-048")
def test_each_policy_says_what_to_do_and_each_group_with_people_how(report: Shown) -> None:
    policies, groups = report.page.evaluate("""() => [
      [...document.querySelectorAll('.policy > p')].map(p => p.innerText),
      [...document.querySelectorAll('.groups > li:not(.empty)')].map(
        g => g.querySelector('.do').innerText)]""")

    assert "They return: spend more on them than on anyone." in policies
    assert len(set(policies)) == 4
    assert groups
    assert all(groups)


def test_those_in_the_groups_are_all_customers(report: Shown) -> None:
    counts = report.page.evaluate("""() => [...document.querySelectorAll('#groups h4 .muted')].map(
      c => Number(c.innerText.replace(/[^0-9]/g, '')))""")

    assert sum(counts) == 2_357


def test_it_asks_for_nothing_and_fits_every_screen(report: Shown) -> None:
    for width in (320, 390, 1440):
        report.look(width=width, tables=True)
        assert report.page.evaluate("document.documentElement.scrollWidth") <= width

    assert report.requests == [report.page.url]
    assert report.complaints == []
