"""LTV-001: a customer saved with every field of the record reads back identical.

Written down through the pages as a person would; read back from the form and from the card.
"""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from plon.customers.models import LifeEvent, Wording
from plon.customers.tests.forms import posted, shown
from plon.runtime.tenancy import inside
from tests.cast import Person, ann

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-001")]
FIELDS = {
    "kind": "company",
    "first_name": "Żaneta",
    "last_name": "Wąs-Łącka",
    "company_name": "Hurtownia „Bis” & Córki",
    "tax_id": "5252344078",
    "language": "uk",
    "preferred_channel": "whatsapp",
    "street": "ul. Piotrkowska 12/3",
    "postcode": "90-001",
    "city": "Łódź",
    "region": "łódzkie",
    "country": "PL",
    "birthday": "1984-02-29",
    "company_birthday": "2009-06-01",
    "first_visit_date": "2024-11-30",
    "acquisition_channel": "witryna",
    "campaign": "Jesień 2024",
    "data_source": "umowa z 30.11.2024",
    "favourite_product": "chleb żytni",
    "needs": "ciemne pieczywo\nbez glutenu",
    "preferences": "dzwonić rano <przed 9>",
}
FLAGS = {"has_complaint": "on", "has_returned": "on"}
ADDRESSES = [
    ("email", "Zaneta@Example.org"),
    ("email", "biuro@bis.example"),
    ("phone", "600 100 200"),
    ("whatsapp", "+48 600 100 201"),
    ("messenger", "zaneta.was"),
    ("instagram", "@zaneta"),
    ("telegram", "zaneta_w"),
    ("viber", "+48 600 100 202"),
    ("external", "shop:4711"),
]
LIFE = {  # kind: its word on the card
    "contract": "Umowa",
    "keys": "Odbiór kluczy",
    "first_reduction": "Pierwsza obniżka raty",
    "insurance_renewal": "Odnowienie ubezpieczenia",
    "child": "Narodziny dziecka",
    "home": "Zakup mieszkania lub domu",
    "flat_upgrade": "Większe mieszkanie",
    "other": "Zdarzenie",
}
CHANNELS = ("email", "sms", "voice", "whatsapp", "messenger", "instagram", "telegram", "viber")


@pytest.fixture
def owner() -> Person:
    return ann()


def save(browser: Client, page: str, said: dict[str, Any]) -> str:
    """Send the form of a customer; return the address of the card."""
    answer = browser.post(page, said)
    assert answer.status_code == 302, re.findall(r'field-error"[^>]*>([^<]+)<', answer.text)
    return str(answer.headers["Location"])


def test_every_field_reads_back_identical(owner: Person) -> None:
    browser = owner.browser()
    save(browser, "/customers/new/", posted([("email", "ola@example.org")], first_name="Ola"))
    everything = posted(ADDRESSES, **FIELDS, **FLAGS, referrer="ola@example.org")

    card = save(browser, "/customers/new/", everything)

    opened = shown(browser, f"{card}edit/")
    assert {name: str(opened[name]) for name in FIELDS} == FIELDS
    assert [opened[name] for name in FLAGS] == [True, True]
    assert opened["referrer"] == "Ola"
    assert opened["addresses"] == ADDRESSES


def test_the_card_shows_them_all(owner: Person) -> None:
    browser = owner.browser()
    save(browser, "/customers/new/", posted([("email", "ola@example.org")], first_name="Ola"))
    everything = posted(ADDRESSES, **FIELDS, **FLAGS, referrer="Ola")
    card = save(browser, "/customers/new/", everything)
    browser.post(f"{card}notes/", {"text": "Woli rano"})
    browser.post(f"{card}events/", {"kind": "keys", "event_date": "2025-03-01"})

    text = words_of(browser.get(card).text)

    dates = {"birthday", "company_birthday", "first_visit_date"}
    codes = {"kind", "language", "preferred_channel"}
    for name in FIELDS.keys() - dates - codes:
        assert all(part in text for part in FIELDS[name].split("\n")), name
    for word in (
        "29 lut 1984",
        "1 cze 2009",
        "30 lis 2024",
        "firma",
        "ukraiński",
        "WhatsApp",
        "Ola",
    ):
        assert word in text, word
    for _kind, shown_as in ADDRESSES:
        assert shown_as in text
    for word in ("Woli rano", "Odbiór kluczy", "skarg", "zwr"):
        assert word.lower() in text.lower(), word


def test_saved_once_more_nothing_changes(owner: Person) -> None:
    browser = owner.browser()
    card = save(browser, "/customers/new/", posted(ADDRESSES, **FIELDS, **FLAGS))
    before = shown(browser, f"{card}edit/")

    again = posted(ADDRESSES, **FIELDS, **FLAGS) | {"seen_at": before["seen_at"]}
    save(browser, f"{card}edit/", again)

    assert shown(browser, f"{card}edit/") == before


def test_every_day_of_a_life_reads_back(owner: Person) -> None:
    browser = owner.browser()
    card = save(browser, "/customers/new/", posted(first_name="Ola"))
    for number, kind in enumerate(LIFE, start=1):
        said = {"kind": kind, "event_date": f"2025-0{number}-03", "note": f"{kind} <{number}>"}
        assert browser.post(f"{card}events/", said).status_code == 302

    with inside(owner.workspace_id):
        rows = LifeEvent.objects.order_by("event_date")
        kept = list(rows.values_list("kind", "event_date", "note"))
    assert kept == [
        (kind, date(2025, number, 3), f"{kind} <{number}>")
        for number, kind in enumerate(LIFE, start=1)
    ]
    page = words_of(browser.get(f"{card}events/").text)
    for number, (kind, word) in enumerate(LIFE.items(), start=1):
        assert word in page, word
        assert f"{kind} <{number}>" in page


@pytest.mark.parametrize("purpose", ["marketing", "referral"])
def test_consents_by_every_channel_read_back_with_their_proof(owner: Person, purpose: str) -> None:
    browser = owner.browser()
    card = save(browser, "/customers/new/", posted(ADDRESSES, **FIELDS))
    for channel in CHANNELS:
        text = {"text_pl": f"Zgadzam się: {channel}.", "text_en": f"I agree: {channel}."}
        made = browser.post(f"/settings/consents/new/{channel}/{purpose}/", text)
        assert made.status_code == 302, made.text
        with inside(owner.workspace_id):
            wording = Wording.objects.get(channel=channel, purpose=purpose)
        said = {
            "wording": str(wording.id),
            "language": "pl",
            "form": "paper",
            "decided_on": "2025-05-06",
            "proof": f"segregator {channel}",
        }
        assert browser.post(f"{card}consents/given", said).status_code == 302

    told = browser.get(f"{card}consents/")
    contacts = {each["what"]: each for each in told.context["contacts"]}
    history = told.context["words"]
    assert len(history) == len(CHANNELS)
    assert {each["word"].channel for each in history} == set(CHANNELS)
    assert {each["word"].purpose for each in history} == {purpose}
    assert {each["day"] for each in history} == {"6\xa0maj\xa02025"}
    assert {each["word"].proof for each in history} == {f"segregator {one}" for one in CHANNELS}
    assert sum(each["may"] for each in contacts.values()) >= len(CHANNELS)


def words_of(page: str) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
