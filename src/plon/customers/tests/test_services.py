"""People of lists become customers, each once."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.customers.models import Consent, Customer, Identity, Note
from plon.customers.services import Person, identify, identify_many, undo_import
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> UUID:
    return ann().workspace_id


def known(bakery: UUID, *people: Person) -> list[UUID]:
    with inside(bakery):
        return identify_many(workspace_id=bakery, people=people, now=NOW)


class TestIdentify:
    def test_an_unknown_person_becomes_a_customer(self, bakery: UUID) -> None:
        with inside(bakery):
            made = identify(
                workspace_id=bakery,
                person=Person(email="Dan@Example.org", first_name="Dan", city="Łódź"),
                now=NOW,
            )
            row = Customer.objects.get(id=made)
            addresses = list(Identity.objects.values_list("kind", "value", "shown"))

        assert (row.first_name, row.kind) == ("Dan", "person")
        assert row.search_text == "dan lodz dan@example.org"
        assert addresses == [("email", "dan@example.org", "Dan@Example.org")]

    def test_any_address_finds_the_same_customer(self, bakery: UUID) -> None:
        first, *others = known(
            bakery,
            Person(email="dan@example.org", phone="600 100 200", external_id="K-7"),
            Person(email=" DAN@example.org"),
            Person(phone="+48600100200"),
            Person(external_id="K-7"),
        )

        assert set(others) == {first}
        assert known(bakery, Person(phone="48 600100200")) == [first]

    def test_blank_fields_are_filled_and_others_stay(self, bakery: UUID) -> None:
        (dan,) = known(bakery, Person(external_id="7", first_name="Dan"))
        known(bakery, Person(external_id="7", first_name="Daniel", last_name="Lis"))

        with inside(bakery):
            row = Customer.objects.get(id=dan)
        assert (row.first_name, row.last_name) == ("Dan", "Lis")

    def test_a_firm_is_a_company(self, bakery: UUID) -> None:
        (firm,) = known(bakery, Person(company_name="Hurtownia Bis"))

        with inside(bakery):
            assert Customer.objects.get(id=firm).kind == "company"

    def test_an_address_of_somebody_else_stays_theirs(self, bakery: UUID) -> None:
        first, second = known(
            bakery, Person(external_id="1", email="a@b.pl"), Person(external_id="2")
        )

        assert known(bakery, Person(external_id="2", email="a@b.pl")) == [second]
        assert known(bakery, Person(email="a@b.pl")) == [first]

    def test_without_an_address_each_telling_is_a_new_customer(self, bakery: UUID) -> None:
        assert len(set(known(bakery, Person(first_name="Dan"), Person(first_name="Dan")))) == 2

    def test_an_address_that_is_none_is_left_out(self, bakery: UUID) -> None:
        known(bakery, Person(email="not one", phone="12"))

        with inside(bakery):
            assert Identity.objects.count() == 0

    def test_an_erased_customer_is_not_filled_again(self, bakery: UUID) -> None:
        (dan,) = known(bakery, Person(external_id="7"))
        with inside(bakery):
            Customer.objects.filter(id=dan).update(erased_at=NOW)
        known(bakery, Person(external_id="7", first_name="Dan"))

        with inside(bakery):
            assert Customer.objects.get(id=dan).first_name == ""

    def test_a_thousand_people_take_a_dozen_queries(self, bakery: UUID) -> None:
        people = [Person(external_id=str(i), first_name="x") for i in range(1000)]

        with inside(bakery), CaptureQueriesContext(connection) as asked:
            found = identify_many(workspace_id=bakery, people=people, now=NOW)

        assert len(set(found)) == 1000
        assert len(asked) <= 12


class TestUndoImport:
    def test_takes_back_what_the_import_made_unless_something_hangs_on_it(
        self, bakery: UUID
    ) -> None:
        mine = uuid4()
        with inside(bakery):
            before = identify(workspace_id=bakery, person=Person(external_id="0"), now=NOW)
            gone, busy, agreed = identify_many(
                workspace_id=bakery,
                people=[Person(external_id=str(i)) for i in (1, 2, 3)],
                now=NOW,
                import_id=mine,
            )
            Consent.objects.create(
                workspace_id=bakery,
                customer_id=agreed,
                channel="email",
                purpose="marketing",
                is_given=True,
                decided_at=NOW,
                recorded_at=NOW,
            )
            Note.objects.create(
                workspace_id=bakery, customer_id=busy, text="x", author="user:1", written_at=NOW
            )
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
            left = set(Customer.objects.values_list("id", flat=True))

        assert (undone.removed, undone.stayed) == (1, 2)
        assert undone.reasons == {"edited": 1, "customers.Consent": 1}
        assert left == {before, busy, agreed}
        assert gone not in left
