"""What customers say about being contacted: written down once, counted rightly, never lost."""

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from plon.accounts.models import AuditEntry
from plon.customers import queries, services
from plon.customers.models import Consent, Customer, Wording
from plon.customers.services import Address, Details, Said
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXTS = {"text_pl": "Zgadzam się.", "text_en": "I agree."}


@pytest.fixture
def owner() -> Iterator[Person]:
    found = ann()
    with inside(found.workspace_id):
        yield found


@pytest.fixture
def dan(owner: Person) -> UUID:
    return services.add_customer(
        owner.caller,
        details=Details(first_name="Dan", data_source="on paper"),
        addresses=[Address(kind="email", text="dan@example.org")],
        now=NOW,
    )


@pytest.fixture
def text(owner: Person) -> UUID:
    return services.add_wording(
        owner.caller, channel="email", purpose="marketing", **TEXTS, now=NOW
    )


def say(dan: UUID, owner: Person, **said: Any) -> UUID:
    usual: dict[str, Any] = {"channel": "email", "purpose": "marketing", "is_given": False}
    told = usual | {"form": "counter"} | said
    return services.record_consent(
        workspace_id=owner.workspace_id, customer_id=dan, said=Said(**told), now=NOW
    )


def agree(dan: UUID, owner: Person, text: UUID, **said: Any) -> UUID:
    told = {"is_given": True, "wording_id": text, "language": "pl"} | said
    return say(dan, owner, **told)


def why(dan: UUID, channel: str = "email", purpose: str = "marketing") -> str:
    found = queries.may_contact(dan, channel, purpose)
    assert found.may == (not found.why)
    return found.why


class TestRecordConsent:
    def test_keeps_the_wording_and_its_fingerprint(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        agree(dan, owner, text, proof="binder 3", ip="10.0.0.1", decided_at=NOW - DAY)

        row = Consent.objects.get()
        assert row.wording_id == str(text)
        assert row.wording_sha256 == sha256("Zgadzam się.".encode()).hexdigest()
        assert (row.language, row.form, row.proof, row.ip) == (
            "pl",
            "counter",
            "binder 3",
            "10.0.0.1",
        )
        assert (row.decided_at, row.recorded_at) == (NOW - DAY, NOW)

    def test_the_same_twice_stands_once(self, owner: Person, dan: UUID, text: UUID) -> None:
        assert agree(dan, owner, text) == agree(dan, owner, text)
        assert say(dan, owner, decided_at=NOW) == say(dan, owner, decided_at=NOW)
        assert Consent.objects.count() == 2

    @pytest.mark.parametrize(
        "said",
        [{"wording_id": None}, {"wording_id": uuid4()}, {"channel": "sms"}, {"language": "fr"}],
    )
    def test_nobody_agrees_to_nothing(
        self, owner: Person, dan: UUID, text: UUID, said: dict[str, Any]
    ) -> None:
        with pytest.raises(services.WordingMissing):
            agree(dan, owner, text, **said)

    def test_nobody_has_decided_in_the_future(self, owner: Person, dan: UUID, text: UUID) -> None:
        with pytest.raises(services.DecidedLater):
            agree(dan, owner, text, decided_at=NOW + DAY)

    def test_a_list_gives_nothing_that_was_withdrawn(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        agree(dan, owner, text, form=services.IMPORT, decided_at=NOW - 3 * DAY)
        say(dan, owner, decided_at=NOW - 2 * DAY)

        with pytest.raises(services.StaysWithdrawn):
            agree(dan, owner, text, form=services.IMPORT, decided_at=NOW - DAY)
        assert why(dan) == "withdrawn"
        agree(dan, owner, text, form="page")
        assert why(dan) == ""

    def test_nor_what_somebody_withdrew_who_is_the_same_now(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        twin = services.add_customer(owner.caller, details=Details(), now=NOW)
        agree(twin, owner, text, form=services.IMPORT, decided_at=NOW - 3 * DAY)
        say(twin, owner, decided_at=NOW - 2 * DAY)
        services.merge(owner.caller, kept_id=dan, gone_id=twin, now=NOW - DAY)

        with pytest.raises(services.StaysWithdrawn):
            agree(dan, owner, text, form=services.IMPORT)
        agree(dan, owner, text, form=services.IMPORT, decided_at=NOW - 3 * DAY)  # known already

        assert why(dan) == "withdrawn"
        assert Consent.objects.count() == 2

    def test_rows_are_never_changed_nor_deleted(self, owner: Person, dan: UUID, text: UUID) -> None:
        agree(dan, owner, text)

        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.update(is_given=False)
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.all().delete()

    def test_whoever_was_merged_speaks_for_the_kept_one(self, owner: Person, dan: UUID) -> None:
        gone = services.add_customer(owner.caller, details=Details(), now=NOW)
        Customer.objects.filter(id=gone).update(merged_into_id=dan)

        say(gone, owner)

        assert Consent.objects.get().customer_id == dan

    def test_the_erased_and_the_unknown_say_nothing(self, owner: Person, dan: UUID) -> None:
        Customer.objects.update(erased_at=NOW)
        for who in (dan, uuid4()):
            with pytest.raises(services.CustomerGone):
                say(who, owner)

    def test_by_hand_it_stands_in_the_audit_log(self, owner: Person, dan: UUID, text: UUID) -> None:
        both = [
            Said(
                channel="email", purpose="marketing", is_given=True, form="paper",
                wording_id=text, language="en",
            ),
            Said(channel="sms", purpose="marketing", is_given=False, form="paper"),
        ]  # fmt: skip

        services.note_consents(owner.caller, customer_id=dan, said=both, now=NOW)

        actions = AuditEntry.objects.filter(action__startswith="consent.")
        assert sorted(actions.values_list("action", flat=True)) == [
            "consent.given",
            "consent.withdrawn",
        ]


class TestMayContact:
    def test_only_with_a_consent_that_was_not_withdrawn(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        assert why(dan) == "no_consent"
        agree(dan, owner, text, decided_at=NOW - DAY)
        assert why(dan) == ""
        assert why(dan, purpose="referral") == "no_consent"
        say(dan, owner)
        assert why(dan) == "withdrawn"

    def test_of_one_moment_the_withdrawal_counts_everywhere(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        for first, second in ((agree, say), (say, agree)):
            at = NOW - DAY * (2 if first is agree else 1)
            for act in (first, second):
                act(dan, owner, **({"text": text} if act is agree else {}), decided_at=at)
            card = queries.card(dan)
            assert card is not None
            assert why(dan) == "withdrawn"
            assert [said.is_given for said in card.consents] == [False]
            assert queries.tally(queries.Wanted(consent="email")).total == 0

    def test_service_needs_no_consent_but_no_withdrawal_either(
        self, owner: Person, dan: UUID
    ) -> None:
        assert why(dan, purpose="service") == ""
        say(dan, owner, purpose="service")
        assert why(dan, purpose="service") == "withdrawn"

    def test_a_channel_needs_an_address(self, owner: Person, dan: UUID) -> None:
        assert why(dan, channel="sms", purpose="service") == "no_address"

    def test_nobody_from_a_list_without_a_source(self, owner: Person, text: UUID) -> None:
        person = services.Person(email="ola@example.org")
        ola = services.identify(
            workspace_id=owner.workspace_id, person=person, now=NOW, import_id=uuid4()
        )

        assert why(ola, purpose="service") == why(ola) == "no_source"
        agree(ola, owner, text)
        assert why(ola) == ""
        assert why(ola, purpose="service") == "no_source"

    def test_nobody_who_is_gone(self, owner: Person, dan: UUID) -> None:
        assert why(uuid4()) == "gone"
        Customer.objects.filter(id=dan).update(erased_at=NOW)
        assert why(dan) == "erased"

    def test_many_are_asked_at_once(self, owner: Person, dan: UUID, text: UUID) -> None:
        agree(dan, owner, text)
        people = [services.Person(email=f"{i}@example.org") for i in range(50)]
        known = services.identify_many(workspace_id=owner.workspace_id, people=people, now=NOW)

        with CaptureQueriesContext(connection) as asked:
            found = queries.may_contact_each([dan, *known], "email", "marketing")

        assert len(asked) == 3
        assert {each for each, contact in found.items() if contact.may} == {dan}

    def test_each_way_is_told(self, owner: Person, dan: UUID, text: UUID) -> None:
        agree(dan, owner, text)
        say(dan, owner, channel="sms")

        told = {(c, p): found.why for c, p, found in queries.contacts(dan)}

        assert told == {
            ("email", "marketing"): "",
            ("email", "referral"): "no_consent",
            ("email", "service"): "",
            ("sms", "marketing"): "withdrawn",
            ("sms", "referral"): "no_consent",
            ("sms", "service"): "no_address",
        }


class TestHistory:
    def test_tells_all_the_newest_first_with_the_text(
        self, owner: Person, dan: UUID, text: UUID
    ) -> None:
        agree(dan, owner, text, decided_at=NOW - DAY)
        say(dan, owner)
        Consent.objects.create(
            workspace_id=owner.workspace_id, customer_id=dan, channel="sms", purpose="marketing",
            is_given=True, wording_id="shop:7", decided_at=NOW - 2 * DAY, recorded_at=NOW,
        )  # fmt: skip

        told = queries.history(dan)

        assert [(word.is_given, word.version, word.text) for word in told] == [
            (False, 0, ""),
            (True, 1, "Zgadzam się."),
            (True, 0, ""),
        ]


class TestWordings:
    def test_versions_count_for_each_channel_and_purpose(self, owner: Person, text: UUID) -> None:
        def add(**said: str) -> UUID:
            told = {"channel": "email", "purpose": "marketing", **TEXTS} | said
            return services.add_wording(owner.caller, **told, now=NOW)

        assert add() == text
        add(text_pl="Tak, zgadzam się.")
        add(channel="sms")

        rows = Wording.objects.order_by("channel", "version").values_list("channel", "version")
        assert list(rows) == [("email", 1), ("email", 2), ("sms", 1)]

    def test_what_nobody_agreed_to_is_corrected_or_deleted(self, owner: Person, text: UUID) -> None:
        here: dict[str, Any] = {"wording_id": text, "now": NOW}
        services.change_wording(owner.caller, **here, text_pl="A", text_en="B")
        assert Wording.objects.get().text_pl == "A"

        services.remove_wording(owner.caller, **here)

        assert not Wording.objects.exists()
        with pytest.raises(services.WordingGone):
            services.remove_wording(owner.caller, **here)

    def test_what_somebody_agreed_to_stays(self, owner: Person, dan: UUID, text: UUID) -> None:
        agree(dan, owner, text)

        assert queries.used_wordings() == {text}
        with pytest.raises(services.WordingUsed):
            services.change_wording(
                owner.caller, wording_id=text, text_pl="A", text_en="B", now=NOW
            )
        with pytest.raises(services.WordingUsed):
            services.remove_wording(owner.caller, wording_id=text, now=NOW)
        assert Wording.objects.get().text_pl == "Zgadzam się."
