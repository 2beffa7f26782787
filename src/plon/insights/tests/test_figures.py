"""The figures of Today: whose, how they are counted, what they say where little is known."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import translation

from plon.accounts.domain import RIGHTS, Role
from plon.agenda import services as agenda
from plon.agenda.models import Task
from plon.customers.models import Customer
from plon.experiments import services as experiments
from plon.insights import domain
from plon.insights.services import definitions, figures
from plon.insights.services.figures import Day
from plon.orders.models import Order, Refund
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from plon.ui.components import NumberTile
from plon.ui.speech import Speech
from plon.value import tasks
from plon.value.models import Snapshot
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def shown(to: Person) -> dict[str, NumberTile]:
    """Return the figures of a person by their keys."""
    caller = to.caller
    speech = Speech(language="en", currency="PLN")
    day = Day(caller=caller, firm=caller.firm, speech=speech, now=NOW, is_stale=False)
    return {tile.definition.key: tile for tile in figures.numbers(day) if tile.definition}


def as_role(role: Role, bakery: Person) -> Person:
    return person("Ben", workspace_id=bakery.workspace_id, role=role)


def new_task(bakery: Person, *, late: bool = False, owner: Person | None = None) -> None:
    made = agenda.NewTask(title="Order flour", owner_id=owner.user.id if owner else None)
    task_id = agenda.add_task(workspace_id=bakery.workspace_id, task=made, now=NOW)
    Task.objects.filter(id=task_id).update(due_at=NOW + timedelta(hours=-1 if late else 1))


def order(bakery: Person, number: str, **told: object) -> Order:
    who, _ = Customer.objects.get_or_create(
        workspace_id=bakery.workspace_id,
        first_name="Dan",
        defaults={"created_at": NOW, "updated_at": NOW},
    )
    usual = {
        "status": "paid",
        "ordered_at": NOW - timedelta(hours=1),
        "total_minor": 100_00,
        "currency": "PLN",
    }
    return Order.objects.create(
        workspace_id=bakery.workspace_id,
        customer=who,
        external_id=number,
        told_hash=number,
        created_at=NOW,
        **(usual | told),
    )


class TestFigures:
    def test_every_role_has_the_rights_of_its_own(self) -> None:
        for role in Role:
            asked = domain.FIGURES[role.value]
            assert domain.figures_for(role.value, RIGHTS[role]) == asked

    def test_are_left_out_without_the_right(self) -> None:
        assert domain.figures_for("owner", frozenset({"today.read"})) == ()
        assert domain.figures_for("", RIGHTS[Role.OWNER]) == ()

    def test_each_has_a_definition_and_a_tile(self) -> None:
        keys = {key for each in domain.FIGURES.values() for key in each}

        assert keys == set(domain.RIGHTS)
        assert all(definitions.definition(key).formula for key in keys)

    def test_of_the_base_are_missing_before_there_are_any(self, bakery: Person) -> None:
        assert shown(bakery) == {}

    def test_set_a_purchase_against_a_lifetime(self, bakery: Person) -> None:
        stock(bakery.workspace_id, until=NOW)
        tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)

        found = shown(bakery)

        assert list(found) == ["expected", "slipping", "lifetime"]
        assert "one purchase brings PLN" in found["lifetime"].note
        assert found["expected"].range

    def test_do_so_only_where_amounts_are_known(self, bakery: Person) -> None:
        for number in range(3):
            order(bakery, f"shop:{number}", total_minor=0)
        tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)

        found = shown(bakery)

        assert found["lifetime"].note == "so far and 12 months ahead"


class TestTasks:
    def test_are_ones_own_and_nobodys(self, bakery: Person) -> None:
        ben = as_role(Role.OPERATOR, bakery)
        new_task(bakery, owner=ben)
        new_task(bakery, late=True)
        new_task(bakery, owner=bakery)

        due = shown(ben)["due"]

        assert (due.value, due.word, due.level) == ("2", "1 of them is late", "watch")
        assert due.href == "/tasks/"

    def test_none_of_which_is_late_are_no_warning(self, bakery: Person) -> None:
        new_task(bakery)

        due = shown(as_role(Role.BROKER, bakery))["due"]

        assert (due.value, due.word, due.level) == ("1", "", "unknown")

    def test_are_everybodys_for_a_supervisor(self, bakery: Person) -> None:
        new_task(bakery, owner=bakery)
        new_task(bakery)

        found = shown(as_role(Role.SUPERVISOR, bakery))

        assert {key: tile.value for key, tile in found.items()} == {
            "due-everybody": "2",
            "untaken": "1",
        }
        assert found["untaken"].href == "/tasks/?whose=everybody"


class TestSums:
    def test_are_of_this_month_and_the_firms_currency(self, bakery: Person) -> None:
        sold = order(bakery, "a", status="returned", refunded_minor=30_00)
        order(bakery, "b", ordered_at=NOW - timedelta(days=12))
        order(bakery, "c", currency="EUR")
        order(bakery, "d", status="cancelled")
        order(bakery, "e", status="signed", total_minor=50_00)
        Refund.objects.create(
            workspace_id=bakery.workspace_id,
            order=sold,
            external_id="r",
            amount_minor=30_00,
            refunded_at=NOW - timedelta(hours=1),
            created_at=NOW,
        )

        found = shown(as_role(Role.ACCOUNTANT, bakery))

        assert (found["sold"].value, found["sold"].note) == ("PLN\u00a0150", "2 transactions")
        assert found["given-back"].value == "PLN\u00a030"
        assert found["sold"].href == "/orders/?from_date=2026-04-01"

    def test_have_a_pace_beside_the_whole_month_before(self, bakery: Person) -> None:
        accountant = as_role(Role.ACCOUNTANT, bakery)
        assert shown(accountant)["sold"].target is None

        order(bakery, "march", ordered_at=NOW - timedelta(days=20), total_minor=1_000_00)
        order(bakery, "february", ordered_at=NOW - timedelta(days=60), total_minor=9_000_00)
        target, seen = None, {}
        for number, minor in (("a", 260_00), ("b", 40_00), ("c", 50_00)):
            order(bakery, number, total_minor=minor)
            sold = shown(accountant)["sold"]
            target = sold.target
            assert target is not None
            seen[target.reached] = (sold.level, sold.word)

        assert target is not None
        assert target.text == "the whole month before: PLN\u00a01,000"
        assert target.pace == pytest.approx(7 / 21)  # Easter Monday is free, and weekends
        assert seen == {
            0.26: ("bad", "behind"),
            0.3: ("watch", "a little behind"),
            0.35: ("good", "good pace"),
        }


class TestHypotheses:
    def test_say_how_many_wait(self, bakery: Person) -> None:
        for end in (NOW.date() - timedelta(days=1), NOW.date()):
            tried = experiments.Tried(
                observation="Few come back",
                segment="all",
                change="a letter",
                metric="share",
                start_date=end,
                end_date=end,
            )
            experiments.write_down(
                workspace_id=bakery.workspace_id, tried=tried, actor="user:ann", now=NOW
            )

        found = shown(as_role(Role.MANAGER, bakery))["hypotheses"]

        assert (found.value, found.note) == ("2", "1 waits for a decision")


class TestCatalogue:
    def test_has_no_part_without_figures(self) -> None:
        parts = definitions.catalogue("counter", RIGHTS[Role.COUNTER])

        assert parts == []

    def test_names_each_figure_once(self) -> None:
        for role in Role:
            parts = definitions.catalogue(role.value, RIGHTS[role])
            keys = [each.key for part in parts for each in part.figures]
            assert len(keys) == len(set(keys))


class TestTrends:
    @pytest.fixture
    def before(self, bakery: Person) -> Snapshot:
        """Return the snapshot of 30 days ago: half as much was expected, half slipped away."""
        stock(bakery.workspace_id, until=NOW)
        tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)
        row = Snapshot.objects.get()
        for name in ("value_12m_minor", "slipping_minor", "ltv_mean_minor"):
            setattr(row, name, round((getattr(row, name) or 0) / 2))
        row.id, row.as_of_date, row.answer = new_id(), row.as_of_date - timedelta(days=30), {}
        row._state.adding = True
        row.save()
        return row

    @pytest.mark.usefixtures("before")
    def test_are_told_with_their_day_and_a_line(self, bakery: Person) -> None:
        tiles = shown(bakery)

        levels = {key: tiles[key].change_level for key in ("expected", "slipping", "lifetime")}
        assert levels == {"expected": "good", "slipping": "watch", "lifetime": "good"}
        assert tiles["expected"].change == "+100%"
        assert tiles["expected"].change_note.startswith("since ")
        line = tiles["expected"].sparkline
        assert line is not None
        assert len(line.values) == 2
        assert line.values[0] < line.values[1]

    def test_that_stand_still_are_neither_good_nor_bad(
        self, bakery: Person, before: Snapshot
    ) -> None:
        now = Snapshot.objects.latest("as_of_date")
        Snapshot.objects.filter(id=before.id).update(value_12m_minor=now.value_12m_minor)

        assert shown(bakery)["expected"].change_level == "unknown"

    @pytest.mark.parametrize("told", [{"is_margin": True}, {"value_12m_minor": 0}])
    def test_need_an_earlier_figure_of_the_same_kind(
        self, bakery: Person, before: Snapshot, told: dict[str, object]
    ) -> None:
        Snapshot.objects.filter(id=before.id).update(**told)

        tile = shown(bakery)["expected"]
        assert (tile.change, tile.sparkline) == ("", None)
