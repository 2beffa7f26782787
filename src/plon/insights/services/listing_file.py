"""The list of customers as a file: all its pages, with addresses and figures."""

from collections.abc import Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.agenda import queries as agenda
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.insights.services import words
from plon.insights.services.listing import Found, Page, Sort, page_of, written_place
from plon.ui.downloads import MONEY, TEXT, Columns, Rows, major
from plon.ui.language import gettext as _
from plon.value import queries as value

_AT_ONCE = 1_000


def columns(*, sees_value: bool) -> Columns:
    """Return what stands in the file; figures for those who may see them."""
    who = (_("Customer"), _("E-mail"), _("Phone"), _("City"))
    figures = {
        _("Value, 12 months"): MONEY,
        _("Value from"): MONEY,
        _("Value to"): MONEY,
        _("Risk of leaving"): TEXT,
    }
    last = (_("Last purchase"), _("Next contact"))
    return dict.fromkeys(who, TEXT) | (figures if sees_value else {}) | dict.fromkeys(last, TEXT)


def parts(
    found: Found, sort: Sort, *, total: int, workspace_id: UUID, zone: ZoneInfo, sees_value: bool
) -> Iterator[Rows]:
    """Yield the rows of the list in its order, part by part."""
    after: str | None = ""
    while after is not None:
        page = page_of(found, sort, after, total=total, size=_AT_ONCE)
        yield _rows(page, workspace_id, zone, sees_value=sees_value)
        after = None if page.next is None else written_place(page.next)


def _rows(
    page: Page, workspace_id: UUID, zone: ZoneInfo, *, sees_value: bool
) -> list[list[object]]:
    ids = [row.id for row in page.rows]
    addresses, figures = customers.addresses_of(ids), page.figures
    contacts = agenda.next_contacts(workspace_id=workspace_id, customer_ids=ids)
    rows = []
    for row in page.rows:
        told = addresses.get(row.id, {})
        who = [
            row.name,
            *("".join(told.get(kind, ())[:1]) for kind in ("email", "phone")),
            row.city,
        ]
        known, due_at = figures.get(row.id), contacts.get(row.id)
        last = "" if known is None else known.last_date.isoformat()
        contact = "" if due_at is None else date_in(zone, due_at).isoformat()
        rows.append([*who, *(_figures(known) if sees_value else []), last, contact])
    return rows


def _figures(known: value.CustomerFigures | None) -> list[object]:
    if known is None:
        return [None, None, None, ""]
    spans = (known.value_12m_minor, known.value_12m_low_minor, known.value_12m_high_minor)
    return [*map(major, spans), words.risk_word(known.risk)]
