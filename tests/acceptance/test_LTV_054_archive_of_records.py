"""LTV-054: an archive carries all that a firm wrote down, and brings it back as it was."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from plon.agenda import services as agenda
from plon.agenda.models import Task
from plon.customers import services as customers
from plon.customers.models import Agreement, Consent, Customer, Identity, LifeEvent, Note, Wording
from plon.imports.domain import RECORDS
from plon.imports.models import Import
from plon.imports.services import StepRefused, undo
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row, inside
from plon.value.models import Segment
from tests.acceptance.archives import DAY, TRICKY, changed, exported, fill, packed, rows_in, told
from tests.acceptance.importing import content_of, refusals, upload, worker_runs
from tests.cast import NOW, Person, ann, cora

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-054")]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> Person:
    owner = ann()
    with inside(owner.workspace_id):
        fill(owner)
    return owner


@pytest.mark.parametrize("language", ["pl", "en"])
def test_all_of_it_moves_to_an_empty_workspace(owner: Person, language: str) -> None:
    other = cora()
    for person in (owner, other):
        person.user.language = language
        person.user.save()
    lists = exported(owner)
    assert {f"{name}.csv" for name in RECORDS} <= set(lists)

    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()

    assert {state for _name, state, _results in told(other)} == {"done"}
    again = exported(other)
    for name in lists.keys() - {"audit.csv"}:
        assert rows_in(again[name]) == rows_in(lists[name]), name
    with inside(other.workspace_id):
        assert list(
            Consent.objects.order_by("decided_at").values_list("is_given", "decided_at", "proof")
        ) == [
            (given, NOW - d * DAY, f"-kartka {d}")
            for d, given in ((5, True), (3, False), (1, True))
        ]
        assert {c.wording_id for c in Consent.objects.filter(is_given=True)} == {
            str(Wording.objects.get().id)
        }
        assert {note.text for note in Note.objects.all()} == {TRICKY, "@kto"}
        call = Task.objects.get(title="Zadzwoń")
        assert (call.outcome, call.key) == ("sold", f"slipping:{call.customer_id}:1")
        assert Segment.objects.get().name == "Tutejsi"
        assert LifeEvent.objects.get().note == "córka"


def test_brought_in_where_it_came_from_nothing_changes(owner: Person) -> None:
    worker_runs()  # what each day brings, such as shorter addresses of old consents, is done
    lists = exported(owner)

    upload(owner.browser(), packed(lists), name="plon.zip")
    worker_runs()

    news = {
        name: results
        for name, _state, results in told(owner)
        if any(count for what, count in results.items() if not what.endswith("_known"))
    }
    assert news == {}
    assert {n: c for n, c in exported(owner).items() if n != "audit.csv"} == {
        n: c for n, c in lists.items() if n != "audit.csv"
    }


def test_who_was_erased_stays_so(owner: Person) -> None:
    lists = exported(owner)
    with inside(owner.workspace_id):
        ala = Customer.objects.get(first_name="Ala")
        customers.erase(owner.caller, customer_id=ala.id, name="Ala", now=NOW)

    upload(owner.browser(), packed(lists), name="plon.zip")
    worker_runs()

    with inside(owner.workspace_id):
        assert not Note.objects.filter(customer=ala).exists()
        assert not Identity.objects.filter(customer=ala).exists()
        assert Consent.objects.filter(customer=ala).count() == 3
        assert not Customer.objects.filter(first_name="Ala").exists()
    assert b"ala@example.org" not in b"".join(
        content for name, content in exported(owner).items() if name != "audit.csv"
    )


def test_what_was_withdrawn_here_no_file_gives_back(owner: Person) -> None:
    lists = exported(owner)
    with inside(owner.workspace_id):
        ala = Customer.objects.get(first_name="Ala")
        last = Consent.objects.get(decided_at=NOW - DAY)
        said = customers.Said(channel="email", purpose="marketing", is_given=False, form="phone")
        here: dict[str, Any] = {"workspace_id": owner.workspace_id, "customer_id": ala.id}
        customers.record_consent(said=said, now=timezone.now(), **here)
        day = last.decided_at.strftime("%Y-%m-%d").encode()
    assert lists["consents.csv"].count(day) > 0
    lists["consents.csv"] = lists["consents.csv"].replace(day, b"2099-01-01")

    upload(owner.browser(), packed(lists), name="plon.zip")
    worker_runs()

    with inside(owner.workspace_id):
        assert Consent.objects.filter(customer=ala).count() == 4
        assert not Agreement.objects.get(customer=ala, channel="email").is_given
    assert sum(results.get("records_refused", 0) for _n, _s, results in told(owner)) == 1


def test_rows_that_cannot_be_read_are_left_out_and_the_others_written(owner: Person) -> None:
    lists = exported(owner)
    other = cora()
    lists["life_events.csv"] = (
        b"customer,email,phone,kind,event_date,note\n7,,,child,2024-05-06,x\n7,,,child,soon,y\n"
    )

    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()

    results = {name: found for name, _state, found in told(other)}["life_events.csv"]
    assert (results["records_created"], results["records_refused"]) == (1, 1)


def test_rows_cut_short_are_counted_and_given_back_with_the_reason(owner: Person) -> None:
    lists, other = exported(owner), cora()
    lists["life_events.csv"] = (
        b"customer,email,phone,kind,event_date,note\n7,,,child,2024-05-06,x\n7,,,child\n\n"
        b'7,,,child,2024-05-07,"a\nb",more\n7,,,child,2024-05-08,a\0b\n'
    )

    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()

    with inside(other.workspace_id):
        row = Import.objects.get(file_name="life_events.csv")
        assert LifeEvent.objects.count() == 1
    assert (row.counts["rows_read"], row.counts["by_reason"]) == (4, {"row_malformed": 3})
    answer = other.browser().get(f"/import/{row.id}/rejected.csv")
    found = list(csv.reader(StringIO(content_of(answer).decode("utf-8-sig")), delimiter=";"))
    assert found[0][:7] == [*RECORDS["life_events"], "Plon: wiersz"]
    assert [(each[3], each[4], each[5], each[6]) for each in found[1:]] == [
        ("child", "", "", "3"),
        ("child", "2024-05-07", "a\nb", "5"),
        ("child", "2024-05-08", "a\u2400b", "7"),
    ]


def test_a_task_of_somebody_who_is_no_member_here_is_anybodys(owner: Person) -> None:
    task = agenda.NewTask(title="Kawa", due_at=NOW, owner_id=owner.caller.user_id)
    with inside(owner.workspace_id):
        agenda.add_task(workspace_id=owner.workspace_id, task=task, now=NOW)
    lists, other = exported(owner), cora()
    assert str(owner.caller.user_id).encode() in lists["tasks.csv"]

    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()

    with inside(other.workspace_id):
        assert Task.objects.get(title="Kawa").owner_id is None
    with inside(owner.workspace_id):
        assert Task.objects.get(title="Kawa").owner_id == owner.caller.user_id


def test_another_list_by_that_name_is_refused_with_a_sentence(owner: Person) -> None:
    lists, other = exported(owner), cora()
    lists["notes.csv"] = b"who,what\n7,x\n"

    file = BytesIO(packed(lists))
    file.name = "plon.zip"
    answer = other.browser().post("/import/", {"file": file})

    assert answer.status_code == 422
    assert "nie jest listą z archiwum" in refusals(answer.content)[0]
    assert told(other) == []


def test_records_once_loaded_are_not_taken_back(owner: Person) -> None:
    lists, other = exported(owner), cora()
    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()
    with inside(other.workspace_id):
        notes = Import.objects.get(file_name="notes.csv").id

        with pytest.raises(StepRefused):
            undo(other.caller, import_id=notes, now=timezone.now())

        assert Note.objects.count() == 2


def test_whoever_has_an_address_is_found_by_it_not_by_our_number(owner: Person) -> None:
    lists, other = exported(owner), cora()
    lists["notes.csv"] = changed(lists["notes.csv"], "customer", f"plon:{new_id()}")
    lists["notes.csv"] += b"cut short\r\n"
    lists["notes.csv"] = changed(lists["notes.csv"], "email", "ala@example.org")

    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()

    with inside(other.workspace_id):
        assert Note.objects.filter(customer__first_name="Ala").exists()


ARCHIVED = {  # table -> list of the archive
    "accounts.AuditEntry": "audit",
    "agenda.Task": "tasks",
    "customers.Consent": "consents",
    "customers.Customer": "customers",
    "customers.Identity": "addresses",
    "customers.LifeEvent": "life_events",
    "customers.Note": "notes",
    "customers.SavedView": "views",
    "customers.Tag": "customers",
    "customers.Tagging": "customers",
    "customers.Wording": "wordings",
    "orders.Order": "orders",
    "orders.OrderLine": "orders",
    "orders.Product": "products",
    "orders.Refund": "orders",
    "value.Segment": "segments",
}
COMPUTED = "made anew from sales and consents"
LOOSE = "how two rows became one here: an archive has the one that is left"
BACKUP = "not in the archive: a backup of the whole base holds it"
EXCEPTIONS = {
    "accounts.KeptAnswer": "answers to programs, kept for a day",
    "agenda.Calendar": BACKUP,
    "agenda.DayOff": BACKUP,
    "customers.Agreement": COMPUTED,
    "customers.Erased": "keyed hashes: they say nothing under another installation's key",
    "customers.Merge": LOOSE,
    "customers.Moved": LOOSE,
    "customers.NoDuplicate": LOOSE,
    "customers.Proposal": "found anew by each search",
    "experiments.Hypothesis": BACKUP,
    "imports.Import": "how files came in here; the files are deleted after 30 days",
    "imports.Mapping": BACKUP,
    "orders.StatusChange": BACKUP,
    "value.Basis": BACKUP,
    "value.Belonging": COMPUTED,
    "value.ChannelCost": BACKUP,
    "value.Figures": COMPUTED,
    "value.Freshness": COMPUTED,
    "value.SegmentDay": COMPUTED,
    "value.Snapshot": COMPUTED,
} | dict.fromkeys(
    (
        "ledger.Account", "ledger.Lot", "ledger.LotUse", "ledger.Period", "ledger.Posting",
        "ledger.Proof", "ledger.Reservation", "ledger.Reversal", "ledger.Seal", "ledger.SealItem",
        "ledger.Transfer", "ledger.Unit",
    ),
    "books are proved where they are kept; plon ledger export writes them, a backup holds all",
)  # fmt: skip


def test_every_table_is_in_the_archive_or_has_a_reason() -> None:
    tables = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Row) and not model._meta.abstract
    }

    assert tables == ARCHIVED.keys() | EXCEPTIONS.keys()
    assert not ARCHIVED.keys() & EXCEPTIONS.keys()
    assert set(ARCHIVED.values()) <= {*RECORDS, "customers", "orders", "products"}
