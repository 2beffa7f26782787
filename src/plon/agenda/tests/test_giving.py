"""One task for each of the customers picked in a list."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.agenda import services
from plon.agenda.models import Task
from plon.agenda.services import NewTask, Outcome
from plon.agenda.services.giving import PICKED_MAX
from plon.customers.models import Customer
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db
PAGE = "/tasks/picked/"
CALL = NewTask(title="Zadzwoń", script="Dzień dobry", value_minor=20_000, working_days=2)
SAID = {"title": "Zadzwoń", "kind": "visit", "working_days": "2", "value_minor": "200"}


@pytest.fixture
def bakery() -> Person:
    return ann()


def someone(who: Person, name: str, **more: object) -> UUID:
    with inside(who.workspace_id):
        return Customer.objects.create(
            workspace_id=who.workspace_id,
            first_name=name,
            created_at=NOW,
            updated_at=NOW,
            **more,
        ).id


def given(who: Person, batch: UUID, ids: Sequence[UUID], task: NewTask = CALL) -> int:
    with inside(who.workspace_id):
        return services.give_tasks(who.caller, batch=batch, customer_ids=ids, task=task, now=NOW)


def titles(who: Person) -> list[str]:
    with inside(who.workspace_id):
        return sorted(Task.objects.values_list("title", flat=True))


class TestGiveTasks:
    def test_gives_each_customer_one_named_in_its_title(self, bakery: Person) -> None:
        ola, jan = someone(bakery, "Ola"), someone(bakery, "Jan")

        assert given(bakery, uuid4(), [ola, jan, uuid4()]) == 2

        assert titles(bakery) == ["Zadzwoń: Jan", "Zadzwoń: Ola"]
        with inside(bakery.workspace_id):
            task = Task.objects.get(customer_id=ola)
            assert (task.script, task.value_minor) == ("Dzień dobry", 20_000)
            assert NOW + timedelta(days=1) < task.due_at
            entry = AuditEntry.objects.get(action="tasks.given")
            assert entry.detail == {"count": 2}

    def test_writes_nothing_down_where_nobody_is_known(self, bakery: Person) -> None:
        assert given(bakery, uuid4(), [uuid4()]) == 0

        assert titles(bakery) == []
        with inside(bakery.workspace_id):
            assert not AuditEntry.objects.filter(action="tasks.given").exists()

    def test_gives_nothing_more_when_it_is_repeated(self, bakery: Person) -> None:
        batch, ola = uuid4(), someone(bakery, "Ola")
        given(bakery, batch, [ola])

        assert given(bakery, batch, [ola], NewTask(title="Inaczej")) == 0

        assert titles(bakery) == ["Zadzwoń: Ola"]
        with inside(bakery.workspace_id):
            assert AuditEntry.objects.filter(action="tasks.given").count() == 1

    def test_gives_nothing_to_others_in_the_name_of_a_giving_that_is_done(
        self, bakery: Person
    ) -> None:
        batch, ola = uuid4(), someone(bakery, "Ola")
        given(bakery, batch, [ola])

        assert given(bakery, batch, [ola, someone(bakery, "Jan")]) == 0

        assert titles(bakery) == ["Zadzwoń: Ola"]

    def test_gives_again_what_is_another_giving(self, bakery: Person) -> None:
        ola = someone(bakery, "Ola")

        assert [given(bakery, uuid4(), [ola]) for _ in range(2)] == [1, 1]

    def test_gives_one_to_who_was_merged_and_none_to_who_was_erased(self, bakery: Person) -> None:
        batch, ola = uuid4(), someone(bakery, "Ola")
        same = someone(bakery, "Ola", merged_into_id=ola)
        gone = someone(bakery, "", erased_at=NOW)

        assert given(bakery, batch, [ola, same, gone]) == 1
        assert given(bakery, batch, [same, ola, gone]) == 0

    def test_gives_nothing_more_after_two_of_them_were_merged(self, bakery: Person) -> None:
        batch, ids = uuid4(), [someone(bakery, "Ola"), someone(bakery, "Olga")]
        assert given(bakery, batch, ids) == 2
        with inside(bakery.workspace_id):
            Customer.objects.filter(id=ids[1]).update(merged_into_id=ids[0])

        assert given(bakery, batch, ids) == 0

    def test_refuses_too_many_and_an_owner_who_does_no_tasks(self, bakery: Person) -> None:
        with pytest.raises(services.TooManyPicked):
            given(bakery, uuid4(), [uuid4() for _ in range(PICKED_MAX + 1)])
        with pytest.raises(services.UnknownOwner):
            given(bakery, uuid4(), [], NewTask(title="x", owner_id=cora().user.id))

        assert titles(bakery) == []


class TestTakeTasksBack:
    def test_takes_those_of_which_nothing_was_said(self, bakery: Person) -> None:
        batch, other = uuid4(), uuid4()
        ids = [someone(bakery, name) for name in ("Ola", "Jan", "Ewa")]
        given(bakery, batch, ids)
        given(bakery, other, ids[:1])
        with inside(bakery.workspace_id):
            tasks = [Task.objects.get(customer_id=one) for one in ids[1:]]
            services.record_outcome(
                workspace_id=bakery.workspace_id,
                task_id=tasks[0].id,
                outcome=Outcome.NO_ANSWER,
                actor="x",
                now=NOW,
            )
            services.snooze_task(
                workspace_id=bakery.workspace_id, task_id=tasks[1].id, working_days=1, now=NOW
            )

            taken = [
                services.take_tasks_back(bakery.caller, batch=batch, now=NOW) for _ in range(2)
            ]

            assert taken == [1, 0]
            assert AuditEntry.objects.get(action="tasks.taken_back").detail == {"count": 1}
        assert titles(bakery) == ["Zadzwoń: Ewa", "Zadzwoń: Jan", "Zadzwoń: Ola"]


class TestPage:
    def test_asks_once_for_all_and_writes_them_down(self, bakery: Person) -> None:
        picked = [str(someone(bakery, name)) for name in ("Ola", "Jan")]
        browser = bakery.browser()

        asked = browser.post(PAGE, {"picked": [*picked, "x", str(uuid4())], "tag": ""})

        assert asked.status_code == 200
        assert asked.context["names"] == "Jan, Ola"
        assert set(map(str, asked.context["picked"])) == set(picked)
        form = asked.context["form"]
        filled = {**SAID, "picked": picked, "batch": str(form["batch"].value())}
        filled["owner_id"] = str(form["owner_id"].value())
        for text in ("2 zadania są na liście", "niczego nie dodano"):
            answer = browser.post(PAGE, filled, follow=True).text
            assert text in answer.replace("\xa0", " ")
        with inside(bakery.workspace_id):
            assert {(one.kind, one.owner_id) for one in Task.objects.all()} == {
                ("visit", bakery.user.id)
            }
        assert len(titles(bakery)) == 2

        browser.post(f"{PAGE}{filled['batch']}/back/")
        assert titles(bakery) == []

    def test_names_twenty_and_counts_the_others(self, bakery: Person) -> None:
        picked = [str(someone(bakery, f"O{number}")) for number in range(23)]

        assert bakery.browser().post(PAGE, {"picked": picked}).context["more"] == 3

    def test_gives_back_a_form_without_a_title(self, bakery: Person) -> None:
        filled = {**SAID, "title": "", "picked": str(someone(bakery, "Ola")), "batch": str(uuid4())}

        assert bakery.browser().post(PAGE, filled).status_code == 422
        assert titles(bakery) == []

    def test_leads_back_where_nobody_is_picked(self, bakery: Person) -> None:
        for picked in ([], ["x"], [str(uuid4())], [str(someone(cora(), "Obcy"))]):
            response = bakery.browser().post(PAGE, {"picked": picked})
            assert response.headers["Location"] == "/customers/"

    def test_refuses_more_than_are_given_at_once(self, bakery: Person) -> None:
        picked = [str(uuid4()) for _ in range(PICKED_MAX + 1)]

        assert bakery.browser().post(PAGE, {"picked": picked}).status_code == 422

    def test_is_for_who_works_on_tasks(self, bakery: Person) -> None:
        clerk = person("Ben", workspace_id=bakery.workspace_id, role=Role.COUNTER).browser()

        assert clerk.post(PAGE, {"picked": str(someone(bakery, "Ola"))}).status_code == 403
        assert clerk.post(f"{PAGE}{uuid4()}/back/").status_code == 403

    def test_of_a_stranger_touches_nothing(self, bakery: Person) -> None:
        batch, ola, stranger = uuid4(), someone(bakery, "Ola"), cora().browser()
        filled = {**SAID, "picked": str(ola), "batch": str(uuid4())}

        stranger.post(PAGE, filled)
        assert titles(bakery) == []
        given(bakery, batch, [ola])
        stranger.post(f"{PAGE}{batch}/back/")
        assert titles(bakery) == ["Zadzwoń: Ola"]
