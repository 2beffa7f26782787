"""The reference page of the REST API, written from its own description."""

import json
import os
from collections.abc import Iterable

import django
from django.utils import translation

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plon.config.settings")
django.setup()

from plon.config.rest import outline  # noqa: E402 - after the tables
from plon.config.rest.pages import described  # noqa: E402
from plon.config.rest.words import DETAILS, FAULTS  # noqa: E402

HEAD = """# REST API

Written from the API's description, which an installation serves at `/api/v1/openapi.json` (OpenAPI
3.1) and shows at `/api/v1/docs`. How to begin: [guide](../guides/api.md). `*` marks what must be
there.
"""


def page() -> str:
    """Return docs/reference/api.md."""
    schema = json.loads(described())
    with translation.override("en"):
        codes = [(f"`{code}`", str(text) % {"name": "…"}) for code, text in sorted(DETAILS.items())]
        faults = [(f"`{code}`", str(text)) for code, text in sorted(FAULTS.items())]
    parts = [HEAD]
    for subject, operations in outline.subjects(schema).items():
        parts += [f"## {subject}\n", *map(_operation, operations)]
    parts.append("## Records\n")
    for record in outline.records(schema):
        text = f"{record.text}\n\n" if record.text else ""
        parts.append(f"### {record.name}\n\n{text}{_fields(record.fields)}")
    parts += ["## Codes of refusals\n", _table(("code", "meaning"), codes)]
    parts += ["## Codes of fields\n", _table(("code", "meaning"), faults)]
    return "\n".join(parts)


def _operation(told: outline.Operation) -> str:
    text = " ".join([f"{told.summary}.", *told.text])
    body = f" Sends `{told.body}`." if told.body else ""
    answers = ", ".join(f"{s} `{record}`" if record else s for s, record in told.answers)
    fields = f"\n{_fields(told.parameters)}" if told.parameters else ""
    return (
        f"### {told.method} {told.path}\n\n{text}{body} Right: `{told.right}`.\n\n"
        f"Answers: {answers}.\n{fields}"
    )


def _fields(fields: Iterable[outline.Field]) -> str:
    rows = [
        (f"`{each.name}`{' *' if each.is_required else ''}", each.kind, each.meaning)
        for each in fields
    ]
    return _table(("field", "type", "meaning"), rows) if rows else ""


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', 'or') for cell in line)} |\n" for line in lines
    )
