"""Lists page by page: a cursor names the last row seen, so that new rows shift nothing."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, ConfigDict, Field

from plon.core.days import moment_of
from plon.runtime.rest.refusals import Fault, FieldsRefused
from plon.runtime.tenancy import current

LIMIT, LIMIT_MAX = 50, 200
Row: TypeAlias = dict[str, Any]
Page: TypeAlias = tuple[list[Row], str | None]  # rows, cursor of the next page


class Filters(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(LIMIT, ge=1, le=LIMIT_MAX, description="Rows a page.")
    cursor: str | None = Field(
        None,
        max_length=500,
        description="`next_cursor` of the page before; the filters must be the same.",
    )


def wanted(request: HttpRequest, filters: Filters) -> None:
    """Refuse parameters that the list does not know: most likely they are misspelt.

    Raises FieldsRefused.
    """
    unknown = request.GET.keys() - type(filters).model_fields.keys()
    if unknown:
        faults = [Fault(code="extra_forbidden", parameter=name) for name in sorted(unknown)]
        raise FieldsRefused(*faults)


def by_moment(
    found: QuerySet[Any, Row], column: str, filters: Filters, *, is_rising: bool = False
) -> Page:
    """Return a page ordered by a moment, the newest first unless told otherwise, then by id.

    Rows of the cursor's very moment are asked for first, and others only where those do not fill
    the page: both are one step into an index of (moment, id), however deep the page.
    Raises FieldsRefused for a cursor that no page gave.
    """
    ordered = found.order_by(column if is_rising else f"-{column}", "id")
    mark = _mark(found, filters)
    place = _place(filters, mark, datetime, UUID)
    count = filters.limit + 1
    if place is None:
        return _page(list(ordered[:count]), filters, mark, column, "id")
    moment, last = place
    rows = list(ordered.filter(**{column: moment, "id__gt": last})[:count])
    if len(rows) < count:
        beyond = f"{column}__gt" if is_rising else f"{column}__lt"
        rows += ordered.filter(**{beyond: moment})[: count - len(rows)]
    return _page(rows, filters, mark, column, "id")


def by_key(
    found: QuerySet[Any, Row],
    column: str,
    filters: Filters,
    *,
    kind: type,
    others: QuerySet[Any, Row] | None = None,
) -> Page:
    """Return a page ordered by a column that is unique in the workspace.

    kind: of the column, UUID or str. others: rows of another table that stand among these, with a
    column of that name. Raises FieldsRefused for a cursor that no page gave.
    """
    mark = _mark(found, filters)
    place = _place(filters, mark, kind)
    later = {} if place is None else {f"{column}__gt": place[0]}
    rows: list[Row] = []
    for each in (found,) if others is None else (found, others):
        rows += each.filter(**later).order_by(column)[: filters.limit + 1]
    if others is not None:
        rows.sort(key=lambda row: row[column])
    return _page(rows, filters, mark, column)


def _mark(found: QuerySet[Any, Row], filters: Filters) -> str:
    """Return what a cursor carries, so that it leads on in its own list only: of this workspace,
    with these filters.
    """
    told = filters.model_dump_json(exclude={"limit", "cursor"}, exclude_none=True)
    of = f"{current()} {found.model._meta.label} {told}"
    return hashlib.sha256(of.encode()).hexdigest()[:16]


def _place(filters: Filters, mark: str, *kinds: type) -> tuple[Any, ...] | None:
    """Return where a page begins, its parts of these types; None for the first page."""
    if filters.cursor is None:
        return None
    try:
        own, *parts = json.loads(base64.urlsafe_b64decode(filters.cursor.encode()))
        if own != mark:
            raise ValueError(own)
        return tuple(_READ[kind](part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise FieldsRefused(Fault(code="cursor_unreadable", parameter="cursor")) from None


def _page(rows: list[Row], filters: Filters, mark: str, *columns: str) -> Page:
    if len(rows) <= filters.limit:
        return rows, None
    last = rows[filters.limit - 1]
    parts: Sequence[str] = [mark, *(str(last[name]) for name in columns)]
    return rows[: filters.limit], base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _text(text: str) -> str:
    if "\0" in text:  # PostgreSQL takes none
        raise ValueError(text)
    return text.encode().decode()  # no half of a sign


_READ: dict[type, Callable[[Any], Any]] = {datetime: moment_of, UUID: UUID, str: _text}
