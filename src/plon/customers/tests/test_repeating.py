"""Erasures that a restored backup knows nothing of are done again, and nobody else goes along."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plon.accounts.models import AuditEntry
from plon.customers import queries, services
from plon.customers.models import Customer, Identity
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
THEN, LATER = NOW + timedelta(days=1), NOW + timedelta(days=2)


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def made(bakery: Person, name: str) -> UUID:
    told = Told(email=f"{name}@example.org", first_name=name.title())
    return identify(workspace_id=bakery.workspace_id, person=told, now=NOW)


def repeat(bakery: Person, *ids: UUID) -> int:
    erased = dict.fromkeys(ids, THEN)
    return services.repeat_erasures(workspace_id=bakery.workspace_id, erased=erased, now=LATER)


def merge(bakery: Person, *, kept: UUID, gone: UUID) -> None:
    services.merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW)


def standing() -> dict[str, str]:
    """Return who owns which address."""
    return dict(Identity.objects.order_by("value").values_list("value", "customer__first_name"))


def test_whoever_stands_here_again_is_erased_again(bakery: Person) -> None:
    dan, _eve = made(bakery, "dan"), made(bakery, "eve")

    assert repeat(bakery, dan, uuid4()) == 1

    assert standing() == {"eve@example.org": "Eve"}
    assert queries.erasures() == {dan: LATER}
    entry = AuditEntry.objects.get(action="customer.erased_again")
    assert (entry.actor, entry.subject) == ("system", f"customer:{dan}")
    assert entry.detail == {"erased_at": THEN.isoformat()}
    fact = Fact.objects.get(name="customers.CustomerForgotten")
    assert fact.payload["customer_ids"] == [str(dan)]
    # An old list does not bring them back.
    again = identify(
        workspace_id=bakery.workspace_id, person=Told(email="dan@example.org"), now=LATER
    )
    assert again == dan


def test_once(bakery: Person) -> None:
    dan = made(bakery, "dan")
    repeat(bakery, dan)

    assert repeat(bakery, dan) == 0
    assert AuditEntry.objects.filter(action="customer.erased_again").count() == 1


def test_two_cards_of_one_erased_person_are_one_erasure(bakery: Person) -> None:
    dan, danny = made(bakery, "dan"), made(bakery, "danny")
    merge(bakery, kept=dan, gone=danny)

    assert repeat(bakery, dan, danny) == 1
    assert queries.erasures() == {dan: LATER, danny: LATER}


def test_two_cards_not_joined_yet_go_both(bakery: Person) -> None:
    dan, danny = made(bakery, "dan"), made(bakery, "danny")

    assert repeat(bakery, dan, danny) == 2
    assert standing() == {}


class TestJoinedWithSomebodyNotErased:
    """The backup is older than the parting: the erased person alone is erased."""

    def test_the_other_was_merged_into_them(self, bakery: Person) -> None:
        dan, eve = made(bakery, "dan"), made(bakery, "eve")
        merge(bakery, kept=dan, gone=eve)

        assert repeat(bakery, dan) == 1

        assert standing() == {"eve@example.org": "Eve"}
        assert queries.erasures() == {dan: LATER}

    def test_they_were_merged_into_the_other(self, bakery: Person) -> None:
        dan, eve = made(bakery, "dan"), made(bakery, "eve")
        merge(bakery, kept=eve, gone=dan)

        assert repeat(bakery, dan) == 1

        assert standing() == {"eve@example.org": "Eve"}
        assert Customer.objects.get(id=eve).merged_into_id is None

    def test_later_merges_rest_on_theirs(self, bakery: Person) -> None:
        dan, eve, eva = (made(bakery, name) for name in ("dan", "eve", "eva"))
        merge(bakery, kept=eve, gone=dan)
        merge(bakery, kept=eva, gone=eve)

        assert repeat(bakery, dan) == 1

        assert standing() == {"eva@example.org": "Eva", "eve@example.org": "Eve"}
        assert queries.erasures() == {dan: LATER}
