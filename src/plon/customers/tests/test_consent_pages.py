"""Pages of consents: written down by hand, shown on the card; texts kept in the settings."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from plon.accounts.domain import Role
from plon.customers import queries, services
from plon.customers.models import Consent, Wording
from plon.customers.services import Address, Details
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, person

pytestmark = pytest.mark.django_db
NEW = "/settings/consents/new/email/marketing/"


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def dan(owner: Person) -> UUID:
    with inside(owner.workspace_id):
        return services.add_customer(
            owner.caller,
            details=Details(first_name="Dan"),
            addresses=[Address(kind="email", text="dan@example.org")],
            now=NOW,
        )


@pytest.fixture
def text(owner: Person) -> UUID:
    with inside(owner.workspace_id):
        return services.add_wording(
            owner.caller, channel="email", purpose="marketing", text_pl="Tak.", text_en="Yes.",
            now=NOW,
        )  # fmt: skip


def rows(owner: Person) -> list[Consent]:
    with inside(owner.workspace_id):
        return list(Consent.objects.order_by("channel", "recorded_at"))


def may(owner: Person, dan: UUID) -> bool:
    with inside(owner.workspace_id):
        return queries.may_contact(dan, "email", "marketing").may


class TestByHand:
    def test_a_consent_is_given_and_withdrawn(self, owner: Person, dan: UUID, text: UUID) -> None:
        browser, page = owner.browser(), f"/customers/{dan}/consents/"
        told = {"wording": str(text), "language": "pl", "form": "paper", "proof": "segregator 3"}

        assert browser.post(f"{page}given", told).headers["Location"] == page
        assert may(owner, dan)
        shown = browser.get(page).text
        assert "Tak." in shown
        assert "segregator 3" in shown

        not_so = {"channel": "email", "purpose": "marketing", "form": "phone"}
        browser.post(f"{page}withdrawn", not_so)

        assert not may(owner, dan)
        assert [row.is_given for row in rows(owner)] == [True, False]
        card = browser.get(f"/customers/{dan}/").text
        assert "na papierze" in card
        assert "przez telefon" in card

    def test_of_a_past_day_without_hours_the_withdrawal_counts(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        browser, page = owner.browser(), f"/customers/{dan}/consents/"
        day = {"decided_on": "2026-03-01", "form": "paper"}

        browser.post(f"{page}withdrawn", day | {"channel": "email", "purpose": "marketing"})
        browser.post(f"{page}given", day | {"wording": str(text), "language": "en"})

        assert not may(owner, dan)
        assert rows(owner)[0].decided_at.date().isoformat() == "2026-03-01"

    def test_in_no_way_is_one_word_for_each_channel(self, owner: Person, dan: UUID) -> None:
        owner.browser().post(
            f"/customers/{dan}/consents/withdrawn",
            {"channel": "all", "purpose": "marketing", "form": "counter"},
        )

        found = rows(owner)
        assert {row.channel for row in found} == set(Consent.Channel.values)
        assert not any(row.is_given for row in found)

    def test_nothing_is_chosen_beforehand(self, owner: Person, dan: UUID, text: UUID) -> None:
        browser, page = owner.browser(), f"/customers/{dan}/consents/"

        assert browser.get(page).context["given_form"].initial == {}
        answer = browser.post(f"{page}given", {"language": "pl", "form": "paper"})

        assert answer.status_code == 422
        assert rows(owner) == []

    def test_a_day_to_come_is_refused(self, owner: Person, dan: UUID, text: UUID) -> None:
        later = (timezone.now() + timedelta(days=3)).date().isoformat()
        page = f"/customers/{dan}/consents/"
        given = {"wording": str(text), "language": "pl", "form": "paper", "decided_on": later}
        not_so = {"channel": "email", "purpose": "marketing", "form": "paper", "decided_on": later}

        for answer in (
            owner.browser().post(f"{page}given", given),
            owner.browser().post(f"{page}withdrawn", not_so),
        ):
            assert answer.status_code == 422
            assert "dopiero nadejdzie" in answer.text

    def test_before_there_is_a_text_the_page_says_where_to_write_one(
        self, owner: Person, dan: UUID
    ) -> None:
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
        page = f"/customers/{dan}/consents/"

        assert "/settings/consents/" in owner.browser().get(page).text
        assert "/settings/consents/" not in ben.browser().get(page).text

    def test_the_till_reads_but_does_not_write(self, owner: Person, dan: UUID) -> None:
        clerk = person("Ben", workspace_id=owner.workspace_id, role=Role.COUNTER).browser()
        page = f"/customers/{dan}/consents/"

        assert "withdrawn" not in clerk.get(page).text
        assert clerk.post(f"{page}withdrawn", {}).status_code == 403


class TestTexts:
    def test_begin_with_a_proposal_in_both_languages(self, owner: Person) -> None:
        browser = owner.browser()
        asked = browser.get("/settings/consents/new/", {"channel": "email", "purpose": "marketing"})
        assert asked.headers["Location"] == NEW

        told = browser.get(NEW).context["form"].initial

        assert "Bakery" in told["text_pl"]
        assert "e-mailem" in told["text_pl"]
        assert "by e-mail" in told["text_en"]
        browser.post(NEW, told)
        with inside(owner.workspace_id):
            assert Wording.objects.get().text_pl == told["text_pl"]

    def test_a_new_version_begins_with_the_newest(self, owner: Person, text: UUID) -> None:
        browser = owner.browser()

        assert browser.get(NEW).context["form"].initial == {"text_pl": "Tak.", "text_en": "Yes."}
        browser.post(NEW, {"text_pl": "Owszem.", "text_en": "Yes."})

        shown = browser.get("/settings/consents/").context["rows"]
        assert [(each["row"].version, each["is_asked"]) for each in shown] == [
            (2, True),
            (1, False),
        ]

    def test_are_corrected_and_deleted_while_nobody_agreed(self, owner: Person, text: UUID) -> None:
        browser, page = owner.browser(), f"/settings/consents/{text}/"
        assert browser.get(page).context["form"].initial["text_pl"] == "Tak."

        browser.post(page, {"text_pl": "Owszem.", "text_en": "Yes."})
        with inside(owner.workspace_id):
            assert Wording.objects.get().text_pl == "Owszem."
        browser.post(f"{page}removal")

        with inside(owner.workspace_id):
            assert not Wording.objects.exists()

    def test_stay_once_somebody_agreed(self, owner: Person, dan: UUID, text: UUID) -> None:
        browser = owner.browser()
        told = {"wording": str(text), "language": "pl", "form": "paper"}
        browser.post(f"/customers/{dan}/consents/given", told)
        page = f"/settings/consents/{text}/"

        answer = browser.post(page, {"text_pl": "Nie.", "text_en": "No."})
        removed = browser.post(f"{page}removal", follow=True)

        assert answer.status_code == 422
        assert "pozostaje bez zmian" in answer.text
        assert "pozostaje bez zmian" in removed.text
        with inside(owner.workspace_id):
            assert Wording.objects.get().text_pl == "Tak."

    def test_are_for_known_channels_only(self, owner: Person) -> None:
        browser = owner.browser()

        assert browser.get("/settings/consents/new/fax/marketing/").status_code == 404
        assert browser.get("/settings/consents/new/", {"channel": "fax"}).status_code == 302
