"""Tables, filters, people, tasks, what happened."""

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plon.ui.components import (
    Active,
    Bulk,
    Button,
    Cell,
    Column,
    DataTable,
    FilterBar,
    Pager,
    Row,
    View,
    sortable,
)
from plon.ui.samples.figures import speech


def table(query: QueryDict) -> DataTable:
    columns = [
        Column(word=_("Customer"), key="name"),
        Column(word=_("Value a year"), key="value", is_number=True, is_falling_first=True),
        Column(word=_("Risk of leaving"), key="risk"),
        Column(word=_("Last purchase"), key="last"),
        Column(word=_("Next contact")),
    ]
    return DataTable(
        key="customers",
        caption=_("Customers we are losing"),
        columns=sortable(columns, query, default="-value"),
        rows=_rows(),
        total=[Cell(text=_("3 people")), Cell(text=speech().money(2_740_00)), *[Cell()] * 3],
        bulk=Bulk(
            action="#",
            buttons=[
                Button(word=_("Add to a programme"), name="do", value="add", kind="primary"),
                Button(word=_("New task"), name="do", value="task"),
                Button(word=_("Export CSV"), name="do", value="export", icon="download"),
            ],
        ),
        pager=Pager(text=_("1–3 of 214"), next_href="?page=2"),
    )


def _rows() -> list[Row]:
    say = speech()
    said = [
        ("Marek Wilk", 1_240_00, "bad", _("high"), 11, _("text message on 24 December")),
        ("Ola Zięba", 890_00, "watch", _("middling"), 9, _("call tomorrow")),
        ("Zofia Lis-Wiśniewska", 610_00, "unknown", _("not known"), 10, "–"),
    ]
    return [
        Row(
            key=name,
            name=name,
            cells=[
                Cell(text=name, href="#persons"),
                Cell(
                    text=say.money(value),
                    note=say.money_span(value * 0.7, value * 1.4),
                    share=value / 1_240_00,
                ),
                Cell(text=risk, level=level),
                Cell(text=_months_ago(months)),
                Cell(text=contact),
            ],
        )
        for name, value, level, risk, months, contact in said
    ]


def _months_ago(months: int) -> str:
    return ngettext("%(n)s month ago", "%(n)s months ago", months) % {"n": months}


def plain_table() -> DataTable:
    return DataTable(
        key="plain",
        caption=_("Reference"),
        is_dense=True,
        columns=[Column(word=_("Month")), Column(word=_("Customers"), is_number=True)],
        rows=[
            Row(cells=[Cell(text=speech().month("2026-10")), Cell(text="31")]),
            Row(cells=[Cell(text=speech().month("2026-11")), Cell(text="28")]),
        ],
    )


def filters() -> FilterBar:
    return FilterBar(
        action="/ui",
        target="#sample-list",
        placeholder=_("Name, phone or e-mail"),
        active=[
            Active(word=_("Group"), value=_("Can't lose"), remove_href="?"),
            Active(word=_("Last purchase"), value=_("9–15 months ago"), remove_href="?"),
        ],
        views=[
            View(word=_("We are losing them"), href="?", is_current=True),
            View(word=_("Best customers"), href="?"),
            View(word=_("New"), href="?"),
        ],
        clear_href="?",
        total=_("214 people, %(amount)s") % {"amount": speech().money(96_300_00)},
    )
