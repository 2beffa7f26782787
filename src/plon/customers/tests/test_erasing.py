"""Somebody is forgotten: nothing tells who they were, and no list brings them back."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from plon.accounts import services as accounts
from plon.accounts.models import AuditEntry, KeptAnswer
from plon.customers import queries, services
from plon.customers.models import Consent, Customer, Erased, Identity, Merge, Note, Tagging
from plon.customers.services import Person as Told
from plon.customers.services import identify, identify_many
from plon.runtime import personal
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
DAN = Told(
    external_id="K-4711",
    email="dan.lis@example.org",
    phone="600 100 200",
    first_name="Danuta",
    last_name="Lisowska",
    street="Różana 7",
    postcode="00-123",
    city="Grójec",
    birthday=date(1970, 3, 4),
    needs="rye without caraway",
    acquisition_channel="poster",
    tags=("neighbour",),
)
TRACES = (
    "dan.lis",
    "600100200",
    "600 100 200",
    "danuta",
    "lisowska",
    "różana",
    "00-123",
    "grójec",
    "caraway",
)
BORN = "date(1970, 3, 4)"


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


@pytest.fixture
def dan(bakery: Person) -> UUID:
    found = identify(workspace_id=bakery.workspace_id, person=DAN, now=NOW, import_id=UUID(int=7))
    Note.objects.create(
        workspace_id=bakery.workspace_id,
        customer_id=found,
        text="Danuta asks for caraway",
        author="user:1",
        written_at=NOW,
    )
    Consent.objects.create(
        workspace_id=bakery.workspace_id,
        customer_id=found,
        channel="email",
        purpose="marketing",
        is_given=True,
        wording_id="w1",
        proof="scan of Lisowska.pdf",
        ip="203.0.113.7",
        decided_at=NOW,
        recorded_at=NOW,
    )
    return found


def erase(bakery: Person, customer_id: UUID, name: str = "danuta LISOWSKA") -> None:
    services.erase(bakery.caller, customer_id=customer_id, name=name, now=LATER)


def everything() -> str:
    """Return all rows of all tables of rooms, as one text, and the facts told."""
    rows = [row for model, _told in personal.tables() for row in model.objects.values()]
    return f"{rows} {list(Fact.objects.values())}".lower()


class TestErase:
    def test_no_table_tells_who_it_was(self, bakery: Person, dan: UUID) -> None:
        before = everything()
        assert [trace for trace in (*TRACES, BORN) if trace not in before] == []

        erase(bakery, dan)

        after = everything()
        assert [trace for trace in (*TRACES, BORN) if trace in after] == []

    def test_what_totals_are_made_of_stays(self, bakery: Person, dan: UUID) -> None:
        erase(bakery, dan)

        row = Customer.objects.get(id=dan)
        assert (row.acquisition_channel, row.erased_at) == ("poster", LATER)
        said = Consent.objects.get()
        assert (said.is_given, said.wording_id, said.proof, said.ip) == (True, "w1", "", "")

    def test_those_merged_into_the_person_go_along(self, bakery: Person, dan: UUID) -> None:
        other = identify(
            workspace_id=bakery.workspace_id,
            person=Told(email="danuta@example.org", first_name="Danusia"),
            now=NOW,
        )
        services.merge(bakery.caller, kept_id=dan, gone_id=other, now=NOW)

        erase(bakery, dan)

        assert "danusia" not in everything()
        assert Customer.objects.exclude(erased_at=None).count() == 2
        assert Merge.objects.get().before == {}
        fact = Fact.objects.get(name="customers.CustomerForgotten")
        assert set(fact.payload["customer_ids"]) == {str(dan), str(other)}
        assert AuditEntry.objects.filter(action="customer.erased").count() == 1

    def test_answers_kept_for_programs_are_emptied(self, bakery: Person, dan: UUID) -> None:
        bodies = [f'{{"customer_id": "{dan}", "text": "caraway"}}', '{"to": "DAN.LIS@example.org"}']
        bodies += ['{"id": "1", "first_name": "Ola"}']
        for number, body in enumerate(bodies):
            told = {"key": f"{number}", "fingerprint": "f"}
            accounts.claim_answer(bakery.caller, now=NOW, **told)
            answer = accounts.Answer(status=201, body=body, location=f"/orders/{number}")
            accounts.keep_answer(bakery.caller, key=f"{number}", answer=answer)

        erase(bakery, dan)

        kept = KeptAnswer.objects.order_by("key").values_list("body", "location", "status")
        assert list(kept) == [("{}", "", 201), ("{}", "", 201), (bodies[2], "/orders/2", 201)]
        again = accounts.claim_answer(bakery.caller, key="0", fingerprint="f", now=NOW)
        assert again == accounts.Answer(status=201, body="{}")
        assert accounts.forget_in_answers([]) == 0

    def test_only_with_the_name_and_only_once(self, bakery: Person, dan: UUID) -> None:
        with pytest.raises(services.NameDiffers):
            erase(bakery, dan, "Danuta")
        assert Identity.objects.count() == 3

        erase(bakery, dan)
        for nobody in (dan, uuid4()):
            with pytest.raises(services.CustomerGone):
                erase(bakery, nobody)


class TestClosed:
    def test_a_list_that_names_them_again_writes_nothing(self, bakery: Person, dan: UUID) -> None:
        erase(bakery, dan)
        before = everything()

        again = identify_many(
            workspace_id=bakery.workspace_id,
            people=[DAN, Told(email="DAN.LIS@example.org", first_name="Danuta")],
            now=LATER,
        )

        assert again == [dan, dan]
        assert everything() == before

    def test_somebody_else_with_an_address_of_theirs_does_not_get_it(
        self, bakery: Person, dan: UUID
    ) -> None:
        eve = identify(workspace_id=bakery.workspace_id, person=Told(external_id="E"), now=NOW)
        erase(bakery, dan)

        found = identify(
            workspace_id=bakery.workspace_id,
            person=Told(
                external_id="E", email=DAN.email, phone=DAN.phone, first_name="Eve", tags=("new",)
            ),
            now=LATER,
        )

        assert found == eve
        assert list(Identity.objects.values_list("value", flat=True)) == ["E"]
        assert "dan.lis" not in everything()
        assert Tagging.objects.get().customer_id == eve

    def test_a_closed_number_does_not_stop_a_new_customer(self, bakery: Person, dan: UUID) -> None:
        erase(bakery, dan)
        Erased.objects.filter(kind="external").delete()

        found = identify(
            workspace_id=bakery.workspace_id, person=Told(external_id="K-4711"), now=LATER
        )

        assert found != dan

    def test_a_firm_with_nobody_erased_asks_once(self, bakery: Person) -> None:
        assert queries.forgotten([]) == set()
        assert not Erased.objects.exists()

    def test_hashes_are_of_the_firm_and_of_the_address(self, bakery: Person, dan: UUID) -> None:
        erase(bakery, dan)

        kinds = sorted(Erased.objects.values_list("kind", flat=True))
        assert kinds == ["email", "external", "phone"]
        assert {len(h) for h in Erased.objects.values_list("value_hmac", flat=True)} == {64}
        assert queries.forgotten([dan]) == {dan}


class TestHandOver:
    def test_all_that_is_held_of_the_person_and_nothing_of_others(
        self, bakery: Person, dan: UUID
    ) -> None:
        other = identify(
            workspace_id=bakery.workspace_id,
            person=Told(email="d2@example.org", first_name="Danusia"),
            now=NOW,
        )
        services.merge(bakery.caller, kept_id=dan, gone_id=other, now=NOW)
        identify(workspace_id=bakery.workspace_id, person=Told(email="eve@example.org"), now=NOW)

        held = services.hand_over(bakery.caller, customer_id=dan, now=LATER)

        told = held.as_json().lower()
        assert [
            trace
            for trace in (*TRACES, "1970-03-04", "danusia", "d2@", "neighbour")
            if trace not in told
        ] == []
        assert "eve@" not in told
        assert "user:" not in told
        assert held.name == "Danuta Lisowska"
        with pytest.raises(services.CustomerGone):
            services.hand_over(bakery.caller, customer_id=other, now=LATER)

    def test_every_column_of_the_map_is_in_it(self, bakery: Person, dan: UUID) -> None:
        held = services.hand_over(bakery.caller, customer_id=dan, now=LATER)

        for model, told in personal.tables():
            rows = held.tables.get(model._meta.label, [])
            if told.people and told.is_exported and rows:
                assert {*told.emptied} - {*told.staff} <= set(rows[0])
