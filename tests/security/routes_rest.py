"""Who gets what under /api/: the cookie of a session opens nothing. Keys: test_programs."""

from collections.abc import Mapping

from tests.api.program import order, program
from tests.cast import Person
from tests.security.expected import NO_METHOD, Answers, Route

_SHUT: Answers = (401, 401, 401)
_BARE: Answers = (404, 404, 404)


def _open(*methods: str) -> Route:
    """Return what sessions get at an address that knows these methods."""
    return Route(
        get=_SHUT if "GET" in methods else NO_METHOD,
        post=_SHUT if "POST" in methods else NO_METHOD,
        other={each: _SHUT for each in methods if each not in {"GET", "POST"}},
    )


_DESCRIPTION = Route(get=(200, 200, 200))
ROUTES = {
    "api/v1/": Route(get=_BARE, post=_BARE),
    "api/v1/openapi.json": _DESCRIPTION,
    "api/v1/docs": _DESCRIPTION,
    "api/v1/customers": _open("GET", "POST"),
    "api/v1/customers/<uuidstr:customer_id>": _open("GET", "PATCH"),
    "api/v1/customers/<uuidstr:customer_id>/consents": _open("GET", "POST"),
    "api/v1/customers/<uuidstr:customer_id>/identities": _open("GET", "POST"),
    "api/v1/customers/<uuidstr:customer_id>/identities/<uuidstr:identity_id>": _open("DELETE"),
    "api/v1/customers/<uuidstr:customer_id>/value": _open("GET"),
    "api/v1/products": _open("GET", "POST"),
    "api/v1/products/<uuidstr:product_id>": _open("GET", "PATCH"),
    "api/v1/orders": _open("GET", "POST"),
    "api/v1/orders/batch": _open("POST"),
    "api/v1/orders/<uuidstr:order_id>": _open("GET", "PATCH"),
    "api/v1/orders/<uuidstr:order_id>/refunds": _open("POST"),
    "api/v1/refunds": _open("GET"),
    "api/v1/refunds/<uuidstr:refund_id>": _open("GET"),
    "api/v1/segments": _open("GET", "POST"),
    "api/v1/segments/<uuidstr:segment_id>": _open("GET", "DELETE"),
    "api/v1/wordings": _open("GET"),
    "api/v1/value": _open("GET"),
    "api/v1/value/channels": _open("GET"),
    "api/v1/value/costs": _open("GET", "POST"),
    "api/v1/value/costs/<uuidstr:cost_id>": _open("DELETE"),
    "api/v1/value/summary": _open("GET"),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return an order, a refund and an address of Ann's; all else is the rooms' own."""
    shop = program(ann)
    sold = shop.post("/orders", order("A-1")).body["id"]
    given = {"external_id": "R-1", "amount_minor": 1, "refunded_at": "2026-04-11T09:00:00Z"}
    refund = shop.post(f"/orders/{sold}/refunds", given).body["id"]
    (dan,) = shop.get("/customers?email=dan@example.org").body["data"]
    (address,) = shop.get(f"/customers/{dan['id']}/identities").body["data"]
    return {"order_id": sold, "refund_id": refund, "identity_id": address["id"]}
