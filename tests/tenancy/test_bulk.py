"""Many rows at once keep the walls of single ones."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from plon.customers.models import Consent, Customer, Note
from plon.runtime import bulk
from plon.runtime.tenancy import OtherWorkspace, inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def customers(owner: Person, count: int) -> list[Customer]:
    return Customer.objects.bulk_create(
        Customer(workspace_id=owner.workspace_id, created_at=NOW, updated_at=NOW)
        for _ in range(count)
    )


class TestUpdate:
    def test_writes_all_rows_in_one_statement(self, bakery: Person) -> None:
        rows = sorted(customers(bakery, 1_200), key=lambda row: row.id)
        for number, row in enumerate(rows):
            row.city, row.birthday = f"Ł{number}", date(1980, 5, 1) if number % 2 else None
            row.first_name = "not named, not written"

        with CaptureQueriesContext(connection) as asked:
            bulk.update(rows, "city", "birthday")

        assert len(asked) == 1
        kept = Customer.objects.order_by("id").values_list("city", "birthday", "first_name")
        assert list(kept) == [(row.city, row.birthday, "") for row in rows]

    def test_writes_nothing_for_nothing(self) -> None:
        with CaptureQueriesContext(connection) as asked:
            bulk.update([], "city")

        assert len(asked) == 0

    def test_refuses_a_row_of_another_workspace(self, bakery: Person) -> None:
        foreign = Customer(workspace_id=cora().workspace_id, created_at=NOW, updated_at=NOW)

        with pytest.raises(OtherWorkspace):
            bulk.update([*customers(bakery, 1), foreign], "city")


class TestDeleteFree:
    def test_leaves_what_something_protected_hangs_on(self, bakery: Person) -> None:
        free, held = customers(bakery, 2)
        Note.objects.create(
            workspace_id=bakery.workspace_id, customer=free, text="x", author="a", written_at=NOW
        )
        Consent.objects.create(
            workspace_id=bakery.workspace_id,
            customer=held,
            channel="email",
            purpose="marketing",
            is_given=True,
            decided_at=NOW,
            recorded_at=NOW,
        )

        removed, stuck = bulk.delete_free(Customer, [free.id, held.id])

        assert (removed, stuck) == (1, {held.id: "customers.Consent"})
        assert Customer.objects.get() == held


class TestOnceMore:
    def test_looks_again_where_another_was_faster(self) -> None:
        tries = iter([IntegrityError, IntegrityError, None])

        def step() -> str:
            if error := next(tries):
                raise error
            return "done"

        assert bulk.once_more(step) == "done"

    def test_gives_up_in_the_end(self) -> None:
        def step() -> None:
            raise IntegrityError(str(uuid4()))

        with pytest.raises(IntegrityError):
            bulk.once_more(step)
