"""KPI-003: each role has its own first page and its own figures, and no link leads to a refusal."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client

from plon.accounts.domain import Role
from plon.customers import services as customers
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.tests.shop import stock
from tests.cast import NOW, PASSWORD, Person, ann, person

pytestmark = [pytest.mark.django_db, pytest.mark.feature("KPI-003")]
SETS = {  # 08 §1.2, of what there is
    Role.OWNER: ["expected", "slipping", "lifetime"],
    Role.MANAGER: ["expected", "lifetime", "hypotheses"],
    Role.BROKER: ["due", "slipping"],
    Role.COORDINATOR: ["due"],
    Role.OPERATOR: ["due"],
    Role.SUPERVISOR: ["due-everybody", "untaken"],
    Role.COUNTER: [],
    Role.ACCOUNTANT: ["sold", "given-back"],
}
LINK = re.compile(r'<a\b[^>]*?href="(/[^"]*)"', re.DOTALL)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOT_PAGES = re.compile(r"^/(static|api|accounts/logout|styles)|/download/|\.csv")


@pytest.fixture
def shop() -> Person:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_only_its_set(shop: Person, role: Role) -> None:
    ben = person("Ben", workspace_id=shop.workspace_id, role=role)
    browser = Client()

    landed = browser.post(
        "/accounts/login/", {"login": ben.user.email, "password": PASSWORD}, follow=True
    )

    assert (landed.status_code, landed.request["PATH_INFO"]) == (200, "/")
    today = landed.context["today"]
    assert [tile.definition.key for tile in today.numbers] == SETS[role]
    assert bool(today.ways) is (role in {Role.COUNTER, Role.ACCOUNTANT})
    if today.ways:
        assert today.tasks == []


def links_of(page: str) -> Iterator[str]:
    for href in LINK.findall(page):
        yield href.replace("&amp;", "&").partition("#")[0]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_new", [True, False], ids=["new firm", "firm with sales"])
def test_no_page_of_a_role_links_to_what_it_may_not_open(
    request: pytest.FixtureRequest, role: Role, is_new: bool
) -> None:
    owner = ann() if is_new else request.getfixturevalue("shop")
    browser = person("Ben", workspace_id=owner.workspace_id, role=role).browser()
    seen, waiting, refused = {"/"}, [("", "/")], []
    while waiting:
        origin, address = waiting.pop()
        response = browser.get(address)
        if response.status_code not in {200, 302}:
            refused.append((origin, address, response.status_code))
        is_page = response.headers["Content-Type"].startswith("text/html")
        for href in links_of(response.text) if is_page else ():
            shape = ID.sub("<id>", href.partition("?")[0])
            if shape not in seen and not NOT_PAGES.search(href):
                seen.add(shape)
                waiting.append((address, href))

    assert refused == []
    assert len(seen) > 5


def test_a_sale_at_the_counter_ends_where_the_counter_may_be(shop: Person) -> None:
    clerk = person("Ben", workspace_id=shop.workspace_id, role=Role.COUNTER).browser()
    customer_id = someone(shop)
    address = f"/orders/new/?customer={customer_id}"
    sale = {
        "key": clerk.get(address).context["form"]["key"].value(),
        "status": "paid",
        "day": "2026-04-12",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-name": "Rye",
        "lines-0-quantity": "1",
        "lines-0-amount_minor": "12,50",
    }

    ended = clerk.post(address, sale, follow=True)

    assert ended.redirect_chain, ended.context["form"].errors
    assert ended.status_code == 200


def someone(shop: Person) -> UUID:
    with inside(shop.workspace_id):
        return customers.identify(
            workspace_id=shop.workspace_id,
            person=customers.Person(email="dan@example.org"),
            now=NOW,
        )
