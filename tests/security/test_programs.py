"""Every operation of the API, tried without a key, with one that lacks the right, with Cora's."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from pytest_django import Settings

from plon.accounts.domain import KEY_RIGHTS
from plon.config.rest.pages import described
from tests.api.program import Program, order, program
from tests.cast import Person, ann, cora
from tests.security import crawler

pytestmark = pytest.mark.django_db
REFUND = {"external_id": "R-2", "amount_minor": 1, "refunded_at": "2026-04-11T09:00:00Z"}
BODIES: Mapping[str, Any] = {  # of every operation that takes one
    "tell_customer": {"email": "dan@example.org"},
    "change_customer": {"city": "Łódź"},
    "add_identity": {"kind": "email", "value": "dan@example.com"},
    "record_consent": {
        "channel": "email",
        "purpose": "marketing",
        "is_given": False,
        "source": "page",
    },
    "add_product": {"code": "oat", "name": "Oat bread"},
    "change_product": {"name": "Oat bread"},
    "record_order": order("A-2"),
    "record_orders": {"orders": [order("A-3")]},
    "change_order": {"status": "paid"},
    "record_refund": REFUND,
    "keep_segment": {"name": "All", "rule": {"join": "all", "parts": []}},
    "keep_cost": {"channel": "web", "month": "2026-03", "spent_minor": 100},
}


def operations() -> Iterator[tuple[str, str, str, str]]:
    """Yield (name, method, path, right) of every operation of the description."""
    for path, methods in json.loads(described())["paths"].items():
        for method, told in methods.items():
            (right,) = told["security"][0]["ApiKey"]
            yield told["operationId"], method.upper(), path.removeprefix("/api/v1"), right


CASES = list(operations())
IDS = [name for name, *_ in CASES]


@pytest.fixture
def owner(settings: Settings) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    return ann()


@pytest.fixture
def made(owner: Person) -> Mapping[str, object]:
    return crawler.things(owner)


def test_every_operation_that_takes_a_body_has_one_here() -> None:
    schema = json.loads(described())["paths"].values()
    takes = {
        told["operationId"] for path in schema for told in path.values() if "requestBody" in told
    }

    assert takes == set(BODIES)


def asked(who: Program, name: str, method: str, path: str, made: Mapping[str, object]) -> Any:
    return who.ask(method, crawler.address(path, made)[1:], BODIES.get(name))


@pytest.mark.parametrize(("name", "method", "path", "right"), CASES, ids=IDS)
class TestEveryOperation:
    def test_without_a_key_it_is_shut(
        self, name: str, method: str, path: str, right: str, made: Mapping[str, object]
    ) -> None:
        for token in ("", "plon_made-up"):
            answer = asked(Program(token=token), name, method, path, made)
            assert (answer.status, answer.body["code"]) == (401, "not_signed_in")

    def test_a_key_needs_the_very_right(
        self,
        name: str,
        method: str,
        path: str,
        right: str,
        owner: Person,
        made: Mapping[str, object],
    ) -> None:
        others = program(owner, may=KEY_RIGHTS - {right})
        answer = asked(others, name, method, path, made)
        assert (answer.status, answer.body["code"]) == (403, "not_allowed")
        assert right in answer.body["detail"]

        assert asked(program(owner, may=[right]), name, method, path, made).status != 403

    def test_what_is_anns_does_not_exist_for_cora(
        self, name: str, method: str, path: str, right: str, made: Mapping[str, object]
    ) -> None:
        answer = asked(program(cora()), name, method, path, made)

        wanted = {404} if "{" in path or name == "get_summary" else {200, 201}
        assert answer.status in wanted
        said = json.dumps(answer.body) if answer.body else ""
        if method == "GET":
            assert "ann@example.org" not in said
            assert answer.body.get("data", []) == []
