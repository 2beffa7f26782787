"""The list of places knows every address that answers GET without a variable part."""

from tests.e2e.places import HIDDEN, PLACES, STRANGERS
from tests.security.crawler import EXPECTED, routes

LISTED = {path.split("?")[0].lstrip("/") for path in (*PLACES.values(), *STRANGERS.values())}


def test_every_address_is_looked_at_or_hidden_for_a_reason() -> None:
    shown = {
        route for route, _methods in routes() if "<" not in route and EXPECTED[route].get[0] != 405
    }

    assert shown - LISTED - HIDDEN.keys() == set()
    assert HIDDEN.keys() <= {route for route, _methods in routes()}
