"""A call that Today proposed: answered once, and once more when the quiet days are over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from plon.agenda import services as agenda
from plon.agenda.models import Task
from plon.insights.services import slipping
from plon.insights.tests.shop import buyer, customer, on_today
from plon.orders.models import Order
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Figures
from plon.value.services import refreshing
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


class TestAnsweringAProposal:
    def answer(self, bakery: Person, who: UUID, said: str, *, now: datetime = NOW) -> UUID:
        return slipping.answer_proposal(bakery.caller, customer_id=who, said=said, now=now)

    def proposed(self, bakery: Person, *, now: datetime) -> set[str]:
        return {task.href for task in on_today(bakery, now=now).tasks if task.word != "late"}

    def test_makes_no_task_for_who_has_bought_nothing(self, bakery: Person) -> None:
        with pytest.raises(slipping.NotSlipping):
            self.answer(bakery, customer(bakery), "talked")

        assert not Task.objects.exists()

    def test_makes_none_for_whoever_may_not_see_value(self, bakery: Person) -> None:
        who = buyer(bakery, 0)
        caller = replace(bakery.caller, rights=bakery.caller.rights - {"value.read"})

        with pytest.raises(slipping.NotSlipping):
            slipping.answer_proposal(caller, customer_id=who, said="talked", now=NOW)

    @pytest.mark.parametrize("said", ["", "x"])
    def test_with_something_unknown_writes_nothing(self, bakery: Person, said: str) -> None:
        who = buyer(bakery, 0)

        with pytest.raises(slipping.OutcomeUnknown):
            self.answer(bakery, who, said)

        assert not Task.objects.exists()

    def test_after_the_quiet_days_is_a_new_round(self, bakery: Person) -> None:
        who = buyer(bakery, 0)
        Figures.objects.update(is_slipping=True, value_12m_minor=500_00)
        href = f"/customers/{who}/"
        rounds = []
        for months in range(3):
            now = NOW + months * timedelta(days=31)
            assert href in self.proposed(bakery, now=now)
            rounds.append(self.answer(bakery, who, "talked", now=now))
            assert href not in self.proposed(bakery, now=now)

        assert len(set(rounds)) == 3
        assert Task.objects.exclude(closed_at=None).count() == 3

    def test_twice_at_once_is_one_task(self, bakery: Person) -> None:
        who = buyer(bakery, 0)
        self.answer(bakery, who, "talked")

        with pytest.raises(agenda.TaskOver):
            self.answer(bakery, who, "sold")

        assert Task.objects.get().outcome == "talked"

    def test_taken_back_waits_today_again_also_in_the_evening(self, bakery: Person) -> None:
        who = buyer(bakery, 0)
        Figures.objects.update(is_slipping=True, value_12m_minor=500_00)
        late = NOW.replace(hour=20)
        task_id = self.answer(bakery, who, "talked", now=late)

        agenda.take_back(workspace_id=bakery.workspace_id, task_id=task_id, now=late)

        assert f"/customers/{who}/" in {task.href for task in on_today(bakery, now=late).tasks}

    def test_later_leaves_it_open(self, bakery: Person) -> None:
        who = buyer(bakery, 0)

        assert self.answer(bakery, who, "later") == self.answer(bakery, who, "later")

        task = Task.objects.get()
        assert (task.closed_at, task.snoozes) == (None, 2)


class TestWhatATaskMayBring:
    def test_follows_the_figures_while_it_is_open(self, bakery: Person) -> None:
        who, other = buyer(bakery, 0, 20), buyer(bakery, 3)
        Figures.objects.update(is_slipping=True, value_12m_minor=500_00)
        for one, said in ((who, "later"), (other, "talked")):
            slipping.answer_proposal(bakery.caller, customer_id=one, said=said, now=NOW)
        by_hand = agenda.NewTask(title="Call", customer_id=who, value_minor=7_00)
        agenda.add_task(workspace_id=bakery.workspace_id, task=by_hand, now=NOW)

        Figures.objects.update(value_12m_minor=200_00)
        refreshing.revalue_tasks(bakery.workspace_id)

        told = Task.objects.order_by("value_minor").values_list("value_minor", "outcome")
        assert [*told] == [(7_00, ""), (200_00, ""), (500_00, "talked")]

    def test_stays_where_the_customer_has_no_figures_any_more(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 20)
        Figures.objects.update(is_slipping=True, value_12m_minor=500_00)
        slipping.answer_proposal(bakery.caller, customer_id=who, said="later", now=NOW)

        Figures.objects.all().delete()
        refreshing.revalue_tasks(bakery.workspace_id)

        assert Task.objects.get().value_minor == 500_00

    def test_follows_each_refresh(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 20)
        Figures.objects.update(is_slipping=True, value_12m_minor=500_00)
        slipping.answer_proposal(bakery.caller, customer_id=who, said="later", now=NOW)

        Order.objects.update(margin_minor=1_00, changed_at=NOW)
        tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)

        assert Task.objects.get().value_minor == Figures.objects.get().value_12m_minor
