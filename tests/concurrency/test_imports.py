"""An import taken back by two workers at once is counted once."""

from uuid import UUID

import pytest

from plon.customers.services import Person, identify_many
from plon.imports import services as imports
from plon.imports.models import Import
from plon.orders.services import NewOrder, record_orders
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)
BUYERS = 300


def loaded(bakery: UUID) -> UUID:
    """Return an import that brought sales with their buyers, and is to be taken back."""
    row = Import.objects.create(
        workspace_id=bakery,
        kind="orders",
        state=Import.State.UNDOING,
        file_name="sales.csv",
        folder="0" * 32,
        size_bytes=1,
        shape="",
        actor="user:1",
        created_at=NOW,
    )
    people = [Person(external_id=str(number)) for number in range(BUYERS)]
    ids = identify_many(workspace_id=bakery, people=people, now=NOW, import_id=row.id)
    orders = [
        NewOrder(external_id=str(each), customer_id=each, ordered_at=NOW, total_minor=100, currency="PLN")
        for each in ids
    ]  # fmt: skip
    record_orders(workspace_id=bakery, orders=orders, now=NOW, import_id=row.id)
    return row.id


def test_two_workers_count_what_they_took_back_once() -> None:
    bakery = ann().workspace_id
    with inside(bakery):
        import_id = loaded(bakery)

    def undo(_number: int) -> bool:
        with inside(bakery):
            return imports.undo_next_part(workspace_id=bakery, import_id=import_id, now=NOW)

    answers = crowd(2, undo)

    assert sorted(map(str, answers)) == ["False", "True"]  # the sales, then their buyers
    with inside(bakery):
        row = Import.objects.get(id=import_id)
    assert (row.state, row.results["removed"]) == ("undone", 2 * BUYERS)
