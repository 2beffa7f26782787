"""Today and the list as told by the services: a young shop, pages in the order of a figure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import translation

from plon.accounts import queries as accounts
from plon.agenda import services as agenda
from plon.agenda.models import Task
from plon.agenda.queries import TaskFacts
from plon.agenda.services import words as agenda_words
from plon.customers import queries as customers
from plon.customers.models import Agreement, Customer, Tag, Tagging
from plon.experiments import services as experiments
from plon.imports.models import Import
from plon.insights.services import listing, listing_table
from plon.insights.tests.shop import buyer, customer, on_today
from plon.orders.services import NewOrder, record_orders
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from plon.ui.components import Task as TaskRow
from plon.value import tasks
from plon.value.models import Figures
from plon.value.services.freshness import mark_stale
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
WARSAW = ZoneInfo("Europe/Warsaw")
MONDAY = NOW + timedelta(days=1)  # when what was written down on NOW, a Sunday, is due


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


class TestToday:
    def test_shows_a_task_with_its_worth_its_customer_and_its_day(self, bakery: Person) -> None:
        who = customer(bakery)
        task = agenda.NewTask(title="Ask about the cake", customer_id=who, value_minor=50_000)
        task_id = agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)
        due_at = Task.objects.get().due_at

        (early,) = on_today(bakery, now=due_at - timedelta(minutes=1)).tasks
        (late,) = on_today(bakery, now=due_at + timedelta(days=2)).tasks

        assert (early.title, early.href) == ("Ask about the cake", f"/customers/{who}/")
        assert ("500" in early.value, early.value_note) == (True, "in 12 months")
        assert early.action == f"/tasks/{task_id}/outcome/"
        assert (early.is_late, early.level, early.word, early.due) == (
            False,
            "watch",
            "to do",
            "today",
        )
        assert (late.is_late, late.level, late.word, late.due) == (
            True,
            "bad",
            "late",
            "late by 2 days",
        )

    def test_shows_a_task_about_nobody_without_a_worth_or_an_address(self, bakery: Person) -> None:
        task = agenda.NewTask(title="Order flour")
        agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)

        (found,) = on_today(bakery, now=MONDAY).tasks

        assert found.href == found.action.replace("outcome/", "")
        assert (found.value, found.value_note) == ("", "")

    def test_gathers_what_waits_in_every_room(self, bakery: Person) -> None:
        agenda.add_task(
            workspace_id=bakery.workspace_id, task=agenda.NewTask(title="Order flour"), now=NOW
        )
        day = NOW.date()
        tried = experiments.Tried(
            observation="Fairs bring one purchase",
            segment="Fair",
            change="A call",
            metric="share that returns",
            start_date=day - timedelta(days=60),
            end_date=day - timedelta(days=1),
        )
        experiments.write_down(
            workspace_id=bakery.workspace_id, tried=tried, actor="user:ann", now=NOW
        )
        made = Import.objects.create(
            workspace_id=bakery.workspace_id,
            kind="orders",
            state="checked",
            file_name="sales.csv",
            folder="x",
            size_bytes=1,
            shape="x",
            actor="user:ann",
            created_at=NOW,
        )

        found = on_today(bakery, now=MONDAY).tasks

        titles = {task.title for task in found}
        assert titles == {
            "Order flour",
            "Decide: Fairs bring one purchase",
            "Finish the import: sales.csv",
        }
        assert f"/import/{made.id}/" in {task.href for task in found}

    def test_says_how_much_more_waits(self, bakery: Person) -> None:
        for number in range(9):
            task = agenda.NewTask(title=f"Task {number}")
            agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)

        found = on_today(bakery, now=MONDAY)

        assert (len(found.tasks), found.more) == (7, 2)

    def test_weighs_a_dear_task_behind_fifty_others(self, bakery: Person) -> None:
        for number in range(55):
            task = agenda.NewTask(title=f"Task {number}")
            agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)
        dear = agenda.NewTask(title="Dear", value_minor=900_000_00)
        agenda.add_task(workspace_id=bakery.workspace_id, task=dear, now=NOW)

        found = on_today(bakery, now=MONDAY)

        assert found.tasks[0].title == "Dear"
        assert found.more == 56 - 7

    def test_puts_into_words_what_it_shows_alone(
        self, bakery: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told: list[str] = []
        plain = agenda_words.task_row

        def row(task: TaskFacts, reader: agenda_words.Reader) -> TaskRow:
            told.append(task.title)
            return plain(task, reader)

        for number in range(9):
            new = agenda.NewTask(title=f"Task {number}")
            agenda.add_task(workspace_id=bakery.workspace_id, task=new, now=NOW)
        monkeypatch.setattr(agenda_words, "task_row", row)

        found = on_today(bakery, now=MONDAY)

        assert told == [each.title for each in found.tasks]
        assert len(told) == 7

    def test_counts_a_customer_once(self, bakery: Person) -> None:
        who = customer(bakery)
        for number in range(9):
            task = agenda.NewTask(title=f"Task {number}", customer_id=who)
            agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)

        found = on_today(bakery, now=MONDAY)

        assert (len(found.tasks), found.more) == (1, 0)

    def test_shows_no_task_of_a_later_day_but_counts_it(self, bakery: Person) -> None:
        task = agenda.NewTask(title="Ann", customer_id=customer(bakery), working_days=1)
        one = agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)
        late_evening = datetime(2026, 4, 13, 23, 30, tzinfo=WARSAW)

        sunday, due = on_today(bakery, now=NOW), on_today(bakery, now=late_evening)
        agenda.record_outcome(
            workspace_id=bakery.workspace_id,
            task_id=one,
            outcome=agenda.Outcome.NO_ANSWER,
            actor="user:ann",
            now=MONDAY,
        )
        called = on_today(bakery, now=MONDAY)

        assert ([task.title for task in due.tasks], due.later) == (["Ann"], 0)
        assert (sunday.tasks, sunday.more, sunday.later) == ([], 0, 1)
        assert (called.tasks, called.more, called.later) == ([], 0, 1)

    def test_says_that_first_figures_are_on_their_way(self, bakery: Person) -> None:
        assert on_today(bakery, now=NOW).is_empty
        order = NewOrder(
            external_id="1",
            customer_id=customer(bakery),
            ordered_at=NOW,
            total_minor=100,
            currency="PLN",
        )
        record_orders(workspace_id=bakery.workspace_id, orders=[order], now=NOW)
        told = on_today(bakery, now=NOW)
        mark_stale(workspace_id=bakery.workspace_id, reason="orders", now=NOW)
        heard = on_today(bakery, now=NOW)
        tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)

        assert (told.is_computing, told.is_empty, told.steps[0].is_done) == (True, False, True)
        assert (heard.is_computing, heard.is_empty) == (True, False)
        assert not on_today(bakery, now=NOW).is_computing

    def test_says_that_it_is_too_early_for_a_value(self, bakery: Person) -> None:
        buyer(bakery, 0)

        expected = on_today(bakery, now=NOW).numbers[0]

        assert (expected.value, expected.range) == ("too early", "")


class TestList:
    def test_shows_a_dash_where_it_is_too_early_for_a_value(self, bakery: Person) -> None:
        buyer(bakery, 0)
        page = listing.page_of(
            listing.wanted("", {}, today=NOW.date()),
            listing.Sort(key="name", is_falling=False),
            "",
            total=1,
        )

        (row,) = listing_table.table(
            page,
            accounts.workspace(bakery.workspace_id),
            sees_value=True,
            query=QueryDict(),
            total=1,
            now=NOW,
        ).rows

        _name, worth, risk, last, _contact = row.cells
        assert (worth.text, worth.note) == (listing_table.DASH, "")
        assert (risk.text, risk.level) == ("too early", "unknown")
        assert last.text == "40 days"


class TestPages:
    """The list in the order of a figure: every page after the other, nobody lost or told twice."""

    @pytest.fixture
    def people(self, bakery: Person) -> list[UUID]:
        """Return nine customers: some worth the same, some without a value, two without figures."""
        who = sorted(customer(bakery) for _ in range(9))
        for each, worth in zip(who[:7], (300, 300, 300, 100, None, 200, None), strict=True):
            Figures.objects.create(
                workspace_id=bakery.workspace_id,
                customer_id=each,
                first_date=NOW.date(),
                last_date=NOW.date(),
                purchase_days=1,
                r_score=1,
                f_score=1,
                m_score=1,
                group="loyal" if worth == 300 else "new",
                value_12m_minor=worth,
            )
        return who

    def walked(self, *, falling: bool, **filters: str) -> list[UUID]:
        text = filters.pop("text", "")
        counted = listing.counted(listing.wanted(text, filters, today=NOW.date()))
        total, found = counted.total, counted.soonest
        after, seen = "", []
        sort = listing.Sort(key="value", is_falling=falling)
        while True:
            page = listing.page_of(found, sort, after, total=total)
            seen += [row.id for row in page.rows]
            if page.next is None:
                assert len(seen) == total
                return seen
            after = listing.written_place(page.next)

    @pytest.mark.parametrize("size", [1, 2, 3, 5, 50])
    def test_walk_through_everybody_once(
        self, people: list[UUID], monkeypatch: pytest.MonkeyPatch, size: int
    ) -> None:
        monkeypatch.setattr(listing, "PAGE_SIZE", size)
        one, two, three, four, five, six, *rest = people

        assert self.walked(falling=True) == [three, two, one, six, four, five, *rest]
        assert self.walked(falling=False) == [four, six, one, two, three, five, *rest]
        assert self.walked(falling=True, group="new") == [six, four, five, people[6]]

    def test_leave_out_whom_lists_do_not_show(self, people: list[UUID]) -> None:
        Customer.objects.filter(id=people[1]).update(merged_into=people[0])
        Customer.objects.filter(id=people[4]).update(erased_at=NOW)

        assert {people[1], people[4]} & set(self.walked(falling=True)) == set()

    @pytest.mark.parametrize("few", [1, 2, 1_000])  # named at once, or asked of one by one
    @pytest.mark.parametrize("size", [2, 50])
    def test_are_the_same_however_long_the_list(
        self,
        bakery: Person,
        people: list[UUID],
        monkeypatch: pytest.MonkeyPatch,
        few: int,
        size: int,
    ) -> None:
        monkeypatch.setattr(customers.lists, "FEW", few)
        monkeypatch.setattr(listing, "PAGE_SIZE", size)
        asked, tag = [people[0], people[3], people[6], people[8]], new_id()
        Customer.objects.filter(id__in=asked).update(search_text="lis lena")
        Customer.objects.filter(id=people[8]).update(erased_at=NOW)
        Tag.objects.create(id=tag, workspace_id=bakery.workspace_id, name="stały")
        for each in (*asked, people[5]):
            here = {"workspace_id": bakery.workspace_id, "customer_id": each}
            Tagging.objects.create(tag_id=tag, **here)
            Agreement.objects.create(channel="email", purpose="marketing", is_given=True, **here)
        found = [people[0], people[3], people[6]]

        assert self.walked(falling=True, text="lena li") == found
        assert self.walked(falling=True, tag="stały") == [people[0], people[5], *found[1:]]
        assert self.walked(falling=True, consent="email", text="lis", tag="stały") == found
        assert self.walked(falling=True, text="nobody") == []
        some = [row.id for row in customers.search("lis")]
        assert (some, len(some)) == (sorted({*some} & {*found}), min(few, len(found)))
