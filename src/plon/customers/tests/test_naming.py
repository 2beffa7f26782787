"""How customers without a name are called: by the number of the firm's own list."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.customers import queries
from plon.customers.models import Customer, Identity
from plon.customers.queries import lists, naming
from plon.customers.services import Person, erase, identify_many, merge, unmerge
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann
from tests.cast import Person as Owner
from tests.counting import queries_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Owner:
    return ann()


def known(bakery: Owner, *people: Person) -> list[UUID]:
    with inside(bakery.workspace_id):
        return identify_many(workspace_id=bakery.workspace_id, people=people, now=NOW)


def test_a_number_stands_for_a_name_in_lists_and_on_the_card(bakery: Owner) -> None:
    who, dan = known(bakery, Person(external_id="1042"), Person(external_id="7", first_name="Dan"))

    with inside(bakery.workspace_id):
        everybody = lists.by_name(lists.Wanted(), after=None, limit=9).rows
        told = queries.card(who)
        assert [each.name for each in everybody] == ["Klient 1042", "Dan"]
        assert [each.name for each in queries.listed([dan, who])] == ["Dan", "Klient 1042"]
        assert queries.names_of([who]) == {who: "Klient 1042"}
        assert [each.name for each in queries.search("1042")] == ["Klient 1042"]
        assert told is not None
        assert told.name == "Klient 1042"


def test_the_number_comes_in_the_lists_own_statement(bakery: Owner) -> None:
    known(bakery, *(Person(external_id=str(number)) for number in range(20)))

    with inside(bakery.workspace_id), CaptureQueriesContext(connection) as asked:
        lists.by_name(lists.Wanted(), after=None, limit=50)

    assert queries_in(asked) == 1


def test_a_row_by_itself_has_its_number_asked_for(bakery: Owner) -> None:
    who, mail = known(bakery, Person(external_id="1042"), Person(email="dan@example.org"))

    with inside(bakery.workspace_id):
        assert naming.name_of(Customer.objects.get(id=who)) == "Klient 1042"
        assert naming.name_of(Customer.objects.get(id=mail)) == f"#{str(mail)[-6:]}"


def test_the_number_goes_along_with_a_merge_and_back(bakery: Owner) -> None:
    kept, gone = known(bakery, Person(email="dan@example.org"), Person(external_id="1042"))

    with inside(bakery.workspace_id):
        merge_id = merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW)
        assert queries.names_of([kept]) == {kept: "Klient 1042"}
        unmerge(bakery.caller, merge_id=merge_id, now=NOW)
        assert queries.names_of([gone]) == {gone: "Klient 1042"}
        assert queries.names_of([kept])[kept].startswith("#")


def test_an_erased_customer_has_no_number(bakery: Owner) -> None:
    (who,) = known(bakery, Person(external_id="1042"))

    with inside(bakery.workspace_id):
        erase(bakery.caller, customer_id=who, name="Klient 1042", now=NOW)
        assert queries.names_of([who])[who].startswith("#")
        assert not Identity.objects.filter(customer_id=who).exists()
