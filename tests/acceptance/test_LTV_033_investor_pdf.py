"""LTV-033: the investor page as PDF holds the firm's figures as text, in both languages."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from plon.runtime import paper
from plon.runtime.tenancy import is_inside
from plon.value import tasks
from plon.value.tests.shop import stock
from tests.cast import Person, ann

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-033", "KPI-020")]
A4 = "595.276 x 841.89 pts (A4)"
COSTS = {
    "marketing_minor": "3200",
    "customers_won": "10",
    "industry": "general",
    "cadence": "monthly",
}


@pytest.fixture
def shop() -> Person:
    """A bakery with a year of sales, which told what winning customers costs."""
    owner, now = ann(), timezone.now()
    stock(owner.workspace_id, until=now)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=now)
    owner.browser().post("/value/cost/", COSTS)
    return owner


def read(browser: Client, folder: Path) -> tuple[str, dict[str, str]]:
    """Return the text of the PDF, blanks made plain, and what pdfinfo tells."""
    response = browser.get("/value/summary.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert "attachment" in response.headers["Content-Disposition"]
    file = folder / "summary.pdf"
    file.write_bytes(response.content)
    text, pages = (
        subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for command in (["pdftotext", "-layout", str(file), "-"], ["pdfinfo", str(file)])
    )
    told = (line.partition(":") for line in pages.splitlines())
    return " ".join(text.split()), {name: value.strip() for name, _, value in told}


ASKED = {
    "pl": ("Wartość bazy klientów", "Czy pozyskanie klienta się opłaca?"),
    "en": ("Value of the customer base", "Does winning a customer pay?"),
}


def test_it_holds_the_firms_figures_on_one_sheet_of_a4(shop: Person, tmp_path: Path) -> None:
    for language, (title, asked) in ASKED.items():
        shop.user.language = language
        shop.user.save()
        browser = shop.browser()
        browser.get("/value/")  # the session's first page writes the language down
        shown = browser.get("/value/summary/").context

        text, facts = read(browser, tmp_path)

        sheet, ratio = shown["sheet"], shown["ratio"]
        figures = [ratio.value, ratio.cost, ratio.text, ratio.band, ratio.payback, ratio.usual]
        figures += [tile.value for tile in (sheet.main, *sheet.tiles)] + [sheet.main.range]
        assert [each for each in figures if " ".join(each.split()) not in text] == []
        assert [each for each in (title, asked, "Bakery") if each not in text] == []
        assert (facts["Pages"], facts["Page size"]) == ("1", A4)


def test_it_says_what_to_install_where_pages_cannot_be_laid_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    monkeypatch.setattr(paper, "COMMAND", (sys.executable, "-c", broken))

    refused = ann().browser().get("/value/summary.pdf")

    assert refused.status_code == 503
    assert "apt install libpango-1.0-0" in refused.text


def test_a_firm_without_sales_gets_a_sheet_that_says_so(tmp_path: Path) -> None:
    owner = ann()
    text, _facts = read(owner.browser(), tmp_path)

    assert "Nie ma jeszcze sprzedaży" in text


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_it_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    make, seen = paper.pdf_of, []

    def watched(html: str) -> bytes:
        seen.append((is_inside(), connection.in_atomic_block))
        return make(html)

    monkeypatch.setattr(paper, "pdf_of", watched)

    assert ann().browser().get("/value/summary.pdf").content.startswith(b"%PDF")
    assert seen == [(False, False)]
