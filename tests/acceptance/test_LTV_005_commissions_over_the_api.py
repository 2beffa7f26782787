"""LTV-005: commissions of an intermediary's orders, exact to the grosz, over the API."""

from typing import Any

import pytest

from tests.api.program import Program, order, program
from tests.cast import ann

pytestmark = pytest.mark.django_db
CATALOGUE: list[dict[str, Any]] = [
    {"code": "mortgage", "name": "Mortgage", "commission_model": "percent", "commission_bp": 100},
    {"code": "finishing", "name": "Loan", "commission_model": "percent", "commission_bp": 300},
    {
        "code": "package",
        "name": "Package",
        "commission_model": "fixed",
        "commission_minor": 210_000,
    },
    {"code": "child", "name": "Child", "commission_model": "yearly", "commission_minor": 80_000},
]


@pytest.fixture
def broker() -> Program:
    shop = program(ann())
    for product in CATALOGUE:
        assert shop.post("/products", product).status == 201
    return shop


def commission(broker: Program, code: str, amount: int, number: str = "A-1") -> int:
    line = {"product_code": code, "amount_minor": amount * 100}
    sold = broker.post("/orders", order(number, total_minor=amount * 100, lines=[line]))
    assert sold.status == 201
    assert sold.body["margin_minor"] == sold.body["commission_minor"]
    return int(sold.body["commission_minor"])


@pytest.mark.feature("LTV-005")
@pytest.mark.parametrize(
    ("code", "amount", "earned_minor"),
    [
        ("mortgage", 350_000, 350_000),
        ("finishing", 50_000, 150_000),
        ("package", 2_500, 210_000),
        ("child", 1_200, 80_000),
    ],
)
def test_a_commission_is_exact(broker: Program, code: str, amount: int, earned_minor: int) -> None:
    assert commission(broker, code, amount) == earned_minor


@pytest.mark.feature("LTV-005")
def test_a_yearly_commission_counts_with_each_renewal(broker: Program) -> None:
    years = [commission(broker, "child", 1_200, number=f"Y-{year}") for year in (1, 2)]

    assert sum(years) == 160_000


@pytest.mark.feature("LTV-005")
@pytest.mark.parametrize(("counts_every_year", "path"), [(False, 12_100), (True, 12_900)])
def test_the_life_path_of_a_young_family(
    broker: Program, counts_every_year: bool, path: int
) -> None:
    for product in (
        {
            "code": "two-years",
            "name": "Child",
            "commission_model": "yearly",
            "commission_minor": 80_000,
            "term_months": 24,
            "is_counted_yearly": counts_every_year,
        },
        {
            "code": "later",
            "name": "Later",
            "commission_model": "fixed",
            "commission_minor": 420_000,
        },
    ):
        assert broker.post("/products", product).status == 201
    bought = [("mortgage", 350_000), ("package", 2_500), ("finishing", 50_000)]
    bought += [("two-years", 2_400), ("later", 5_000)]

    earned = [commission(broker, code, amount, number=code) for code, amount in bought]

    assert sum(earned) == path * 100


@pytest.mark.feature("LTV-005")
def test_what_was_earned_stays_when_the_catalogue_changes(broker: Program) -> None:
    commission(broker, "mortgage", 350_000)
    (row,) = broker.get("/products?code=mortgage").body["data"]
    broker.ask("PATCH", f"/products/{row['id']}", {"commission_bp": 150})

    assert broker.get("/orders").body["data"][0]["commission_minor"] == 350_000
    assert commission(broker, "mortgage", 350_000, number="A-2") == 525_000
