"""LTV-003: a transaction that comes in over the API counts: products, value, last purchase."""

from typing import Any

import pytest

from tests.acceptance.importing import worker_runs
from tests.api.program import Program, order, program
from tests.cast import ann

pytestmark = pytest.mark.django_db


def told(shop: Program, customer_id: str) -> dict[str, Any]:
    """Return a customer's figures after the worker has made them anew."""
    worker_runs()
    body: dict[str, Any] = shop.get(f"/customers/{customer_id}/value").body
    return body


@pytest.mark.feature("LTV-003")
def test_a_transaction_updates_products_value_and_last_purchase() -> None:
    shop = program(ann())
    shop.post("/products", {"code": "loan", "name": "Mortgage"})
    shop.post("/products", {"code": "home", "name": "Home insurance"})
    base = [
        order(
            f"B-{n}-{k}", customer={"external_id": str(n)}, ordered_at=f"2025-{m:02}-07T09:00:00Z"
        )
        for n in range(30)
        for k, m in enumerate(range(1 + n % 5, 12, 2 + n % 3))
    ]
    shop.post("/orders/batch", {"orders": base})
    first = order("A-1", ordered_at="2025-03-03T09:00:00Z", origin="first")
    first["lines"] = [{"product_code": "loan", "amount_minor": 10_000}]
    dan = shop.post("/orders", first).body["customer_id"]
    before = told(shop, dan)

    second = order("A-2", ordered_at="2025-11-20T09:00:00Z", origin="cross_sell", margin_minor=900)
    second["lines"] = [{"product_code": "home", "amount_minor": 10_000}]
    kept = shop.post("/orders", second).body
    after = told(shop, dan)

    assert (kept["origin"], kept["margin_minor"]) == ("cross_sell", 900)
    assert (before["products"], after["products"]) == (1, 2)
    assert (before["last_date"], after["last_date"]) == ("2025-03-03", "2025-11-20")
    assert after["observed_minor"] - before["observed_minor"] > 0
    assert after["ltv_minor"] > before["ltv_minor"]
    assert after["as_of"]["state"] == "fresh"
