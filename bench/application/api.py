"""A list of 50 customers over the API beside the same rows from the framework's bare endpoint.

The bare one answers as the framework does by itself, through its record; ours writes the rows of
the query in one go. Ours has every middleware, the key, the rate and the firm to enter.
"""

import json
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings

from bench.application.asking import Program, Times, today
from bench.application.filling import fill
from plon.accounts.models import ApiKey, Workspace
from plon.accounts.queries import digest
from plon.runtime.tenancy import inside

TIMES, LIMIT = 400, 50
TOKEN, MAY = "plon_of-made-up-firms", "customers.read"
OURS, BARE = f"/api/v1/customers?limit={LIMIT}", f"/bare/customers?limit={LIMIT}"


def api_work(name: str, times: str = str(TIMES)) -> dict[str, Any]:
    """Ask both in turns, and tell how many statements each sends."""
    workspace = Workspace.objects.get(id=fill(int(name), name=name, now=today())["workspace"])
    ours = Program(HTTP_AUTHORIZATION=f"Bearer {_key_of(workspace)}")
    with override_settings(MIDDLEWARE=["bench.application.bare.here"]):
        bare = Program()
    for signal in (request_started, request_finished):  # the bare one asks in an open transaction
        signal.disconnect(close_old_connections)
    found = {"ours": Times(), "bare": Times()}
    for turn in range(-20, int(times)):
        ours.timed(OURS, found["ours"] if turn >= 0 else Times())
        with inside(workspace.id):  # entered before the clock runs
            bare.timed(BARE, found["bare"] if turn >= 0 else Times())
    queries, (_status, said) = {"ours": ours.queries(OURS)}, ours.get(OURS)
    with inside(workspace.id):
        queries["bare"] = bare.queries(BARE)
        assert _told(bare.get(BARE)[1]) == _told(said)
    return {each: {"queries": queries[each], **found[each].told()} for each in found}


def _told(body: bytes) -> list[dict[str, Any]]:
    """Return the rows of an answer but their moments, which the framework cuts to milliseconds."""
    rows: list[dict[str, Any]] = json.loads(body)["data"]
    return [{name: row[name] for name in row if not name.endswith("_at")} for row in rows]


def _key_of(workspace: Workspace) -> str:
    """Return the token of the firm's key, which may read customers."""
    ApiKey.objects.get_or_create(
        workspace=workspace,
        token_sha256=digest(f"{TOKEN}-{workspace.id}"),
        defaults={"name": "Bench", "prefix": "plon_", "may": [MAY], "created_at": today()},
    )
    return f"{TOKEN}-{workspace.id}"
