"""JSON answers, written in one go: what a query gave is not copied into records first.

That an answer is what the description promises is tested (tests/api), not checked at run time.
"""

from typing import Any

from django.http import HttpResponse
from pydantic_core import to_json


def answer(content: Any, *, status: int = 200, location: str = "") -> HttpResponse:
    """Return JSON: ids as text, moments as RFC 3339 in UTC."""
    response = HttpResponse(to_json(content), status=status, content_type="application/json")
    if location:
        response.headers["Location"] = location
    return response


def no_content() -> HttpResponse:
    """Say that it is done."""
    return HttpResponse(status=204)
