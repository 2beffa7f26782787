"""What presses, of more tasks than are looked at; and the ways to reach whom a task is about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from plon.accounts.queries import Caller
from plon.agenda import queries, services
from plon.agenda.models import Task
from plon.agenda.services import NewTask, words
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=9)


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def add(who: Person, **told: object) -> None:
    task = NewTask(**{"title": "Call", **told})  # type: ignore[arg-type]
    services.add_task(workspace_id=who.workspace_id, task=task, now=NOW)


def pressing(who: Person, *, limit: int) -> queries.Pressing:
    return queries.pressing(workspace_id=who.workspace_id, until=UNTIL, owner_id=None, limit=limit)


@pytest.mark.parametrize("limit", [3, 50])
def test_the_dearest_is_there_however_late_it_is_due(bakery: Person, limit: int) -> None:
    dan = identify(workspace_id=bakery.workspace_id, person=Told(email="d@e.pl"), now=NOW)
    for _ in range(2):
        add(bakery, customer_id=dan)
    for number in range(6):
        add(bakery, title=str(number))
    add(bakery, title="Dear", working_days=3, value_minor=1_000_000)

    found = pressing(bakery, limit=limit)

    assert "Dear" in {task.title for task in found.tasks}
    assert (found.count, found.later) == (8, 0)  # Dan is one thing


@pytest.mark.parametrize("limit", [1, 50])
def test_those_of_later_days_are_counted_alone(bakery: Person, limit: int) -> None:
    add(bakery, title="Now")
    for days in (20, 21):
        add(bakery, title="Later", working_days=days)

    found = pressing(bakery, limit=limit)

    assert [task.title for task in found.tasks] == ["Now"]
    assert (found.count, found.later) == (1, 2)


class TestWaysToReach:
    def rows(self, who: Person, caller: Caller) -> list[list[str]]:
        reader = words.Reader.of(caller, now=NOW)
        found = queries.open_tasks(workspace_id=who.workspace_id)
        rows = [(words.task_row(task, reader), task.customer_id) for task in found]
        return [[each.href for each in row.buttons] for row in words.with_ways(rows, caller)]

    def about(self, who: Person, **told: str) -> None:
        person = Told(external_id="7", **told)  # type: ignore[arg-type]
        dan = identify(workspace_id=who.workspace_id, person=person, now=NOW)
        add(who, customer_id=dan)

    def test_are_a_call_and_whatsapp_where_there_is_a_phone(self, bakery: Person) -> None:
        self.about(bakery, phone="600 100 200")

        ((call, write, more),) = self.rows(bakery, bakery.caller)

        assert (call, write) == ("tel:+48600100200", "https://wa.me/48600100200")
        assert more == f"/tasks/{Task.objects.get().id}/"

    def test_are_none_without_a_number_or_a_customer(self, bakery: Person) -> None:
        self.about(bakery, email="dan@example.org")
        add(bakery)

        assert [len(hrefs) for hrefs in self.rows(bakery, bakery.caller)] == [1, 0]

    def test_are_hidden_from_whoever_sees_no_addresses(self, bakery: Person) -> None:
        self.about(bakery, phone="600 100 200")
        blind = replace(bakery.caller, rights=bakery.caller.rights - {"customers.read"})

        assert len(self.rows(bakery, blind)[0]) == 1
