"""Notes and events of a customer: written down, shown, deleted, by whom it may be."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.customers import queries, services
from plon.customers.models import Customer, LifeEvent, Note
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def dan(owner: Person) -> UUID:
    with inside(owner.workspace_id):
        told = services.Person(email="dan@example.org", first_name="Dan")
        return services.identify(workspace_id=owner.workspace_id, person=told, now=NOW)


class TestNotes:
    def test_are_written_down_and_deleted(self, owner: Person, dan: UUID) -> None:
        browser, page = owner.browser(), f"/customers/{dan}/notes/"

        assert browser.post(page, {"text": "Woli rano\nnie dzwonić"}).headers["Location"] == page
        with inside(owner.workspace_id):
            note = Note.objects.get()
        assert (note.text, note.author_name) == ("Woli rano\nnie dzwonić", "Ann")
        assert "Woli rano" in browser.get(page).text

        browser.post(f"{page}{note.id}/removal")

        assert "Woli rano" not in browser.get(page).text
        with inside(owner.workspace_id):
            assert AuditEntry.objects.filter(action="note.removed").count() == 1

    def test_of_nothing_are_refused(self, owner: Person, dan: UUID) -> None:
        assert owner.browser().post(f"/customers/{dan}/notes/", {"text": " "}).status_code == 422

    def test_of_one_customer_are_not_deleted_at_another(self, owner: Person, dan: UUID) -> None:
        with inside(owner.workspace_id):
            note_id = services.add_note(owner.caller, customer_id=dan, text="x", now=NOW)
            services.remove_note(owner.caller, customer_id=uuid4(), note_id=note_id, now=NOW)

            assert Note.objects.count() == 1

    def test_are_read_but_not_written_at_the_till(self, owner: Person, dan: UUID) -> None:
        clerk = person("Ben", workspace_id=owner.workspace_id, role=Role.COUNTER).browser()

        assert clerk.get(f"/customers/{dan}/notes/").status_code == 200
        assert clerk.post(f"/customers/{dan}/notes/", {"text": "x"}).status_code == 403

    def test_of_the_erased_and_of_others_are_not_written(self, owner: Person, dan: UUID) -> None:
        assert cora().browser().post(f"/customers/{dan}/notes/", {"text": "x"}).status_code == 404
        with inside(owner.workspace_id):
            Customer.objects.update(erased_at=NOW)
            with pytest.raises(services.CustomerGone):
                services.add_note(owner.caller, customer_id=dan, text="x", now=NOW)


class TestEvents:
    def test_are_written_down_and_deleted(self, owner: Person, dan: UUID) -> None:
        browser, page = owner.browser(), f"/customers/{dan}/events/"
        told = {"kind": "keys", "event_date": "2026-05-01", "note": "Łódź, Piotrkowska"}

        assert browser.post(page, told).status_code == 302
        assert "Piotrkowska" in browser.get(page).text
        with inside(owner.workspace_id):
            event = LifeEvent.objects.get()
            assert [lived.kind for lived in queries.card(dan).life] == ["keys"]  # type: ignore[union-attr]

        browser.post(f"{page}{event.id}/removal")

        with inside(owner.workspace_id):
            assert not LifeEvent.objects.exists()

    def test_stand_once_a_day_and_kind(self, owner: Person, dan: UUID) -> None:
        with inside(owner.workspace_id), CaptureQueriesContext(connection) as asked:
            first, again = (
                services.add_life_event(
                    workspace_id=owner.workspace_id,
                    customer_id=dan,
                    kind="child",
                    event_date=date(2026, 5, 1),
                    note=note,
                )
                for note in ("", "Ola")
            )

            assert first == again
            assert LifeEvent.objects.get().note == "Ola"
        (said,) = [q["sql"] for q in asked if q["sql"].startswith("UPDATE")]
        assert said.partition(" WHERE ")[0].count(" = ") == 1

    def test_without_a_day_are_refused(self, owner: Person, dan: UUID) -> None:
        answer = owner.browser().post(f"/customers/{dan}/events/", {"kind": "keys"})

        assert answer.status_code == 422
        with inside(owner.workspace_id):
            assert not LifeEvent.objects.exists()
