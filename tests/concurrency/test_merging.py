"""Of several merges of one customer at once, one wins; orders that come meanwhile are the winner's."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import UUID

import pytest
from django.db import connection, transaction

from plon.accounts.models import AuditEntry
from plon.customers.models import Customer, Merge
from plon.customers.services import NotMergeable, identify, merge
from plon.customers.services import Person as Told
from plon.orders import services as orders
from plon.orders.models import Order
from plon.orders.services.following import follow_merge
from plon.runtime.tenancy import inside
from plon.runtime.walls import install_walls
from tests.cast import NOW, Person, ann
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def bakery(transactional_db: None) -> Iterator[Person]:
    """Return Ann; afterwards take away what the audit log would not let the test's end delete."""
    owner = ann()
    yield owner
    if connection.vendor == "sqlite":  # PostgreSQL truncates past triggers
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER only_grows_accounts_auditentry_delete")
        with inside(owner.workspace_id):
            AuditEntry.objects.all().delete()
        install_walls(connection)


def known(bakery: Person, count: int) -> list[UUID]:
    with inside(bakery.workspace_id):
        return [
            identify(workspace_id=bakery.workspace_id, person=Told(external_id=str(n)), now=NOW)
            for n in range(count)
        ]


def test_one_customer_into_many_at_once(bakery: Person) -> None:
    gone, *others = known(bakery, 7)

    def join(number: int) -> UUID:
        with inside(bakery.workspace_id):
            return merge(bakery.caller, kept_id=others[number], gone_id=gone, now=NOW)

    answers = crowd(6, join)

    assert sum(isinstance(answer, NotMergeable) for answer in answers) == 5
    with inside(bakery.workspace_id):
        assert Merge.objects.count() == 1
        assert Customer.objects.get(id=gone).merged_into_id == Merge.objects.get().kept_id


def test_two_into_each_other_at_once(bakery: Person) -> None:
    pair = known(bakery, 2)

    def join(number: int) -> UUID:
        with inside(bakery.workspace_id):
            return merge(
                bakery.caller, kept_id=pair[number % 2], gone_id=pair[1 - number % 2], now=NOW
            )

    answers = crowd(4, join)

    assert sum(isinstance(answer, NotMergeable) for answer in answers) == 3
    with inside(bakery.workspace_id):
        assert Customer.objects.exclude(merged_into=None).count() == 1


def test_an_order_on_its_way_during_a_merge_is_the_kept_ones(bakery: Person) -> None:
    gone, kept = known(bakery, 2)
    is_told, is_merged = Event(), Event()

    def tell() -> None:
        """Record an order of the one to go, and commit when the other had time to merge."""
        try:
            with inside(bakery.workspace_id), transaction.atomic():
                orders.record_orders(workspace_id=bakery.workspace_id, orders=[sale(gone)], now=NOW)
                is_told.set()
                is_merged.wait(timeout=0.5)
        finally:
            connection.close()

    def join() -> None:
        """Merge, and move what is there, as the worker does."""
        try:
            is_told.wait(timeout=10)
            with inside(bakery.workspace_id):
                one = merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW)
            with inside(bakery.workspace_id):
                follow_merge(workspace_id=bakery.workspace_id, merge_id=one, now=NOW)
            is_merged.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(tell), threads.submit(join)]:
            done.result()

    with inside(bakery.workspace_id):
        assert Order.objects.get().customer_id == kept


def test_an_order_that_waits_for_a_merge_is_the_kept_ones(bakery: Person) -> None:
    gone, kept = known(bakery, 2)
    is_merging, is_told = Event(), Event()

    def join() -> None:
        """Merge, and commit when the order had time to be told."""
        try:
            with inside(bakery.workspace_id), transaction.atomic():
                merge(bakery.caller, kept_id=kept, gone_id=gone, now=NOW)
                is_merging.set()
                is_told.wait(timeout=0.5)
        finally:
            connection.close()

    def tell() -> None:
        try:
            is_merging.wait(timeout=10)
            with inside(bakery.workspace_id):
                orders.record_orders(workspace_id=bakery.workspace_id, orders=[sale(gone)], now=NOW)
            is_told.set()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(join), threads.submit(tell)]:
            done.result()

    with inside(bakery.workspace_id):
        assert Order.objects.get().customer_id == kept


def sale(customer_id: UUID) -> orders.NewOrder:
    return orders.NewOrder(
        external_id="A", customer_id=customer_id, ordered_at=NOW, total_minor=100, currency="PLN"
    )
