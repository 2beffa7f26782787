"""Sales without a margin: the owner is told how many, since when, and what to do."""

from datetime import timedelta

import pytest
from django.db.models import F

from plon.accounts.domain import Role
from plon.orders.models import Order
from plon.runtime.tenancy import inside
from plon.value import queries, tasks
from plon.value.services import keeping_some
from plon.value.tests.shop import OPENED, stock
from tests.cast import NOW, Person, ann, person

pytestmark = pytest.mark.django_db

LIST, FIELD = 'href="/orders/?margin=missing"', 'href="/value/margin/"'


@pytest.fixture
def shop() -> Person:
    """Return a shop whose sales all have margins, but for its three first paid ones."""
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    with inside(owner.workspace_id):
        Order.objects.update(margin_minor=F("total_minor") / 2)
        some = Order.objects.order_by("ordered_at", "id").values_list("id", flat=True)[:3]
        Order.objects.filter(id__in=list(some)).update(margin_minor=None)
    refresh(owner)
    return owner


def refresh(owner: Person) -> None:
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)


def missing(owner: Person) -> queries.MarginsMissing | None:
    with inside(owner.workspace_id):
        return queries.margins_missing()


def sales(owner: Person) -> int:
    with inside(owner.workspace_id):
        return Order.objects.count()


def test_before_the_first_figures_none_is_missing() -> None:
    assert missing(ann()) is None


def test_it_is_said_how_many_and_since_when(shop: Person) -> None:
    found = missing(shop)

    assert found is not None
    assert (found.sales, found.of_sales) == (3, sales(shop))
    with inside(shop.workspace_id):
        first = Order.objects.earliest("ordered_at").ordered_at
    assert found.since == first.date()


def test_the_value_page_the_data_check_and_the_system_say_it(shop: Person) -> None:
    browser = shop.browser()
    for address, told in (
        ("/value/", "sprzedaży nie mają marży"),
        ("/value/risks/", "sprzedaży nie mają marży"),
        ("/settings/system/", "3 sprzedaże nie mają marży"),
    ):
        page = browser.get(address).text
        assert told in page
        assert FIELD in page
        assert (LIST in page) is (address != "/settings/system/")


def test_the_list_holds_those_sales_alone(shop: Person) -> None:
    page = shop.browser().get("/orders/?margin=missing")

    assert page.context["total"] == 3
    assert page.context["filters"].active[0].value == "nieznana, liczona w wartości"


def test_whoever_sees_no_value_cannot_ask_for_margins(shop: Person) -> None:
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

    assert ben.browser().get("/orders/?margin=missing").context["total"] == sales(shop)


def test_whoever_may_change_nothing_is_sent_to_the_list_alone(shop: Person) -> None:
    broker = person("Ben", workspace_id=shop.workspace_id, role=Role.BROKER)

    page = broker.browser().get("/value/").text

    assert "sprzedaży nie mają marży" in page
    assert (LIST in page, FIELD in page) == (True, False)


def test_where_no_sale_has_one_it_is_said_so(shop: Person) -> None:
    with inside(shop.workspace_id):
        Order.objects.update(margin_minor=None, changed_at=NOW)
    shop.browser().post("/value/refresh/")
    refresh(shop)

    assert "Żadna sprzedaż nie ma marży" in shop.browser().get("/value/").text


def test_with_the_usual_margin_none_is_missing(shop: Person) -> None:
    shop.browser().post("/value/margin/", {"margin_bp": "40"})
    refresh(shop)

    assert missing(shop) is None
    assert "nie mają marży" not in shop.browser().get("/value/").text


def test_the_last_margin_told_makes_value_margin_at_once(
    shop: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping_some, "SMALL_BASE", 0)
    monkeypatch.setattr(keeping_some, "FEW", 1.0)

    def tell(many: int) -> bool:
        with inside(shop.workspace_id):
            none = Order.objects.filter(margin_minor=None).values_list("id", flat=True)[:many]
            Order.objects.exclude(changed_at=later).update(changed_at=None, created_at=OPENED)
            Order.objects.filter(id__in=list(none)).update(margin_minor=1_00, changed_at=later)
        tasks.refresh(workspace_id=shop.workspace_id, subject="", now=later)
        with inside(shop.workspace_id):
            found = queries.answer()
        assert found is not None
        return found.value_is_margin

    later = NOW + timedelta(minutes=10)
    assert [tell(2), tell(1)] == [False, True]
