"""A table of rows that can be sorted, picked, acted on and paged. Shown by ui/data_table.html."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict

from plon.ui.components.links import with_query


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `key` is its name in the address (?sort=value); "" cannot be sorted by."""

    word: str
    key: str = ""
    is_number: bool = False
    is_falling_first: bool = False  # figures: the largest first
    href: str = ""  # made by `sortable`
    order: str = ""  # "ascending", "descending"; made by `sortable`


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of ready text."""

    text: str = ""
    href: str = ""
    note: str = ""  # a second, quieter line
    level: str = ""  # a light before the text: "good", "watch", "bad", "unknown"
    share: float | None = None  # of the largest beside it: a bar after the text, which says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: as many cells as columns; the first one names it."""

    key: str = ""  # what a picked row sends
    name: str = ""  # for the label of its checkbox
    cells: Sequence[Cell]
    is_picked: bool = False  # from the start


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """Something to press: a submit of the form around it (name, value), or a link (href)."""

    word: str
    name: str = ""
    value: str = ""
    href: str = ""
    icon: str = ""
    kind: str = ""  # "primary", "quiet", "danger"
    shortcut: str = ""  # a single key
    action: str = ""  # where the form goes by it, if not to its own address


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """What can be done with the picked rows: posts `picked` (many) and the button pressed."""

    action: str
    buttons: Sequence[Button]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where we are in a long list; an empty address means there is nothing that way."""

    text: str  # "1–50 of 3,107"
    previous_href: str = ""
    next_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table. Its rows are drawn by the tag `table_rows`."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    bulk: Bulk | None = None
    pager: Pager | None = None
    total: Sequence[Cell] = ()  # a last row
    is_dense: bool = False
    key: str = "table"  # unique on the page

    @property
    def picked(self) -> int:
        return sum(row.is_picked for row in self.rows)

    @property
    def foot(self) -> list[tuple[Column, Cell]]:
        return list(zip(self.columns, self.total, strict=True)) if self.total else []


def sortable(columns: Sequence[Column], query: QueryDict, *, default: str) -> list[Column]:
    """Return the columns with links that sort by them; "-value" in the address means falling.

    A link forgets the place in the list (cursor, page).
    """
    now = query.get("sort") or default
    return [_with_link(column, now, query) for column in columns]


def _with_link(column: Column, now: str, query: QueryDict) -> Column:
    if not column.key:
        return column
    rising, falling = column.key, f"-{column.key}"
    order = {rising: "ascending", falling: "descending"}.get(now, "")
    other = {"ascending": falling, "descending": rising}
    first = falling if column.is_falling_first else rising
    href = with_query(query, sort=other.get(order, first), after=None, before=None, page=None)
    return replace(column, href=href, order=order)
