"""Tasks: made once, put off, handed over, closed with what came of them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plon.agenda import queries, services
from plon.agenda.models import Task
from plon.agenda.services import NewTask, Outcome
from plon.customers.models import Customer
from plon.customers.services import erase, merge, unmerge
from plon.runtime.models import Fact
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def add(who: Person, **told: object) -> UUID:
    task = NewTask(**{"title": "Zadzwoń: Dan", **told})  # type: ignore[arg-type]
    return services.add_task(workspace_id=who.workspace_id, task=task, now=NOW)


def say(who: Person, task_id: UUID, outcome: Outcome) -> bool:
    return services.record_outcome(
        workspace_id=who.workspace_id, task_id=task_id, outcome=outcome, actor="user:a", now=NOW
    )


class TestAddTask:
    def test_makes_one_task_of_one_cause(self, bakery: Person) -> None:
        assert add(bakery, key="slipping:1") == add(bakery, key="slipping:1")
        assert Task.objects.count() == 1

    def test_makes_two_where_a_person_wrote_two(self, bakery: Person) -> None:
        assert add(bakery) != add(bakery)


class TestRecordOutcome:
    def test_closes_the_task_and_tells_it_once(self, bakery: Person) -> None:
        task_id = add(bakery)

        assert say(bakery, task_id, Outcome.TALKED)

        assert Task.objects.get().closed_at == NOW
        assert Fact.objects.get().payload["outcome"] == "talked"
        with pytest.raises(services.TaskOver):
            say(bakery, task_id, Outcome.SOLD)

    def test_brings_an_unanswered_call_back_the_next_working_day(self, bakery: Person) -> None:
        task_id = add(bakery)

        assert not say(bakery, task_id, Outcome.NO_ANSWER)

        task = Task.objects.get()
        assert (task.attempts, task.closed_at) == (1, None)
        assert task.due_at > NOW
        assert not Fact.objects.exists()

    def test_gives_up_after_five_calls(self, bakery: Person) -> None:
        task_id = add(bakery)

        assert [say(bakery, task_id, Outcome.NO_ANSWER) for _ in range(5)] == [False] * 4 + [True]

    def test_does_not_know_the_tasks_of_others(self, bakery: Person) -> None:
        with pytest.raises(services.TaskGone):
            say(bakery, uuid4(), Outcome.DONE)


class TestTakingBack:
    def back(self, who: Person, task_id: UUID) -> None:
        services.take_back(workspace_id=who.workspace_id, task_id=task_id, now=NOW)

    def facts(self) -> list[str]:
        return list(Fact.objects.order_by("id").values_list("name", flat=True))

    def test_opens_a_closed_task_and_tells_it(self, bakery: Person) -> None:
        task_id = add(bakery)
        say(bakery, task_id, Outcome.SOLD)

        for _ in range(2):
            self.back(bakery, task_id)

        task = Task.objects.get()
        assert (task.closed_at, task.closed_by, task.outcome, task.before) == (None, "", "", {})
        assert self.facts() == ["agenda.TaskClosed", "agenda.TaskReopened"]
        assert say(bakery, task_id, Outcome.TALKED)

    def test_of_an_unanswered_call_is_told_to_nobody(self, bakery: Person) -> None:
        task_id = add(bakery)
        for _ in range(2):
            say(bakery, task_id, Outcome.NO_ANSWER)

        self.back(bakery, task_id)

        task = Task.objects.get()
        assert (task.attempts, task.outcome, self.facts()) == (1, "no_answer", [])

    def test_of_nobody_is_refused(self, bakery: Person) -> None:
        with pytest.raises(services.TaskGone):
            self.back(bakery, uuid4())


def test_a_task_is_put_off_by_working_days(bakery: Person) -> None:
    task_id = add(bakery)

    later = services.snooze_task(
        workspace_id=bakery.workspace_id, task_id=task_id, working_days=3, now=NOW
    )

    task = Task.objects.get()
    assert (task.due_at, task.snoozes) == (later, 1)


def test_a_task_is_handed_over_and_back(bakery: Person) -> None:
    task_id = add(bakery)
    services.hand_over(workspace_id=bakery.workspace_id, task_id=task_id, owner_id=bakery.user.id)
    assert Task.objects.get().owner_id == bakery.user.id

    services.hand_over(workspace_id=bakery.workspace_id, task_id=task_id, owner_id=None)
    assert Task.objects.get().owner_id is None


def test_a_task_is_not_given_to_a_stranger(bakery: Person) -> None:
    task_id, stranger = add(bakery), uuid4()

    with pytest.raises(services.UnknownOwner):
        services.hand_over(workspace_id=bakery.workspace_id, task_id=task_id, owner_id=stranger)

    assert Task.objects.get().owner_id is None


def test_tasks_follow_a_merge_and_a_parting(bakery: Person) -> None:
    kept, gone = (
        Customer.objects.create(workspace_id=bakery.workspace_id, created_at=NOW, updated_at=NOW)
        for _ in range(2)
    )
    add(bakery, customer_id=gone.id)
    merge_id = merge(bakery.caller, kept_id=kept.id, gone_id=gone.id, now=NOW)

    assert services.follow_merge(merge_id=merge_id) == 1
    assert Task.objects.get().customer_id == kept.id
    assert list(
        queries.next_contacts(workspace_id=bakery.workspace_id, customer_ids=[kept.id])
    ) == [kept.id]

    unmerge(bakery.caller, merge_id=merge_id, now=NOW)
    assert services.follow_parting(merge_id=merge_id) == 1
    assert Task.objects.get().customer_id == gone.id


def test_one_sees_ones_own_tasks_and_nobodys(bakery: Person) -> None:
    ben = person("Ben", workspace_id=bakery.workspace_id)
    mine, free = add(bakery, owner_id=bakery.user.id), add(bakery)
    add(bakery, owner_id=ben.user.id)

    found = queries.open_tasks(
        workspace_id=bakery.workspace_id, until=NOW + timedelta(days=9), owner_id=bakery.user.id
    )

    assert {task.id for task in found} == {mine, free}


def test_a_stranger_changes_nothing() -> None:
    owner, stranger = ann(), cora()
    with inside(owner.workspace_id):
        task_id = add(owner)

    response = stranger.browser().post(f"/tasks/{task_id}/outcome/", {"outcome": "done"})

    assert response.status_code == 404
    with inside(owner.workspace_id):
        assert Task.objects.get().closed_at is None


class TestWhoseTask:
    def customer(self, who: Person) -> Customer:
        return Customer.objects.create(
            workspace_id=who.workspace_id, first_name="Dan", created_at=NOW, updated_at=NOW
        )

    def test_of_a_merged_customer_is_the_kept_ones(self, bakery: Person) -> None:
        kept, gone = self.customer(bakery), self.customer(bakery)
        merge(bakery.caller, kept_id=kept.id, gone_id=gone.id, now=NOW)

        add(bakery, customer_id=gone.id)

        assert Task.objects.get().customer_id == kept.id

    def test_of_nobody_or_of_somebody_forgotten_is_refused(self, bakery: Person) -> None:
        dan = self.customer(bakery)
        erase(bakery.caller, customer_id=dan.id, name="Dan", now=NOW)

        for nobody in (uuid4(), dan.id):
            with pytest.raises(services.UnknownCustomer):
                add(bakery, customer_id=nobody)
        assert not Task.objects.exists()


def test_an_old_open_task_of_a_customer_is_not_hidden_by_closed_ones(bakery: Person) -> None:
    dan = Customer.objects.create(workspace_id=bakery.workspace_id, created_at=NOW, updated_at=NOW)
    old = add(bakery, customer_id=dan.id, title="Old")
    for _ in range(3):
        say(bakery, add(bakery, customer_id=dan.id), Outcome.DONE)

    found = queries.tasks_of(workspace_id=bakery.workspace_id, customer_id=dan.id, limit=3)

    assert next(task.id for task in found) == old
    assert len(found) == 3
