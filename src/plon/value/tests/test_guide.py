"""What to do with value: each cause is found in prepared data, each lever leads to a page."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from plon.customers.models import Customer
from plon.orders.models import Order, Product
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Segment
from plon.value.services import guide_words
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
FIRST = NOW - timedelta(days=300)


def customers_of(owner: Person, *, month: int, count: int = 10) -> list[UUID]:
    """Return so many customers who first bought in a month after FIRST."""
    moment = FIRST + timedelta(days=30 * month)
    people = Customer.objects.bulk_create(
        Customer(workspace_id=owner.workspace_id, created_at=moment, updated_at=moment)
        for _ in range(count)
    )
    for one in people:
        buys(owner, one.id, days=30 * month)
    return [one.id for one in people]


def buys(owner: Person, who: UUID, *, days: int) -> None:
    moment = FIRST + timedelta(days=days)
    Order.objects.create(
        workspace_id=owner.workspace_id,
        customer_id=who,
        external_id=str(new_id()),
        status=Order.Status.PAID,
        ordered_at=moment,
        total_minor=100_00,
        currency="PLN",
        created_at=moment,
        changed_at=moment,
    )


@pytest.fixture
def shop() -> Person:
    """A firm whose customers come back as ever, that keeps a segment and shows no other cause."""
    owner = ann()
    with inside(owner.workspace_id):
        Segment.objects.create(
            workspace_id=owner.workspace_id, name="x", rule={"join": "all"}, created_at=NOW
        )
        for month in range(8):
            for who in customers_of(owner, month=month)[:5]:
                buys(owner, who, days=30 * (month + 1))
    return owner


def come_back_less(owner: Person) -> None:
    newer = FIRST + timedelta(days=30 * 5 - 1)
    late = Order.objects.filter(ordered_at__gt=newer).order_by("customer_id", "ordered_at")
    seen: set[UUID] = set()
    for order in late:
        if order.customer_id in seen:
            order.delete()
        seen.add(order.customer_id)


def complain(owner: Person) -> None:
    Customer.objects.update(has_complaint=True)


def launch(owner: Person, *, days: int) -> None:
    for number, ago in enumerate((days + 400, days)):
        Product.objects.create(
            workspace_id=owner.workspace_id,
            code=str(number),
            name="Rye",
            created_at=NOW,
            launch_date=timezone.now().date() - timedelta(days=ago),
        )


def launch_long_ago(owner: Person) -> None:
    launch(owner, days=200)


def launch_lately(owner: Person) -> None:
    launch(owner, days=100)


def keep_no_segment(owner: Person) -> None:
    Segment.objects.all().delete()


def causes(owner: Person) -> set[str]:
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return {card.title for card in owner.browser().get("/value/guide/").context["causes"]}


def title(code: str, owner: Person) -> str:
    page = owner.browser().get("/value/guide/")
    assert page.status_code == 200
    return guide_words.cause(code).title


@pytest.mark.feature("LTV-046")
@pytest.mark.parametrize(
    ("code", "prepare", "is_found"),
    [
        ("no_retention_work", None, False),
        ("no_retention_work", come_back_less, True),
        ("poor_experience", None, False),
        ("poor_experience", complain, True),
        ("no_personalisation", None, False),
        ("no_personalisation", keep_no_segment, True),
        ("narrow_assortment", None, False),
        ("narrow_assortment", launch_lately, False),
        ("narrow_assortment", launch_long_ago, True),
        ("weak_after_sales", None, True),
    ],
)
def test_each_cause_is_found_in_prepared_data(
    shop: Person, code: str, prepare: Callable[[Person], None] | None, is_found: bool
) -> None:
    if prepare is not None:
        with inside(shop.workspace_id):
            prepare(shop)

    assert (title(code, shop) in causes(shop)) is is_found


@pytest.mark.feature("LTV-047")
def test_each_lever_leads_to_a_page(shop: Person) -> None:
    causes(shop)
    browser = shop.browser()
    levers = browser.get("/value/guide/").context["levers"]

    assert len(levers) == 7
    for card in levers:
        page = browser.get(card.href)
        assert page.status_code == 200, card.href
        assert card.href in browser.get("/value/guide/").text.replace("&amp;", "&")
