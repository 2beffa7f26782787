"""A page sends at most twelve statements, and as many in a large firm as in a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.orders import queries as orders
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Figures
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db

STATEMENTS_MAX = 12
LISTS = (
    "/",
    "/customers/",
    "/customers/?sort=name",
    "/customers/?sort=-last",
    "/customers/?q=lacka",
    "/value/",
    "/value/segments/",
    "/search?q=lacka",
    "/reports/figures/",
    "/tasks/",
    "/orders/",
    "/ledger/",
    "/ledger/transfers/",
    "/settings/consents/",
    "/settings/system/",
)


def shop(owner: Person, *, customers: int) -> Person:
    stock(owner.workspace_id, customers=customers, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


def statements(owner: Person) -> dict[str, int]:
    """Return how many statements each page sends, all but savepoints."""
    browser = owner.browser()
    browser.get("/")  # the session's first page writes it down
    with inside(owner.workspace_id):
        best = Figures.objects.order_by("-value_12m_minor").values_list("customer_id", flat=True)[0]
        order = orders.orders_of(customer_id=best)[0].id
    found = {}
    one = {
        "card": f"/customers/{best}/",
        "consents": f"/customers/{best}/consents/",
        "order": f"/orders/{order}/",
    }
    for page, address in {**{each: each for each in LISTS}, **one}.items():
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        found[page] = sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)
    return found


def test_pages_ask_twelve_times_at_most_however_large_the_firm() -> None:
    small, large = shop(ann(), customers=60), shop(cora(), customers=180)

    few, many = statements(small), statements(large)

    assert few == many
    assert {page: asked for page, asked in many.items() if asked > STATEMENTS_MAX} == {}
