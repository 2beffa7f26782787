"""A product that a file calls by its name is the one of the catalogue, and no second one."""

import pytest

from plon.imports.domain import Kind
from plon.imports.tests.course import brought_in, import_row
from plon.orders.models import OrderLine, Product
from plon.orders.services import NewProduct, record_products
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

pytestmark = pytest.mark.django_db

ROLES = {"customer": "who", "date": "when", "amount": "much", "product": "what"}


@pytest.fixture
def owner(owner: Person) -> Person:
    ready = [
        NewProduct(code="mortgage", name="Kredyt hipoteczny"),
        NewProduct(code="a", name="Polisa"),
        NewProduct(code="b", name="Polisa"),
        NewProduct(code="Konto", name="Konto"),
        NewProduct(code="account", name="Konto"),
    ]
    with inside(owner.workspace_id):
        record_products(workspace_id=owner.workspace_id, products=ready, now=NOW)
    return owner


def codes(owner: Person) -> list[str]:
    with inside(owner.workspace_id):
        return sorted(Product.objects.values_list("code", flat=True))


def test_a_sale_names_it(owner: Person) -> None:
    content = "who;when;much;what\n" + "".join(
        f"{n};2024-01-0{n};5.00;{name}\n"
        for n, name in enumerate(("Kredyt hipoteczny", "mortgage", "Polisa", "Konto", "Nowy"), 1)
    )

    made = brought_in(owner, content.encode(), kind=Kind.ORDERS, mapping=ROLES)

    assert codes(owner) == ["Konto", "Nowy", "Polisa", "a", "account", "b", "mortgage"]
    assert import_row(owner, made).results["products_created"] == 2
    with inside(owner.workspace_id):
        lines = OrderLine.objects.order_by("order__ordered_at").values_list("product__code")
        assert [code for (code,) in lines] == ["mortgage", "mortgage", "Polisa", "Konto", "Nowy"]


def test_a_list_of_products_names_it(owner: Person) -> None:
    content = b"name;price\nKredyt hipoteczny;5.00\nNowy;6.00\n"
    mapping = {"name": "name", "price": "price"}

    made = brought_in(owner, content, kind=Kind.PRODUCTS, mapping=mapping)

    assert codes(owner) == ["Konto", "Nowy", "a", "account", "b", "mortgage"]
    results = import_row(owner, made).results
    assert (results["products_created"], results["products_known"]) == (1, 1)
