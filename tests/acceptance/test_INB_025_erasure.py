"""INB-025: a person's data are handed over and erased, consents logged, totals kept."""

import io
import json
import zipfile
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from plon.accounts.models import AuditEntry
from plon.customers.models import Consent, Customer, Identity
from plon.orders.models import Order
from plon.runtime import personal
from plon.runtime.models import Delivery, Duty, Fact
from plon.runtime.tenancy import inside
from tests.acceptance.importing import bring_in, content_of, table, told, worker_runs
from tests.cast import NOW, Person, ann

pytestmark = [pytest.mark.django_db, pytest.mark.feature("INB-025")]

HEADINGS = "Nr zamówienia;Nr klienta;E-mail;Imię i nazwisko;Data sprzedaży;Kwota brutto"
SALES = [
    "A1;K4711;danuta.lisowska@example.org;Danuta Lisowska;02.01.2024;10,00",
    "A2;K4711;danuta.lisowska@example.org;Danuta Lisowska;02.03.2024;15,50",
    "A3;4712;ewa@example.org;Ewa Wilk;03.01.2024;7,00",
    "A4;K4711;danuta.lisowska@example.org;Danuta Lisowska;kiedyś u Danuty;7,00",
]
TRACES = ("danuta", "lisowska", "k4711")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    return owner.browser()


@pytest.fixture
def danuta(owner: Person, browser: Client) -> UUID:
    """Return a customer who came with a file, agreed to mails and was called."""
    bring_in(browser, table(HEADINGS, SALES))
    with inside(owner.workspace_id):
        found = Identity.objects.get(value="danuta.lisowska@example.org").customer_id
        Consent.objects.create(
            workspace_id=owner.workspace_id,
            customer_id=found,
            channel="email",
            purpose="marketing",
            is_given=True,
            proof="skan Lisowska.pdf",
            ip="203.0.113.7",
            decided_at=NOW,
            recorded_at=NOW,
        )
    browser.post(f"/customers/{found}/notes/", {"text": "Danuta woli rano"})
    browser.post(
        "/tasks/new/",
        {
            "title": "Zadzwoń do Danuty",
            "kind": "call",
            "working_days": "1",
            "customer_id": str(found),
        },
    )
    return found


def erase(browser: Client, customer_id: UUID, name: str = "Danuta Lisowska") -> int:
    answer = browser.post(f"/customers/{customer_id}/data/", {"name": name})
    worker_runs()
    return answer.status_code


def everything(owner: Person, folder: Any) -> str:
    """Return all that is kept anywhere: tables, facts, duties, files."""
    with inside(owner.workspace_id):
        rows = [row for model, _map in personal.tables() for row in model.objects.values()]
    house = [list(model.objects.values()) for model in (Fact, Delivery, Duty)]
    files = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    return f"{rows} {house} {files}".lower()


def turnover(owner: Person) -> tuple[int, int]:
    with inside(owner.workspace_id):
        rows = Order.objects.all()
        return rows.count(), sum(row.total_minor for row in rows)


def test_erasing_removes_personal_data_and_keeps_totals(
    owner: Person, browser: Client, danuta: UUID, tmp_path: Any
) -> None:
    before = turnover(owner)
    assert [trace for trace in TRACES if trace not in everything(owner, tmp_path)] == []

    assert erase(browser, danuta) == 302

    assert [trace for trace in TRACES if trace in everything(owner, tmp_path)] == []
    assert turnover(owner) == before
    with inside(owner.workspace_id):
        assert Order.objects.filter(customer_id=danuta).count() == 2
        assert Consent.objects.get().is_given
        entry = AuditEntry.objects.get(action="customer.erased")
        assert entry.subject == f"customer:{danuta}"
    assert "poprosiła o usunięcie danych" in told(browser, f"/customers/{danuta}/")


def test_a_file_that_names_them_again_does_not_bring_them_back(
    owner: Person, browser: Client, danuta: UUID, tmp_path: Any
) -> None:
    erase(browser, danuta)
    newer = "A9;K4711;danuta.lisowska@example.org;Danuta Lisowska;02.05.2024;4,00"

    page = bring_in(browser, table(HEADINGS, [*SALES[:3], newer]))

    assert [trace for trace in TRACES if trace in everything(owner, tmp_path)] == []
    with inside(owner.workspace_id):
        assert Customer.objects.count() == 2
        assert Order.objects.get(external_id="A9").customer_id == danuta
    assert "Nowa sprzedaż: 1." in told(browser, page)


def test_the_worker_shortens_an_address_that_proves_a_consent_of_long_ago(
    owner: Person, danuta: UUID
) -> None:
    worker_runs(now=timezone.now() + timedelta(days=91))

    with inside(owner.workspace_id):
        kept = Consent.objects.get()
        assert (kept.ip, kept.proof, kept.is_given) == ("203.0.113.0/24", "skan Lisowska.pdf", True)


def test_only_the_name_on_the_card_erases(browser: Client, danuta: UUID) -> None:
    assert erase(browser, danuta, "Danuta") == 422
    assert "Danuta Lisowska" in told(browser, f"/customers/{danuta}/")


def test_the_sales_of_the_erased_leave_in_an_export(browser: Client, danuta: UUID) -> None:
    erase(browser, danuta)

    rows = content_of(browser.post("/import/export/orders/")).decode("utf-8-sig").splitlines()

    assert len(rows) == 4
    assert sum(f"plon:{danuta}" in row for row in rows) == 2


def test_everything_held_is_handed_over_to_read_and_for_programs(
    owner: Person, browser: Client, danuta: UUID
) -> None:
    answer = browser.post(f"/customers/{danuta}/data/file")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page, data = (archive.read(f"data.{kind}").decode() for kind in ("html", "json"))
    held = json.loads(data)["data"]
    assert {row["value"] for row in held["customers.Identity"]} == {
        "K4711",
        "danuta.lisowska@example.org",
    }
    assert sorted(row["total_minor"] for row in held["orders.Order"]) == [1000, 1550]
    assert held["customers.Consent"][0]["proof"] == "skan Lisowska.pdf"
    assert "15,50" in page
    assert "Danuta woli rano" in page
    assert "ewa@" not in page + data
    assert "Wilk" not in page + data
    with inside(owner.workspace_id):
        assert AuditEntry.objects.filter(action="customer.handed_over").count() == 1


def test_two_cards_of_one_person_become_one_with_all_orders_and_part_again(
    owner: Person, browser: Client, danuta: UUID
) -> None:
    with inside(owner.workspace_id):
        ewa = Identity.objects.get(value="ewa@example.org").customer_id

    browser.post(f"/customers/duplicates/{danuta}/{ewa}/", {"kept": "first", "do": "merge"})
    worker_runs()
    bring_in(browser, table(HEADINGS, ["A8;4712;;;05.01.2024;3,00"]))
    with inside(owner.workspace_id):
        assert set(Order.objects.values_list("customer_id", flat=True)) == {danuta}
    assert browser.get(f"/customers/{ewa}/")["Location"] == f"/customers/{danuta}/"

    page = browser.get(f"/customers/{danuta}/same/").content.decode()
    browser.post(
        page.partition('action="/customers/merges/')[2]
        .partition('"')[0]
        .join(("/customers/merges/", ""))
    )
    worker_runs()
    with inside(owner.workspace_id):
        bought = dict(Order.objects.values_list("external_id", "customer_id"))
    assert bought == {"A1": danuta, "A2": danuta, "A3": ewa, "A8": danuta}
