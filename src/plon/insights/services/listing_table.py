"""A page of the list of customers as a table in words."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from plon.accounts.queries import WorkspaceFacts
from plon.agenda import queries as agenda
from plon.agenda import services as agenda_services
from plon.agenda.services import words as agenda_words
from plon.core.days import date_in
from plon.insights.services import words
from plon.insights.services.listing import Counted, Page, written_place
from plon.ui.charts.scale import part
from plon.ui.components import Bulk, Cell, Column, DataTable, Pager, Row, sortable, with_query
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value import queries as value

DASH = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picking:
    """What can be done with rows of the list, and whether all of it stands there ticked."""

    bulk: Bulk | None  # None: nothing
    may_all: bool  # all of the list can be picked
    is_all: bool

    @classmethod
    def read(cls, query: QueryDict, bulk: Bulk | None, *, total: int) -> "Picking":
        """Return what the address asks for: a list of at most PICKED_MAX is picked as a whole."""
        may_all = bulk is not None and total <= agenda_services.PICKED_MAX
        return cls(bulk=bulk, may_all=may_all, is_all=may_all and query.get("pick") == "all")

    @property
    def size(self) -> int | None:
        """Return how many rows a page has; None: as many as always."""
        return agenda_services.PICKED_MAX if self.is_all else None

    @property
    def most(self) -> int:
        return agenda_services.PICKED_MAX


def total_word(counted: Counted, *, currency: str) -> str:
    """Return how many the list holds and, where it is known, their value together."""
    speech = Speech(language=active_language(), currency=currency)
    people = ngettext("%(count)s customer", "%(count)s customers", counted.total)
    count = people % {"count": speech.number(counted.total)}
    if counted.value_minor is None:
        return count
    worth = {"people": count, "value": speech.estimate(counted.value_minor)}
    return _("%(people)s, %(value)s in 12 months") % worth


def table(
    page: Page,
    firm: WorkspaceFacts,
    *,
    sees_value: bool,
    query: QueryDict,
    total: int,
    now: datetime,
    picking: Picking | None = None,
) -> DataTable:
    """Return the page as a table in words."""
    ids, figures = [row.id for row in page.rows], page.figures
    contacts = agenda.next_contacts(workspace_id=firm.id, customer_ids=ids)
    top = max((each.value_12m_minor or 0 for each in figures.values()), default=0)
    speech = Speech(language=active_language(), currency=firm.currency)
    is_all = picking is not None and picking.is_all
    rows = [
        Row(
            key=str(row.id),
            name=row.name,
            is_picked=is_all,
            cells=[
                Cell(text=row.name, href=f"/customers/{row.id}/", note=row.city),
                *(_figures(figures.get(row.id), speech, top=top) if sees_value else []),
                _last(figures.get(row.id), date_in(firm.zone, now)),
                _contact(contacts.get(row.id), firm, now=now),
            ],
        )
        for row in page.rows
    ]
    return DataTable(
        caption=_("Customers"),
        columns=sortable(_columns(sees_value=sees_value), query, default=_default(sees_value)),
        rows=rows,
        bulk=picking.bulk if picking else None,
        pager=_pager(page, query, total=total, speech=speech),
    )


def _default(sees_value: bool) -> str:
    return "-value" if sees_value else "name"


def _columns(*, sees_value: bool) -> list[Column]:
    figures = [
        Column(word=_("Value, 12 months"), key="value", is_number=True, is_falling_first=True),
        Column(word=_("Risk of leaving"), key="risk"),
    ]
    return [
        Column(word=_("Customer"), key="name"),
        *(figures if sees_value else []),
        Column(word=_("Last purchase"), key="last" if sees_value else ""),
        Column(word=_("Next contact")),
    ]


def _figures(found: value.CustomerFigures | None, speech: Speech, *, top: float) -> list[Cell]:
    if found is None:
        return [Cell(text=DASH), Cell(text=_("no purchase"), level="unknown")]
    span = ""
    if found.value_12m_low_minor is not None and found.value_12m_high_minor is not None:
        span = speech.money_span(found.value_12m_low_minor, found.value_12m_high_minor)
    worth = DASH if found.value_12m_minor is None else speech.estimate(found.value_12m_minor)
    risk = Cell(text=words.risk_word(found.risk), level=words.LEVELS[found.risk])
    share = None if found.value_12m_minor is None else part(found.value_12m_minor, top)
    return [Cell(text=worth, note=span, share=share), risk]


def _last(found: value.CustomerFigures | None, today: date) -> Cell:
    return Cell(text=DASH if found is None else words.ago(found.last_date, today))


def _contact(due_at: datetime | None, firm: WorkspaceFacts, *, now: datetime) -> Cell:
    return Cell(
        text=DASH if due_at is None else agenda_words.due_word(due_at, now=now, zone=firm.zone)
    )


def _pager(page: Page, query: QueryDict, *, total: int, speech: Speech) -> Pager | None:
    start = with_query(query, after=None) if query.get("after") else ""
    if page.next is None and not start:
        return None
    text = ngettext("%(count)s customer", "%(count)s customers", total)
    following = "" if page.next is None else with_query(query, after=written_place(page.next))
    return Pager(
        text=text % {"count": speech.number(total)}, previous_href=start, next_href=following
    )
