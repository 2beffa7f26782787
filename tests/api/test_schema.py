"""The API held against its own description: made-up requests, right and wrong, at real rows.

Schemathesis makes them from the document that is served, always the same ones, and sends them
through the WSGI application with every middleware. Whatever comes back must be declared.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import Settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from plon.config.rest.pages import described
from plon.config.wsgi import application
from tests.api.program import program
from tests.api.worth import worth
from tests.cast import ann
from tests.security import crawler

pytestmark = pytest.mark.django_db
EXAMPLES = 8  # of each operation and mode
MORE = dict.fromkeys(
    ("change_customer", "change_product", "record_orders"), 15
)  # of eight none is right
SCHEMA = schemathesis.openapi.from_dict(json.loads(described()))
SCHEMA.app = application
OPERATIONS = {
    found.ok().definition.raw["operationId"]: found.ok()
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
}
CHECKS: Any = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# Their fields bind one another: test_orders has right ones.
SELDOM_RIGHT = {"record_order", "record_orders"}
KEY, REPLAYED = "Idempotency-Key", "idempotency-replayed"


@pytest.fixture
def known(settings: Settings) -> Iterator[Mapping[str, str]]:
    """Seed a firm; yield the ids of what is in it, and the token of a program.

    Then no request may close the connection: the test's own transaction is open on it.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    settings.API_PER_MINUTE = 1_000_000
    owner = ann()
    made = {name: str(thing) for name, thing in crawler.things(owner).items()}
    shop, made["customer_id"] = program(owner), str(worth(owner, 3)[0])
    path, mail = (
        f"/customers/{made['customer_id']}/identities",
        {"kind": "email", "value": "d@e.pl"},
    )
    made |= {"identity_id": shop.post(path, mail).body["id"], "token": shop.token}
    made |= {"email": "d@e.pl", "phone": "600100200", "currency": "PLN", "external_id": "7"}
    made |= dict.fromkeys(("ordered_at", "refunded_at", "decided_at"), "2026-04-10T09:00:00Z")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def at_real_rows(part: Any, known: Mapping[str, str]) -> None:
    """Let a part of a request name what there is, wherever it names anything."""
    if isinstance(part, dict):
        part |= {name: known[name] for name in part.keys() & known.keys() if part[name]}
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, dict | list):
            at_real_rows(inner, known)


def sent(case: Case[Any], known: Mapping[str, str], *more: Any) -> Any:
    """Send a request; everything that comes back must be as it is described."""
    headers = {"Authorization": f"Bearer {known['token']}", "Host": "localhost"}
    return case.call_and_validate(headers=headers, checks=[*CHECKS, *more])


def tried(name: str, mode: GenerationMode, what: Any) -> None:
    """Do something with made-up requests of an operation, the same ones every time."""
    chosen = st.tuples(OPERATIONS[name].as_strategy(generation_mode=mode), st.booleans())
    settings(
        max_examples=MORE.get(name, EXAMPLES),
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )(given(chosen)(lambda pair: what(*pair)))()


@pytest.mark.parametrize("name", OPERATIONS)
class TestEveryOperation:
    def test_answers_right_requests_as_described(self, name: str, known: Mapping[str, str]) -> None:
        statuses = set()

        def check(case: Case[Any], is_at_rows: bool) -> None:
            if is_at_rows:
                for part in (case.path_parameters, case.query, case.body):
                    if isinstance(part, dict):
                        at_real_rows(part, known)
            answer = sent(case, known)
            statuses.add(answer.status_code)
            if answer.status_code < 400 and KEY in (case.headers or {}):
                again = sent(case, known)
                assert (again.content, again.headers[REPLAYED]) == (answer.content, ["true"])

        tried(name, GenerationMode.POSITIVE, check)
        assert name in SELDOM_RIGHT or any(status < 400 for status in statuses), statuses

    def test_refuses_wrong_requests_as_described(self, name: str, known: Mapping[str, str]) -> None:
        def check(case: Case[Any], is_at_rows: bool) -> None:
            sent(case, known, negative_data_rejection)

        tried(name, GenerationMode.NEGATIVE, check)
