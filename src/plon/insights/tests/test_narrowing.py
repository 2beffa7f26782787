"""The list of customers by kept segment, by product and by scores, and what a buyer's habits are."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plon.accounts.domain import Role
from plon.customers.models import Customer
from plon.insights.services.habits import habits
from plon.lifetime.segments.groups import GROUPS
from plon.orders import queries as orders
from plon.orders.models import Order, OrderLine, Product
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import queries as value
from plon.value import tasks
from plon.value.models import Belonging, Figures, Segment, SegmentDay
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, cora, person
from tests.counting import queries_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, customers=60, until=NOW)
    with inside(owner.workspace_id):
        ids = Customer.objects.order_by("id").values_list("id", flat=True)
        Figures.objects.bulk_create(
            Figures(
                workspace_id=owner.workspace_id,
                customer_id=one,
                first_date=NOW.date() - timedelta(days=400),
                last_date=NOW.date() - timedelta(days=number),
                purchase_days=2 + number,
                r_score=1 + number % 5,
                f_score=1 + number % 2,
                m_score=3,
                group=GROUPS[number % 11],
                observed_minor=1_000 * number,
                value_12m_minor=100 * number,
                ltv_minor=1_100 * number,
            )
            for number, one in enumerate(ids)
        )
    return owner


def some(shop: Person, count: int) -> list[UUID]:
    with inside(shop.workspace_id):
        rows = Figures.objects.order_by("customer_id").values_list("customer_id", flat=True)
        return list(rows[:count])


def segment(shop: Person, *members: UUID) -> UUID:
    with inside(shop.workspace_id):
        kept = Segment.objects.create(
            workspace_id=shop.workspace_id,
            name="Stali",
            rule={"join": "all", "parts": []},
            created_at=NOW,
        )
        for one in members:
            Belonging.objects.create(
                workspace_id=shop.workspace_id, segment=kept, customer_id=one, joined_at=NOW
            )
    return kept.id


def sold(shop: Person, name: str, *buyers: UUID) -> None:
    with inside(shop.workspace_id):
        product = Product.objects.create(
            workspace_id=shop.workspace_id, code=name, name=name, created_at=NOW
        )
        for one in buyers:
            order = Order.objects.filter(customer_id=one)[0]
            OrderLine.objects.create(
                workspace_id=shop.workspace_id,
                order=order,
                product=product,
                amount_minor=1,
            )


def listed(who: Person, **narrowed: str | int) -> set[str]:
    page = who.browser().get("/customers/", narrowed)
    assert page.status_code == 200
    return {row.key for row in page.context["table"].rows}


def texts(*ids: UUID) -> set[str]:
    return {str(one) for one in ids}


@pytest.mark.parametrize("sort", ["-value", "name", "-last"])
def test_by_segment_and_product_together(shop: Person, sort: str) -> None:
    one, two, three = some(shop, 3)
    kept = segment(shop, one, two)
    sold(shop, "Chleb", two, three)

    assert listed(shop, segment=str(kept), sort=sort) == texts(one, two)
    assert listed(shop, product="Chleb", sort=sort) == texts(two, three)
    assert listed(shop, segment=str(kept), product="Chleb", sort=sort) == texts(two)


def test_the_products_there_are_stand_to_choose_from(shop: Person) -> None:
    sold(shop, "Chleb", *some(shop, 1))
    sold(shop, "Bułka <2>")
    page = shop.browser().get("/customers/")

    assert 'list="products-sold"' in page.text
    assert page.context["products"] == ["Bułka <2>", "Chleb"]
    assert '<option value="Bułka &lt;2&gt;"></option>' in page.text
    assert cora().browser().get("/customers/").context["products"] == []


def test_who_never_bought_stands_in_the_list_of_their_segment(shop: Person) -> None:
    with inside(shop.workspace_id):
        quiet = Customer.objects.create(
            workspace_id=shop.workspace_id, first_name="Ola", created_at=NOW, updated_at=NOW
        ).id
    kept = segment(shop, quiet, *some(shop, 1))

    assert listed(shop, segment=str(kept)) == texts(quiet, *some(shop, 1))
    assert (
        "2 " in shop.browser().get("/customers/", {"segment": str(kept)}).context["filters"].total
    )


def test_together_with_group_text_and_scores(shop: Person) -> None:
    members = some(shop, 8)
    kept = segment(shop, *members)
    with inside(shop.workspace_id):
        rows = list(Figures.objects.filter(customer_id__in=members))
    for group in GROUPS:
        so = {each.customer_id for each in rows if each.group == group}
        for sort in ("-value", "name"):
            assert listed(shop, segment=str(kept), group=group, sort=sort) == texts(*so)
    first = rows[0]
    same = {
        each.customer_id
        for each in rows
        if (each.r_score, each.f_score) == (first.r_score, first.f_score)
    }
    scores = {"recency": first.r_score, "frequency": first.f_score}
    assert listed(shop, segment=str(kept), **scores) == texts(*same)


def test_scores_find_a_cell_of_the_grid(shop: Person) -> None:
    with inside(shop.workspace_id):
        rows = list(Figures.objects.values_list("r_score", "f_score"))
    lately, often = rows[0]
    page = shop.browser().get("/customers/", {"recency": lately, "frequency": often})

    assert page.context["total"] == rows.count((lately, often))


def test_twelve_statements_with_all_of_it(shop: Person) -> None:
    kept = segment(shop, *some(shop, 5))
    sold(shop, "Chleb", *some(shop, 5))
    browser = shop.browser()
    browser.get("/")
    narrowed: dict[str, str | int] = {
        "segment": str(kept),
        "product": "Chleb",
        "days_min": 0,
        "q": "a",
    }
    asked_for: list[tuple[str, dict[str, str | int]]] = [
        ("/customers/", narrowed),
        ("/customers/", {"segment": str(kept)}),
        ("/customers/", {"segment": str(kept), "q": "a", "sort": "name"}),
        ("/customers/", {"product": "Chleb"}),
        ("/search", narrowed),
    ]
    for address, what in asked_for:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address, what).status_code == 200
        assert queries_in(asked) <= 12, (address, what)


def test_a_saved_view_keeps_the_filters(shop: Person) -> None:
    one, two = some(shop, 2)
    kept = segment(shop, one)
    query = f"product=Chleb&segment={kept}"
    sold(shop, "Chleb", one, two)
    browser = shop.browser()
    browser.post("/customers/views/", {"name": "Moi", "query": query})

    view = browser.get("/customers/").context["filters"].views[0]
    rows = browser.get(view.href).context["table"].rows
    assert [row.key for row in rows] == [str(one)]


def test_rights_and_strangers(shop: Person) -> None:
    kept = segment(shop, *some(shop, 2))
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

    assert "segment" not in ben.browser().get("/customers/").context["filters"].form.fields
    assert listed(cora(), segment=str(kept)) == set()


def test_habits_of_a_buyer(shop: Person) -> None:
    (one,) = some(shop, 1)
    with inside(shop.workspace_id):
        figures = value.figures_of(customer_ids=[one])[one]
        bought = orders.orders_of(customer_id=one)
    firm = shop.caller.firm
    speech = Speech(language="en", currency="PLN")

    with translation.override("en"):
        facts = habits(figures, bought, speech=speech, firm=firm)
    told = {fact.what: fact.how for fact in facts}

    assert told["first purchase"] == speech.day(figures.first_date)
    assert told["last purchase"] == speech.day(figures.last_date)
    assert figures.observed_minor is not None
    mean = round(figures.observed_minor / figures.purchase_days)
    assert told["a purchase brings on average"] == speech.money(mean)
    assert habits(None, bought, speech=speech, firm=firm) == []

    once = replace(figures, observed_minor=None)
    with translation.override("en"):
        few = [fact.what for fact in habits(once, bought[:1], speech=speech, firm=firm)]
    assert few == ["first purchase", "last purchase", "days with a purchase"]


def test_the_card_calls_and_writes(shop: Person) -> None:
    browser = shop.browser()
    from_form = {
        "kind": "person",
        "first_name": "Ola",
        "address-TOTAL_FORMS": "2",
        "address-INITIAL_FORMS": "0",
        "address-0-kind": "phone",
        "address-0-text": "600 100 200",
        "address-1-kind": "email",
        "address-1-text": "ola@example.org",
    }
    made = browser.post("/customers/new/", from_form).headers["Location"]
    page = browser.get(made).text

    head = page[: page.index('id="next"')]
    assert 'href="tel:600100200"' in head or 'href="tel:+48600100200"' in head
    assert 'href="mailto:ola@example.org"' in head
    assert 'id="habits"' not in page


def test_a_fall_of_a_kept_segment_stands_on_today_and_on_its_page(shop: Person) -> None:
    kept = segment(shop)
    tasks.refresh(workspace_id=shop.workspace_id, subject="", now=NOW)
    with inside(shop.workspace_id):
        for days, worth in ((30, 1000_00), (0, 700_00)):
            SegmentDay.objects.create(
                workspace_id=shop.workspace_id,
                segment_id=kept,
                as_of_date=NOW.date() - timedelta(days=days),
                customers=3,
                ltv_mean_minor=worth,
            )
    browser = shop.browser()

    assert "Stali" in browser.get("/").context["today"].falling
    assert browser.get(f"/value/segments/{kept}/").context["falls"]
