"""Two customers become one and part again: nothing is lost, nothing is left over."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plon.accounts.models import AuditEntry
from plon.customers import queries, services
from plon.customers.models import (
    Consent,
    Customer,
    Identity,
    LifeEvent,
    Merge,
    Moved,
    Note,
    Tag,
    Tagging,
)
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def bakery() -> Any:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def known(bakery: Person, **told: Any) -> UUID:
    return identify(workspace_id=bakery.workspace_id, person=Told(**told), now=NOW)


def noted(bakery: Person, customer_id: UUID, text: str = "likes rye") -> Note:
    return Note.objects.create(
        workspace_id=bakery.workspace_id,
        customer_id=customer_id,
        text=text,
        author="user:1",
        written_at=NOW,
    )


def tagged(bakery: Person, customer_id: UUID, name: str) -> None:
    tag, _new = Tag.objects.get_or_create(workspace_id=bakery.workspace_id, name=name)
    Tagging.objects.create(workspace_id=bakery.workspace_id, customer_id=customer_id, tag=tag)


def joined(bakery: Person, kept: UUID, gone: UUID, **chosen: str) -> UUID:
    return services.merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW, chosen=chosen)


def row(customer_id: UUID) -> Customer:
    return Customer.objects.get(id=customer_id)


class TestMerge:
    def test_all_that_is_the_gone_ones_becomes_the_kept_ones(self, bakery: Person) -> None:
        kept = known(bakery, email="dan@example.org", first_name="Dan")
        gone = known(bakery, phone="600100200", last_name="Lis")
        friend = known(bakery, external_id="7")
        Customer.objects.filter(id=friend).update(referrer_id=gone)
        noted(bakery, gone)
        tagged(bakery, gone, "vip")
        LifeEvent.objects.create(
            workspace_id=bakery.workspace_id,
            customer_id=gone,
            kind="child",
            event_date=date(2025, 1, 2),
        )

        joined(bakery, kept, gone)

        card = queries.card(kept)
        assert card is not None
        assert card.name == "Dan Lis"
        assert {shown for _kind, shown in card.addresses} == {"dan@example.org", "600100200"}
        assert (card.tags, len(card.notes), len(card.life)) == (["vip"], 1, 1)
        assert row(gone).merged_into_id == kept
        assert row(friend).referrer_id == kept
        assert known(bakery, phone="600 100 200") == kept
        assert [found.id for found in queries.search("lis")] == [kept]

    def test_a_value_is_taken_from_whom_somebody_chose(self, bakery: Person) -> None:
        kept = known(bakery, external_id="1", first_name="Dan", city="Łódź")
        gone = known(bakery, external_id="2", first_name="Daniel", city="Gdynia")

        joined(bakery, kept, gone, city="gone")

        assert (row(kept).first_name, row(kept).city) == ("Dan", "Gdynia")

    def test_a_complaint_of_either_is_one_of_the_whole(self, bakery: Person) -> None:
        kept, gone = known(bakery, external_id="1"), known(bakery, external_id="2")
        Customer.objects.filter(id=gone).update(
            has_complaint=True, first_visit_date=date(2020, 1, 1)
        )
        Customer.objects.filter(id=kept).update(first_visit_date=date(2024, 1, 1))

        merge_id = joined(bakery, kept, gone)
        assert row(kept).has_complaint
        assert row(kept).first_visit_date == date(2020, 1, 1)

        services.unmerge(bakery.caller, merge_id=merge_id, now=LATER)
        joined(bakery, kept, gone, first_visit_date="kept")
        assert row(kept).first_visit_date == date(2024, 1, 1)

    def test_what_somebody_emptied_on_either_stays_blank(self, bakery: Person) -> None:
        kept, gone = known(bakery, external_id="1", city="Kalisz"), known(bakery, external_id="2")
        Customer.objects.filter(id=kept).update(emptied="street\nemail:dan@example.org")
        Customer.objects.filter(id=gone).update(emptied="city\nneeds\nexternal:1\nstreet")

        merged = joined(bakery, kept, gone)

        blank = ["street", "email:dan@example.org", "needs"]
        assert row(kept).emptied.split("\n") == blank
        again = Told(external_id="2", street="Nowa 1", needs="rye", city="Opole")
        identify(workspace_id=bakery.workspace_id, person=again, now=NOW)
        assert (row(kept).street, row(kept).needs, row(kept).city) == ("", "", "Kalisz")

        services.unmerge(bakery.caller, merge_id=merged, now=NOW)

        assert row(kept).emptied == "street\nemail:dan@example.org"

    def test_nobody_becomes_their_own_referrer(self, bakery: Person) -> None:
        kept, gone, third = (known(bakery, external_id=n) for n in "123")
        Customer.objects.filter(id=kept).update(referrer_id=gone)
        Customer.objects.filter(id=gone).update(referrer_id=third)

        joined(bakery, kept, gone)

        assert row(kept).referrer_id == third

    def test_a_tag_of_both_stands_once(self, bakery: Person) -> None:
        kept, gone = known(bakery, external_id="1"), known(bakery, external_id="2")
        tagged(bakery, kept, "vip")
        tagged(bakery, gone, "vip")

        joined(bakery, kept, gone)

        card = queries.card(kept)
        assert card is not None
        assert card.tags == ["vip"]

    def test_it_tells_others_and_is_written_down(self, bakery: Person) -> None:
        kept, gone = known(bakery, external_id="1"), known(bakery, external_id="2")

        merge_id = joined(bakery, kept, gone)

        fact = Fact.objects.get(name="customers.CustomersMerged")
        assert fact.payload["merge_id"] == str(merge_id)
        assert AuditEntry.objects.get().action == "customer.merged"

    def test_neither_itself_nor_a_merged_nor_an_erased_nor_an_unknown_one(
        self, bakery: Person
    ) -> None:
        kept, gone, erased = (known(bakery, external_id=n) for n in "123")
        Customer.objects.filter(id=erased).update(erased_at=NOW)
        joined(bakery, kept, gone)

        for other in (kept, gone, erased):
            with pytest.raises(services.NotMergeable):
                joined(bakery, kept, other)
        for pair in ((kept, uuid4()), (uuid4(), kept)):
            with pytest.raises(services.CustomerUnknown):
                joined(bakery, *pair)
        assert Merge.objects.count() == 1


class TestUnmerge:
    def test_what_was_changed_since_stays_as_it_is(self, bakery: Person) -> None:
        kept = known(bakery, external_id="1", first_name="Dan")
        gone = known(bakery, external_id="2", last_name="Lis", city="Łódź")
        merge_id = joined(bakery, kept, gone)
        newer = noted(bakery, kept, "new")
        known(bakery, external_id="1", street="Długa 5")  # changes what a search looks through
        Customer.objects.filter(id=kept).update(city="Gdynia")

        services.unmerge(bakery.caller, merge_id=merge_id, now=LATER)

        person = row(kept)
        assert (person.last_name, person.city, person.street) == ("", "Gdynia", "Długa 5")
        assert Note.objects.get(id=newer.id).customer_id == kept

    def test_a_search_finds_neither_by_the_others_name(self, bakery: Person) -> None:
        kept = known(bakery, external_id="1", first_name="Dan")
        gone = known(bakery, external_id="2", last_name="Lis")
        merge_id = joined(bakery, kept, gone)
        known(bakery, external_id="1", phone="600100200")

        services.unmerge(bakery.caller, merge_id=merge_id, now=LATER)

        assert [found.id for found in queries.search("lis")] == [gone]
        assert [found.id for found in queries.search("600100200")] == [kept]

    def test_the_newest_merge_of_a_customer_is_taken_back_first(self, bakery: Person) -> None:
        a, b, c, d = (known(bakery, external_id=n) for n in "1234")
        first = joined(bakery, a, b)
        second = joined(bakery, a, c)
        third = joined(bakery, d, a)
        assert set(Customer.objects.filter(merged_into=d).values_list("id", flat=True)) == {a, b, c}

        for early in (first, second):
            with pytest.raises(services.LaterMergeFirst):
                services.unmerge(bakery.caller, merge_id=early, now=LATER)
        for each in (third, second, first):
            services.unmerge(bakery.caller, merge_id=each, now=LATER)

        assert not Customer.objects.exclude(merged_into=None).exists()
        assert not Moved.objects.exists()

    def test_once_only_and_not_after_an_erasure(self, bakery: Person) -> None:
        kept, gone = known(bakery, external_id="1"), known(bakery, external_id="2")
        merge_id = joined(bakery, kept, gone)
        services.unmerge(bakery.caller, merge_id=merge_id, now=LATER)
        with pytest.raises(services.MergeUnknown):
            services.unmerge(bakery.caller, merge_id=merge_id, now=LATER)

        again = joined(bakery, kept, gone)
        Customer.objects.filter(id=kept).update(erased_at=NOW)
        with pytest.raises(services.MergeForgotten):
            services.unmerge(bakery.caller, merge_id=again, now=LATER)


class TestFollowers:
    def test_a_handler_that_comes_after_the_parting_moves_nothing(self, bakery: Person) -> None:
        kept, gone = known(bakery, external_id="1"), known(bakery, external_id="2")
        merge_id = joined(bakery, kept, gone)
        services.unmerge(bakery.caller, merge_id=merge_id, now=LATER)
        noted(bakery, gone)

        assert services.follow(merge_id=merge_id, model=Note) == 0

    def test_a_late_handler_follows_a_kept_one_that_went_on(self, bakery: Person) -> None:
        a, b, c = (known(bakery, external_id=n) for n in "123")
        first = joined(bakery, b, a)
        second = joined(bakery, c, b)
        late = noted(bakery, a)

        services.follow(merge_id=first, model=Note)
        assert Note.objects.get(id=late.id).customer_id == c

        services.unmerge(bakery.caller, merge_id=second, now=LATER)
        assert Note.objects.get(id=late.id).customer_id == b
        services.unmerge(bakery.caller, merge_id=first, now=LATER)
        assert Note.objects.get(id=late.id).customer_id == a


TABLES = (Customer, Identity, Note, LifeEvent, Tag, Tagging, Consent)
WORDS = st.sampled_from(["", "Dan", "Łucja", "Zofia"])
DAYS = st.none() | st.dates(date(1950, 1, 1), date(2020, 1, 1))


def told(number: int) -> "st.SearchStrategy[Told]":
    return st.builds(
        Told,
        external_id=st.just(f"K{number}"),
        first_name=WORDS,
        city=WORDS,
        needs=WORDS,
        birthday=DAYS,
        first_visit_date=DAYS,
        tags=st.sampled_from([(), ("vip",), ("vip", "rye")]),
    )


def dump(*, but: UUID | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return every row of the room but those made since, without the moment of the last change."""
    return {
        model.__name__: [
            {name: value for name, value in found.items() if name != "updated_at"}
            for found in model.objects.order_by("pk").values()
            if but is None or found["id"] != but
        ]
        for model in TABLES
    }


class TestExactly(TestCase):
    """Merged as often as one likes and parted in turn, every row is what it was."""

    @settings(max_examples=25)
    @given(
        people=st.tuples(*(told(number) for number in range(4))),
        order=st.permutations(range(4)),
        side=st.sampled_from(["kept", "gone"]),
        referrers=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=3),
    )
    def test_as_before(
        self,
        people: tuple[Told, ...],
        order: list[int],
        side: str,
        referrers: list[tuple[int, int]],
    ) -> None:
        owner = ann()
        with inside(owner.workspace_id):
            ids = services.identify_many(workspace_id=owner.workspace_id, people=people, now=NOW)
            for who, by in referrers:
                if who != by:
                    Customer.objects.filter(id=ids[who]).update(referrer_id=ids[by])
            for each in ids:
                noted(owner, each)
            before = dump()
            a, b, c, d = (ids[number] for number in order)
            merges = [
                services.merge(
                    owner.caller,
                    kept_id=kept,
                    gone_id=gone,
                    now=NOW,
                    chosen={"city": side, "birthday": side},
                )
                for kept, gone in ((a, b), (c, d), (a, c))
            ]
            new = noted(owner, a, "since").id

            for merge_id in reversed(merges):
                services.unmerge(owner.caller, merge_id=merge_id, now=LATER)

            assert dump(but=new) == before
            assert Note.objects.get(id=new).customer_id == a
