"""The search for duplicates in a whole workspace, and what people say of its proposals."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from plon.customers import services, tasks
from plon.customers.models import Customer, Identity, NoDuplicate, Proposal
from plon.customers.services import Person as Told
from plon.customers.services import finding, identify_many
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=31)
BORN = date(1970, 3, 4)


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def known(bakery: Person, *people: Told) -> list[UUID]:
    return sorted(identify_many(workspace_id=bakery.workspace_id, people=people, now=NOW))


def twins(bakery: Person, number: int = 1) -> list[UUID]:
    return known(
        bakery,
        Told(external_id=f"a{number}", first_name="Jan", last_name=f"Lis{number}", birthday=BORN),
        Told(external_id=f"b{number}", first_name="Jan", last_name=f"Lis{number}", birthday=BORN),
    )


def look(bakery: Person) -> list[tuple[UUID, UUID]]:
    """Return the proposals after a search, the strongest first."""
    tasks.find_duplicates(workspace_id=bakery.workspace_id, subject="", now=NOW)
    rows = Proposal.objects.order_by("-score", "id")
    return list(rows.values_list("first_id", "second_id"))


def test_pairs_are_proposed_with_their_reasons(bakery: Person) -> None:
    jan = twins(bakery)
    known(bakery, Told(external_id="x", first_name="Ewa", birthday=BORN))

    assert look(bakery) == [tuple(jan)]
    row = Proposal.objects.get()
    assert (row.score, row.reasons) == (60, ["same_name", "same_birthday"])
    assert look(bakery) == [tuple(jan)]
    assert Proposal.objects.get().id == row.id


def test_two_people_of_one_company_are_not_one(bakery: Person) -> None:
    known(
        bakery,
        Told(external_id="1", company_name="Acme", first_name="Ola", last_name="Lis"),
        Told(external_id="2", company_name="Acme", first_name="Jan", last_name="Kot"),
    )

    assert look(bakery) == []


def test_the_same_number_by_two_ways(bakery: Person) -> None:
    one, other = known(bakery, Told(phone="600100200"), Told(external_id="2"))
    whose = Identity.objects.get(kind="phone").customer_id
    Identity.objects.create(
        workspace_id=bakery.workspace_id,
        customer_id=other if whose == one else one,
        kind="whatsapp",
        value="+48600100200",
        shown="600100200",
        created_at=NOW,
    )

    assert look(bakery) == [(one, other)]


def test_a_proposal_goes_when_its_reason_went_and_changes_with_it(bakery: Person) -> None:
    one, other = twins(bakery)
    look(bakery)
    Customer.objects.filter(id__in=(one, other)).update(city="Łódź")
    look(bakery)
    assert "same_city" in Proposal.objects.get().reasons

    Customer.objects.filter(id=one).update(first_name="Ewa", last_name="Wilk")
    assert look(bakery) == []


def test_who_was_called_different_is_not_proposed_again(bakery: Person) -> None:
    one, other = twins(bakery)
    look(bakery)

    for _ in range(2):
        services.deny(bakery.caller, one_id=other, other_id=one, now=NOW)

    assert Proposal.objects.count() == 0
    assert NoDuplicate.objects.count() == 1
    assert look(bakery) == []
    with pytest.raises(services.CustomerUnknown):
        services.deny(bakery.caller, one_id=one, other_id=uuid4(), now=NOW)


def test_a_merge_takes_the_word_along(bakery: Person) -> None:
    one, other = twins(bakery)
    (third,) = known(bakery, Told(external_id="c"))
    services.deny(bakery.caller, one_id=one, other_id=other, now=NOW)

    services.merge(bakery.caller, kept_id=third, gone_id=one, now=NOW)

    assert look(bakery) == []


def test_later_is_thirty_days(bakery: Person) -> None:
    one, other = twins(bakery)
    look(bakery)

    services.put_off(one_id=one, other_id=other, now=NOW)
    look(bakery)

    assert Proposal.objects.get().later_until == NOW + timedelta(days=30)


def test_a_block_that_everybody_shares_is_left_out(bakery: Person) -> None:
    many = finding.BLOCK_MAX + 1
    people = [Told(external_id=str(n), first_name="Jan", city="Łódź") for n in range(many)]
    known(bakery, *people)

    assert look(bakery) == []


def test_who_was_merged_meanwhile_is_left_out(bakery: Person) -> None:
    one, other = twins(bakery)
    _count, alike = finding.search_pairs()
    services.merge(bakery.caller, kept_id=one, gone_id=other, now=NOW)

    kept = finding.keep_proposals(workspace_id=bakery.workspace_id, alike=alike, now=NOW)

    assert kept == 0


def test_it_is_done_again_the_next_day_while_there_is_anybody(bakery: Person) -> None:
    workspace_id = bakery.workspace_id
    assert tasks.find_duplicates(workspace_id=workspace_id, subject="", now=NOW) is None
    services.ask_to_find(workspace_id=workspace_id, now=NOW)
    twins(bakery)

    again = tasks.find_duplicates(workspace_id=workspace_id, subject="", now=NOW)

    assert again == NOW + timedelta(days=1)
