"""LTV-004, LTV-005, LTV-006: ready catalogues and commissions, as an owner sees them."""

from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from plon.accounts.domain import Trade
from plon.accounts.models import Workspace
from plon.customers.services import Person, identify
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db
TRADE, LIST, NEW = (f"/settings/catalogue/{page}" for page in ("trade/", "", "new/"))
REFERENCE = {  # the printed commissions, as the list shows them
    "Mortgage": "1% of the amount",
    "Mortgage for a larger flat": "PLN\xa04,200 each",
    "Finishing or renovation loan": "3% of the amount",
    "Property and life package": "PLN\xa02,100 each",
    "Child insurance: education and health": "PLN\xa0800 a year",
}
SHARED = {  # products whose commission the source gives for several together
    "650": {"Credit card", "Premium account", "Payment protection"},
    "1,800": {"Property insurance", "Life insurance"},
    "2,300": {"Working-capital loan", "Fleet insurance", "Factoring"},
    "450": {"Insurance package", "Assistance", "Retirement plan"},
}


@pytest.fixture
def browser() -> Client:
    client = ann().browser()
    client.post("/language", {"language": "en"})
    client.post(
        "/settings/firm/",
        {"name": "Bakery", "currency": "PLN", "time_zone": "Europe/Warsaw", "language": "en"},
    )
    return client


@pytest.mark.feature("LTV-004")
def test_the_intermediary_finds_the_23_products_with_their_commissions(browser: Client) -> None:
    browser.post(TRADE, {"trade": "financial_intermediary"})

    rows = {row.name: row.cells[1] for row in browser.get(LIST).context["table"].rows}
    assert len(rows) == 23
    assert {name: rows[name].text for name in REFERENCE} == REFERENCE
    for amount, names in SHARED.items():
        assert {name for name, cell in rows.items() if cell.note.startswith(amount)} == names


def example(browser: Client, **said: str) -> str:
    """Return the sum that stands under the form while somebody types."""
    page = browser.get(NEW, {"name": "Loan", **said}, headers={"HX-Request": "true"})
    assert "<form" not in page.text  # the part alone
    return " ".join(strip_tags(page.text).replace("\xa0", " ").split())


@pytest.mark.feature("LTV-005")
@pytest.mark.parametrize(
    ("said", "found"),
    [
        (
            {"commission_model": "percent", "commission_bp": "1", "example_minor": "350000"},
            "PLN 350,000 × 1% = PLN 3,500",
        ),
        (
            {"commission_model": "percent", "commission_bp": "3", "example_minor": "50 000,00"},
            "PLN 50,000 × 3% = PLN 1,500",
        ),
        (
            {"commission_model": "fixed", "commission_minor": "2100"},
            "A fixed commission, whatever the amount = PLN 2,100",
        ),
        (
            {"commission_model": "yearly", "commission_minor": "800", "term_months": "24"},
            "The first year; each renewal is a transaction of its own = PLN 800",
        ),
        (
            {
                "commission_model": "yearly",
                "commission_minor": "800",
                "term_months": "24",
                "is_counted_yearly": "on",
            },
            "PLN 800 × 2 years = PLN 1,600",
        ),
        ({"commission_model": "percent"}, "Fill in what you earn, and the sum will stand here."),
    ],
)
def test_the_sum_stands_below_as_one_types(
    browser: Client, said: dict[str, str], found: str
) -> None:
    assert example(browser, **said) == found


@pytest.mark.feature("LTV-003", "LTV-005")
def test_what_a_contract_earned_stays_when_the_commission_changes(browser: Client) -> None:
    browser.post(TRADE, {"trade": "financial_intermediary"})
    firm = Workspace.objects.get()
    with inside(firm.id):
        dan = identify(workspace_id=firm.id, person=Person(email="dan@x.example"), now=NOW)
    today = timezone.now().astimezone(ZoneInfo("Europe/Warsaw")).date()
    said = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": "mortgage",
        "day": today.isoformat(),
        "status": "signed",
        "key": str(uuid4()),
    }

    contract = browser.post(f"/orders/new/?customer={dan}", said).headers["Location"]
    before = dict(browser.get(contract).context["page"].facts)
    (mortgage,) = (
        browser.get(LIST, {"q": "mortgage", "category": "loans"}).context["table"].rows[:1]
    )
    dearer = {"name": "Mortgage", "commission_model": "percent", "commission_bp": "2"}
    browser.post(mortgage.cells[0].href, dearer)

    assert (before["Amount"], before["Commission"]) == ("PLN\xa0350,000", "PLN\xa03,500")
    assert dict(browser.get(contract).context["page"].facts) == before
    assert "given back" not in browser.get(f"/customers/{dan}/").text
    assert contract in browser.get(f"/customers/{dan}/").text


@pytest.mark.feature("LTV-006")
@pytest.mark.parametrize("trade", Trade)
def test_a_trade_brings_products_and_its_kind_of_loyalty(browser: Client, trade: Trade) -> None:
    assert any(step.href == TRADE for step in browser.get("/").context["today"].steps)

    browser.post(TRADE, {"trade": trade.value})

    assert browser.get(LIST).context["total"] >= 8
    (mine,) = [each for each in browser.get(TRADE).context["trades"] if each.is_current]
    assert (mine.code, bool(mine.loyalty)) == (trade.value, True)
    (step,) = [s for s in browser.get("/").context["today"].steps if s.href == TRADE]
    assert step.is_done
