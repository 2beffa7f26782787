"""A list that fills a customer while somebody changes, merges or forgets them: theirs stays."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from django.db import connection, transaction

from plon.customers.models import Customer, Identity
from plon.customers.services import Person as Told
from plon.customers.services import change_fields, erase, identify, merge
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.concurrency.test_merging import bakery, known

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["bakery"]
LISTED = Told(external_id="0", email="dan@example.org", first_name="Dan", city="Łódź")


def filled_meanwhile(bakery: Person, act: Callable[[], object]) -> UUID:
    """Let a list tell of the first customer while somebody's change is not committed yet."""
    is_changed, is_told = Event(), Event()

    def change() -> None:
        try:
            with inside(bakery.workspace_id), transaction.atomic():
                act()
                is_changed.set()
                is_told.wait(timeout=0.5)
        finally:
            connection.close()

    def tell() -> UUID:
        try:
            is_changed.wait(timeout=10)
            with inside(bakery.workspace_id):
                return identify(workspace_id=bakery.workspace_id, person=LISTED, now=NOW)
        finally:
            is_told.set()
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        told, changed = threads.submit(tell), threads.submit(change)
        changed.result()
        return told.result()


def test_what_somebody_writes_meanwhile_stays(bakery: Person) -> None:
    (dan,) = known(bakery, 1)

    def write() -> None:
        told = {"city": "Gdynia", "region": "pomorskie"}
        change_fields(bakery.caller, customer_id=dan, changes=told, now=NOW)

    assert filled_meanwhile(bakery, write) == dan

    with inside(bakery.workspace_id):
        row = Customer.objects.get()
    assert (row.first_name, row.city, row.region) == ("Dan", "Gdynia", "pomorskie")


def test_whoever_is_forgotten_meanwhile_stays_so(bakery: Person) -> None:
    (dan,) = known(bakery, 1)

    def forget() -> None:
        change_fields(bakery.caller, customer_id=dan, changes={"last_name": "Lis"}, now=NOW)
        erase(bakery.caller, customer_id=dan, name="Lis", now=NOW)

    assert filled_meanwhile(bakery, forget) == dan

    with inside(bakery.workspace_id):
        row = Customer.objects.get()
        assert not Identity.objects.exists()
    assert (row.first_name, row.city, row.search_text) == ("", "", "")


def test_of_whom_is_merged_meanwhile_the_kept_one_is_told(bakery: Person) -> None:
    gone, kept = known(bakery, 2)

    def join() -> None:
        merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW)

    assert filled_meanwhile(bakery, join) == kept

    with inside(bakery.workspace_id):
        assert Customer.objects.get(id=kept).first_name == "Dan"
        assert Customer.objects.get(id=gone).first_name == ""
        assert Identity.objects.get(kind="email").customer_id == kept
