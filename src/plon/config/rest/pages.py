"""The description for programs, and the same as a page for people: no other host is asked."""

from collections.abc import Sequence
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from pydantic_core import to_json

from plon.config.rest import outline
from plon.config.rest.api import api
from plon.config.rest.words import DETAILS
from plon.ui.charts import Table


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Return the description, OpenAPI 3.1."""
    response = HttpResponse(described(), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every operation, every record and every code of refusal."""
    schema = api.get_openapi_schema()
    subjects = {
        subject: [(each, _fields(each.name, each.parameters)) for each in operations]
        for subject, operations in outline.subjects(schema).items()
    }
    codes = [(code, str(text) % {"name": "…"}) for code, text in sorted(DETAILS.items())]
    headings = [_("Code"), _("Meaning")]
    context = {
        "subjects": subjects,
        "records": [(each, _fields(each.name, each.fields)) for each in outline.records(schema)],
        "codes": Table(caption=_("Codes of refusals"), headings=headings, rows=codes, words=2),
    }
    return render(request, "config/api.html", context)


def _fields(name: str, fields: Sequence[outline.Field]) -> Table | None:
    rows = [
        (f"{each.name} *" if each.is_required else each.name, each.kind, each.meaning)
        for each in fields
    ]
    headings = [_("Field"), _("Type"), _("Meaning")]
    return Table(caption=name, headings=headings, rows=rows, words=3) if rows else None


@cache
def described() -> bytes:
    """Return the description as JSON, in English whoever asks first."""
    with translation.override("en"):
        return to_json(api.get_openapi_schema())
