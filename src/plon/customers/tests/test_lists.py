"""What lists tell of people: completed, tagged, and taken back again."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.customers import domain, queries
from plon.customers.models import Customer, Identity, Tag, Tagging
from plon.customers.services import (
    Person,
    identify,
    identify_many,
    tag_customer,
    tag_picked,
    undo_import,
)
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> UUID:
    return ann().workspace_id


def known(bakery: UUID, *people: Person, import_id: UUID | None = None) -> list[UUID]:
    with inside(bakery):
        return identify_many(workspace_id=bakery, people=people, now=NOW, import_id=import_id)


def test_tags_are_stuck_once(bakery: UUID) -> None:
    dan = Person(external_id="1", tags=(" vip ", "vip", "", "x" * 80))
    (first,) = known(bakery, dan)
    known(bakery, dan, Person(external_id="2", tags=("vip",)))

    with inside(bakery):
        mine = set(Tagging.objects.filter(customer_id=first).values_list("tag__name", flat=True))
        assert mine == {"vip", "x" * 60}
        assert (Tag.objects.count(), Tagging.objects.count()) == (2, 3)


def test_a_word_in_place_of_a_code_is_left_out(bakery: UUID) -> None:
    (dan,) = known(bakery, Person(external_id="1", country="Polska", language="PL", kind="human"))

    with inside(bakery):
        row = Customer.objects.get(id=dan)
    assert (row.country, row.language, row.kind) == ("", "pl", "person")


def test_a_later_list_adds_words_to_find_by_and_takes_none_away(bakery: UUID) -> None:
    (dan,) = known(bakery, Person(external_id="1", email="dan@example.org"))
    known(bakery, Person(external_id="1", last_name="Żuk", birthday=date(1980, 5, 1)))

    with inside(bakery):
        row = Customer.objects.get(id=dan)
    assert row.search_text == "dan@example.org 1 zuk"
    assert row.birthday == date(1980, 5, 1)


def test_a_number_alone_changes_nothing(bakery: UUID) -> None:
    (dan,) = known(bakery, Person(external_id="1", first_name="Dan"), import_id=uuid4())
    known(bakery, Person(external_id="1"))

    with inside(bakery):
        assert Customer.objects.get(id=dan).edited_at is None


def test_an_address_longer_than_its_column_is_left_out(bakery: UUID) -> None:
    known(bakery, Person(external_id="9" * 255))

    with inside(bakery):
        assert (Customer.objects.count(), Identity.objects.count()) == (1, 0)


def test_a_merged_customer_stands_for_the_one_kept(bakery: UUID) -> None:
    dan, ola, eva = known(bakery, *(Person(external_id=name) for name in ("dan", "ola", "eva")))
    with inside(bakery):
        Customer.objects.filter(id=dan).update(merged_into=ola)
        Customer.objects.filter(id=ola).update(merged_into=eva)

        assert queries.current_ids([dan, eva, uuid4()]) == {dan: eva, eva: eva}
        assert queries.current_ids([]) == {}


class TestUndoImport:
    def test_the_import_itself_may_complete_whom_it_brought(self, bakery: UUID) -> None:
        mine = uuid4()
        known(bakery, Person(external_id="1"), import_id=mine)
        known(bakery, Person(external_id="1", first_name="Dan"), import_id=mine)

        with inside(bakery):
            assert queries.brought_by(mine) == 1
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
        assert (undone.removed, undone.stayed, undone.reasons) == (1, 0, {})

    def test_whom_another_list_completed_stays(self, bakery: UUID) -> None:
        mine = uuid4()
        known(bakery, Person(external_id="1"), import_id=mine)
        known(bakery, Person(external_id="1", first_name="Dan"), import_id=uuid4())

        with inside(bakery):
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
        assert (undone.removed, undone.reasons) == (0, {"edited": 1})

    def test_addresses_that_it_gave_to_others_go(self, bakery: UUID) -> None:
        mine = uuid4()
        (dan,) = known(bakery, Person(external_id="1"))
        known(bakery, Person(external_id="1", email="dan@example.org"), import_id=mine)

        with inside(bakery):
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
            left = list(Identity.objects.values_list("kind", "customer_id"))
            found = [queries.tally(queries.Wanted(text=word)).total for word in ("dan", "1")]
        assert (undone.removed, left) == (0, [("external", dan)])
        assert found == [0, 1]

    def test_whom_somebody_tagged_since_stays(self, bakery: UUID) -> None:
        mine = uuid4()
        people = [Person(external_id=number) for number in "123"]
        one, other, _third = known(bakery, *people, import_id=mine)

        with inside(bakery):
            tag_customer(workspace_id=bakery, customer_id=one, name="vip", now=NOW)
            tag_picked(workspace_id=bakery, customer_ids=[other], name="vip", now=NOW)
            undone = undo_import(workspace_id=bakery, import_id=mine, now=NOW)
            left = set(Customer.objects.values_list("id", flat=True))
        assert (undone.removed, undone.reasons) == (1, {"edited": 2})
        assert left == {one, other}

    def test_those_referred_by_somebody_it_brought_stay_without_them(self, bakery: UUID) -> None:
        mine = uuid4()
        (dan,) = known(bakery, Person(external_id="1"), import_id=mine)
        with inside(bakery):
            ola = identify(workspace_id=bakery, person=Person(external_id="2"), now=NOW)
            Customer.objects.filter(id=ola).update(referrer_id=dan)
            undo_import(workspace_id=bakery, import_id=mine, now=NOW)

            assert Customer.objects.get().referrer_id is None


@given(text=st.text(max_size=4))
def test_a_code_is_two_letters_or_none(text: str) -> None:
    code = domain.normal_code(text, is_upper=True)

    assert code is None or (len(code) == 2 and code.isascii() and code.isupper())
