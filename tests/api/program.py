"""A program with a key, as it asks the API."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.test import Client

from plon.accounts import services
from plon.accounts.domain import KEY_RIGHTS
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

V1 = "/api/v1"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a program got."""

    status: int
    headers: Any
    body: Any


@dataclass(frozen=True, kw_only=True)
class Program:
    """Asks with a key; language and Idempotency-Key are headers."""

    token: str

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {name.replace("_", "-"): text for name, text in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body)
        response = Client(raise_request_exception=False).generic(
            method, V1 + path, content, content_type="application/json", headers=sent
        )
        said = response.content
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(
            status=response.status_code,
            headers=response.headers,
            body=json.loads(said) if is_json else said,
        )

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Answer:
        return self.ask("POST", path, body, **headers)


def program(owner: Person, *, may: Collection[str] = KEY_RIGHTS) -> Program:
    """Return a program with a new key of the workspace."""
    with inside(owner.workspace_id):
        token = services.make_api_key(owner.caller, name="shop", may=may, now=NOW)
    return Program(token=token)


def order(number: str = "A-1", **told: Any) -> dict[str, Any]:
    """Return an order of 100.00 for Dan."""
    return {
        "external_id": number,
        "customer": {"email": "dan@example.org"},
        "ordered_at": "2026-04-10T09:00:00Z",
        "total_minor": 10_000,
        "currency": "PLN",
        **told,
    }
