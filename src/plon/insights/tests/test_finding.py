"""The command bar finds tasks, orders by number, segments, products and actions, by rights."""

from uuid import UUID

import pytest
from django.utils import translation

from plon.accounts.domain import Role
from plon.agenda import services as agenda
from plon.insights.services.finding import found
from plon.orders.models import Order, Product
from plon.runtime.tenancy import inside
from plon.value.models import Segment
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, customers=60, until=NOW)
    with inside(owner.workspace_id):
        mine = {"workspace_id": owner.workspace_id, "created_at": NOW}
        Segment.objects.create(**mine, name="Łódź i okolice", rule={"join": "all", "parts": []})
        Product.objects.create(**mine, code="rye", name="Żytni na łódzkim zakwasie")
        Product.objects.create(**mine, code="old", name="Łódka marcepanowa", is_active=False)
        agenda.add_task(
            workspace_id=owner.workspace_id,
            task=agenda.NewTask(title="Wysłać łódzki cennik", due_at=NOW),
            now=NOW,
        )
    return owner


def results(who: Person, text: str) -> dict[str, str]:
    """Return what is found by word: its address."""
    with inside(who.workspace_id), translation.override("en"):
        return {each.word: each.href for _word, group in found(who.caller, text) for each in group}


def number(shop: Person) -> tuple[str, UUID]:
    with inside(shop.workspace_id):
        order = Order.objects.order_by("id")[0]
    return order.external_id, order.id


def test_segments_and_products_without_their_signs(shop: Person) -> None:
    told = results(shop, "lodz")

    assert {"Łódź i okolice", "Żytni na łódzkim zakwasie"} <= told.keys()
    assert "Łódka marcepanowa" not in results(shop, "lodka")
    for word in ("Łódź i okolice", "Żytni na łódzkim zakwasie"):
        assert shop.browser().get(told[word]).status_code == 200


def test_tasks_by_a_part_of_the_title(shop: Person) -> None:
    for typed in ("cennik", "ŁÓDZKI", "lodzki wyslac", "WYSŁAĆ"):
        told = results(shop, typed)

        assert shop.browser().get(told["Wysłać łódzki cennik"]).status_code == 200
    for typed in ("kraków wysłać", "wysł.ć", "[", "100%"):
        assert "Wysłać łódzki cennik" not in results(shop, typed)


def test_an_order_by_its_whole_number(shop: Person) -> None:
    external_id, order_id = number(shop)

    assert results(shop, f" #{external_id.upper()} ")[external_id] == f"/orders/{order_id}/"
    assert external_id not in results(shop, external_id[:-1])


@pytest.mark.parametrize(
    ("typed", "word"),
    [("new task", "New task"), ("imp", "Import a file"), ("file", "Import a file")],
)
def test_actions_by_their_words(shop: Person, typed: str, word: str) -> None:
    told = results(shop, typed)

    assert shop.browser().get(told[word]).status_code == 200


def test_each_role_finds_what_its_rights_open(shop: Person) -> None:
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

    assert "Łódź i okolice" not in results(ben, "lodz")
    assert "Żytni na łódzkim zakwasie" not in results(ben, "lodz")
    assert "Import a file" not in results(ben, "import")
    assert "New task" in results(ben, "task")


def test_nothing_of_strangers_and_nothing_for_nothing(shop: Person) -> None:
    stranger = cora()

    assert results(stranger, "lodz") == results(stranger, number(shop)[0]) == {}
    assert results(shop, "  ") == {}
