"""Every list is downloaded as it is filtered, by those who may, and the log notes who did."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from plon.accounts import services as accounts
from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.agenda import services as agenda
from plon.agenda.views import task_file
from plon.customers import services as customers
from plon.customers.models import Customer
from plon.customers.tasks import find_duplicates
from plon.experiments import services as experiments
from plon.imports import services as imports
from plon.insights.services import listing_file
from plon.orders import services as orders
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.services import basis, channel_costs
from plon.value.tests.shop import stock
from tests.acceptance.importing import content_of
from tests.cast import NOW, Person, ann, cora, person

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-054")]

PERSONAL = ["/customers/", "/tasks/", "/customers/duplicates/"]
SETTINGS = [
    "/settings/people/",
    "/settings/keys/",
    "/settings/consents/",
    "/customers/tags/",
    "/import/",
]
OTHERS = ["/settings/audit/", "/settings/catalogue/", "/reports/hypotheses/", "/value/channels/"]


@pytest.fixture
def owner() -> Person:
    """Return Ann with three customers, a pair of whom may be one, a product, a task, an idea."""
    made = ann()
    here: dict[str, Any] = {"workspace_id": made.workspace_id, "now": NOW}
    people = [
        customers.Person(email="ala@example.org", first_name="Ala", city="Lublin"),
        customers.Person(phone="+48600100200", first_name="=Ola", last_name="Nowak", city="Gdynia"),
        customers.Person(
            email="o@example.org", first_name="=Ola", last_name="Nowak", city="Gdynia"
        ),
    ]
    with inside(made.workspace_id):
        ids = customers.identify_many(people=people, **here)
        products = [
            orders.NewProduct(code="P1", name="Chleb", price_minor=1250),
            orders.NewProduct(code="P2", name="Bułka", is_active=False),
        ]
        orders.record_products(products=products, **here)
        told: dict[str, Any] = {"title": "Zadzwoń", "reason": "wraca", "due_at": NOW}
        for whose, owner_id, worth in ((ids[0], made.caller.user_id, 12_345), (None, None, None)):
            task = agenda.NewTask(customer_id=whose, owner_id=owner_id, value_minor=worth, **told)
            agenda.add_task(task=task, **here)
        tried = experiments.Tried(
            observation="Mało wraca", segment="nowi", change="telefon", metric="powroty",
            start_date=date(2026, 1, 1), end_date=date(2026, 2, 1),
        )  # fmt: skip
        experiments.write_down(tried=tried, actor=made.caller.actor, **here)
    return made


def rows(who: Person, address: str) -> list[list[str]]:
    """Return a list as a Polish spreadsheet reads it, headings first."""
    answer = who.browser().get(address + ("&" if "?" in address else "?") + "format=csv")
    assert answer.status_code == 200, address
    assert answer["Content-Disposition"].startswith("attachment")
    text = content_of(answer).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";"))


def exports(who: Person) -> list[str]:
    with inside(who.workspace_id):
        noted = AuditEntry.objects.filter(action="export.made").order_by("happened_at")
        return [detail["what"] for detail in noted.values_list("detail", flat=True)]


def test_customers_come_narrowed_part_by_part_and_no_name_is_a_formula(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_file, "_AT_ONCE", 1)

    headings, *found = rows(owner, "/customers/?q=nowak&sort=name")

    assert headings[:4] == ["Klient", "E-mail", "Telefon", "Miejscowość"]
    assert sorted(row[:4] for row in found) == [
        ["'=Ola Nowak", "", "'+48600100200", "Gdynia"],
        ["'=Ola Nowak", "o@example.org", "", "Gdynia"],
    ]
    assert len(rows(owner, "/customers/")) == 4
    assert exports(owner) == ["customers", "customers"]


def test_customers_come_with_their_figures_in_their_order() -> None:
    shop = ann()
    stock(shop.workspace_id, until=NOW)
    tasks.refresh(workspace_id=shop.workspace_id, subject="", now=NOW)
    page = shop.browser().get("/customers/?sort=-value")

    headings, *found = rows(shop, "/customers/?sort=-value")

    names = [row.cells[0].text for row in page.context["table"].rows]
    assert [row[0] for row in found][: len(names)] == names
    values = [float(row[4].replace(",", ".")) for row in found if row[4]]
    assert values == sorted(values, reverse=True)
    assert len(found) == page.context["total"]
    assert (headings[4], headings[8]) == ("Wartość na 12 mies.", "Ostatni zakup")
    assert all(date.fromisoformat(row[8]) for row in found if row[8])


def test_the_members_of_a_segment_are_the_list_narrowed_by_it(owner: Person) -> None:
    rule = {"join": "all", "parts": [{"field": "city", "op": "is", "value": "Lublin"}]}
    with inside(owner.workspace_id):
        kept = basis.save_segment(owner.caller, name="Lublin", rule=rule, now=NOW)
    tasks.follow_segments(workspace_id=owner.workspace_id, subject="", now=NOW)

    page = owner.browser().get(f"/value/segments/{kept}/").content.decode()

    address = f"/customers/?segment={kept}"
    assert f'href="{address}&amp;format=csv"' in page
    assert [row[0] for row in rows(owner, address)[1:]] == ["Ala"]


def test_tasks_come_by_whose_they_are(owner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(task_file, "AT_ONCE", 1)
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.MANAGER)

    headings, *found = rows(owner, "/tasks/")

    day = (NOW + timedelta(hours=2)).date().isoformat()
    assert headings[0] == "Termin"
    assert sorted(row[:4] + row[5:] for row in found) == [
        [day, "Zadzwoń", "Telefon", "", "wraca", ""],
        [day, "Zadzwoń", "Telefon", "Ala", "wraca", "123,45"],
    ]
    assert len(rows(ben, "/tasks/")) == 2
    assert len(rows(ben, "/tasks/?whose=everybody")) == 3


def test_pairs_come_with_why(owner: Person) -> None:
    find_duplicates(workspace_id=owner.workspace_id, subject="", now=NOW)

    found = rows(owner, "/customers/duplicates/")[1:]

    assert [row[:2] for row in found] == [["'=Ola Nowak", "'=Ola Nowak"]]
    assert all(found[0])


def test_the_log_comes_whole_and_notes_that_it_did(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plon.accounts.views.audit.AT_ONCE", 1)
    rows(owner, "/customers/")

    rows(owner, "/settings/audit/")
    found = rows(owner, "/settings/audit/")[1:]

    assert [row[2] for row in found].count("Eksport danych") == 2
    assert exports(owner) == ["customers", "audit", "audit"]


def test_the_catalogue_comes_as_it_is_narrowed(owner: Person) -> None:
    assert [row[:2] for row in rows(owner, "/settings/catalogue/")[1:]] == [["P1", "Chleb"]]
    found = rows(owner, "/settings/catalogue/?shown=all")[1:]
    assert [(row[0], row[4], row[7]) for row in found] == [
        ("P2", "", "nie"),
        ("P1", "12,50", "tak"),
    ]


def test_hypotheses_come_whole(owner: Person) -> None:
    assert rows(owner, "/reports/hypotheses/")[1:] == [
        ["Mało wraca", "nowi", "telefon", "powroty", "2026-01-01", "2026-02-01",
         "czeka na decyzję", ""]
    ]  # fmt: skip


def test_channels_and_cohorts_come_as_they_are_shown() -> None:
    shop = ann()
    stock(shop.workspace_id, until=NOW)
    tasks.refresh(workspace_id=shop.workspace_id, subject="", now=NOW)
    browser = shop.browser()

    ranked = rows(shop, "/value/channels/")[1:]
    shown = browser.get("/value/channels/").context["rows"]
    assert [row[0] for row in ranked] == [row.name for row in shown]

    for measure in ("retention", "value"):
        chart = browser.get(f"/value/cohorts/?measure={measure}").context["found"].chart
        headings, *table = rows(shop, f"/value/cohorts/?measure={measure}")
        assert headings == [each.lstrip("+") for each in chart.headings]
        assert len(table) == len(chart.rows)
        scale = 1 if measure == "retention" else 100
        first = [float(cell.replace(",", ".")) for cell in table[0][2:] if cell]
        figures = [figure for _text, figure in chart.rows[0].cells if figure is not None]
        assert first == pytest.approx([each / scale for each in figures], abs=1e-4)


def test_people_and_keys_come_without_what_opens_a_door(owner: Person) -> None:
    with inside(owner.workspace_id):
        token = accounts.make_api_key(owner.caller, name="=Sklep", may=["customers.read"], now=NOW)
    day = NOW.date().isoformat()

    assert rows(owner, "/settings/people/")[1:] == [["Ann", "ann@example.org", "Właściciel", day]]
    (key,) = rows(owner, "/settings/keys/")[1:]
    assert key == ["'=Sklep", key[1], key[2], day, ""]
    assert token.startswith(key[1])
    assert not any(token[len(key[1]) :] in cell for cell in key)
    assert exports(owner) == ["members"]


def test_tags_and_texts_come_whole(owner: Person) -> None:
    here: dict[str, Any] = {"workspace_id": owner.workspace_id, "now": NOW}
    with inside(owner.workspace_id):
        (one, *_rest) = Customer.objects.order_by("id").values_list("id", flat=True)
        customers.tag_customer(customer_id=one, name="=stały", **here)
        customers.add_wording(
            owner.caller,
            channel="email",
            purpose="marketing",
            text_pl="Tak; piszcie",
            text_en="Yes",
            now=NOW,
        )

    assert rows(owner, "/customers/tags/")[1:] == [["'=stały", "1"]]
    (text,) = rows(owner, "/settings/consents/")[1:]
    assert text[2:] == ["1", "Tak; piszcie", "Yes", NOW.date().isoformat()]


def test_files_brought_in_come_all(
    owner: Person, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("plon.imports.queries.SHOWN", 1)
    for name in ("a.csv", "=b.csv"):
        with inside(owner.workspace_id):
            imports.begin(owner.caller, chunks=[b"id;city\n7;Lublin\n"], name=name, now=NOW)

    found = rows(owner, "/import/")[1:]

    assert sorted(row[0] for row in found) == ["'=b.csv", "a.csv"]
    assert {row[4] for row in found} == {"Ann"}


def test_costs_of_channels_come_by_month(owner: Person) -> None:
    told: dict[str, Any] = {"month": date(2026, 1, 1), "spent_minor": 12_345}
    with inside(owner.workspace_id):
        channel_costs.keep_channel_cost(owner.caller, channel="=Targi", now=NOW, **told)

    assert rows(owner, "/value/channels/?list=costs")[1:] == [["'=Targi", "2026-01", "123,45"]]


@pytest.mark.parametrize("address", SETTINGS)
def test_settings_come_to_those_alone_who_see_them(owner: Person, address: str) -> None:
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.COUNTER)

    seen = ben.browser().get(address).status_code
    file = ben.browser().get(f"{address}?format=csv")
    assert file.status_code == seen
    assert seen == 403 or (address == "/customers/tags/" and content_of(file))


@pytest.mark.parametrize("address", PERSONAL)
def test_whoever_may_not_take_customers_out_gets_no_file(owner: Person, address: str) -> None:
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

    assert ben.browser().get(f"{address}?format=csv").status_code == 403
    answer = ben.browser().get(address)
    assert answer.status_code != 200 or "format=csv" not in answer.content.decode()


def test_a_stranger_gets_her_own_lists_alone(owner: Person) -> None:
    stranger = cora()

    for address in (*PERSONAL, *OTHERS, *SETTINGS[2:]):
        text = str(rows(stranger, address)[1:])
        assert not {"Ala", "Nowak", "Chleb", "Mało wraca", "Ann"} & set(text.split("'")), address


def test_every_list_offers_its_file_with_what_narrows_it(owner: Person) -> None:
    find_duplicates(workspace_id=owner.workspace_id, subject="", now=NOW)
    browser = owner.browser()
    rows(owner, "/customers/")  # so that something stands in the log

    page = browser.get("/customers/?q=Ala&after=x").content.decode()
    assert 'href="?q=Ala&amp;format=csv"' in page
    for address in (*PERSONAL, *OTHERS[:-1]):
        assert "?format=csv" in browser.get(address).content.decode(), address
