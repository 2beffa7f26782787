"""All about one order: its figures, its lines, what happened to it, where it may go."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from plon.core.days import date_in
from plon.customers import queries as customers
from plon.lifetime import wording
from plon.orders.domain import next_statuses
from plon.orders.models import Order, OrderLine, Refund, StatusChange
from plon.orders.services import words
from plon.ui.components import Cell, Column, DataTable, Entry, Row, Timeline
from plon.ui.language import active_language
from plon.ui.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPage:
    """What the page of an order shows."""

    order: Order
    customer: str
    day: str
    status: str
    level: str
    facts: list[tuple[str, str]]
    lines: DataTable
    history: Timeline
    next: list[tuple[str, str]]  # statuses to which it may go, in words
    left_minor: int  # of the total, after refunds
    may_refund: bool


def page_of(order: Order, *, zone: ZoneInfo, sees_value: bool) -> OrderPage:
    """Return the page of an order in words."""
    names = customers.names_of([order.customer_id])
    left = order.total_minor - order.refunded_minor
    return OrderPage(
        order=order,
        customer=names.get(order.customer_id, ""),
        day=_day(order.ordered_at, zone),
        status=words.status_word(order.status),
        level=words.LEVELS[order.status],
        facts=_facts(order, sees_value=sees_value),
        lines=_lines(order, sees_value=sees_value),
        history=_history(order, zone),
        next=[(code, words.status_word(code)) for code in next_statuses(order.status)],
        left_minor=left,
        may_refund=order.status in (Order.Status.SIGNED, Order.Status.PAID) and left > 0,
    )


def _facts(order: Order, *, sees_value: bool) -> list[tuple[str, str]]:
    def money(minor: int | None) -> str:
        return words.money(minor, currency=order.currency)

    sees_commission = sees_value and order.commission_minor is not None
    left = order.total_minor - order.refunded_minor
    language = active_language()
    renewal = wording.day(order.renewal_date, language=language) if order.renewal_date else ""
    rows = [
        (_("Amount"), money(order.total_minor)),
        (_("Given back"), money(order.refunded_minor) if order.refunded_minor else ""),
        (_("Left"), money(left) if order.refunded_minor else ""),
        (_("Margin"), money(order.margin_minor) if sees_value else ""),
        (_("Commission"), money(order.commission_minor) if sees_commission else ""),
        (_("Renewal"), renewal),
        (_("Channel"), order.channel),
        (_("Place"), words.place_word(order.place)),
        (_("What led to it"), words.origin_word(order.origin)),
        (_("Contract or receipt"), order.external_id),
        (_("Complaint"), _("there was one") if order.has_complaint else ""),
    ]
    return [(what, how) for what, how in rows if how]


def _lines(order: Order, *, sees_value: bool) -> DataTable:
    rows = OrderLine.objects.filter(order=order).order_by("id")
    columns = [
        Column(word=_("Product")),
        Column(word=_("Quantity"), is_number=True),
        Column(word=_("Amount"), is_number=True),
    ]
    if sees_value:
        columns.append(Column(word=_("Margin"), is_number=True))
        columns.append(Column(word=_("Commission"), is_number=True))
    return DataTable(
        caption=_("What was bought"),
        columns=columns,
        rows=[_line(row, order.currency, sees_value=sees_value) for row in rows],
        key="lines",
    )


def _line(row: OrderLine, currency: str, *, sees_value: bool) -> Row:
    earned = [row.margin_minor, row.commission_minor] if sees_value else []
    return Row(
        name=row.name,
        cells=[
            Cell(text=row.name or words.DASH),
            Cell(text=_quantity(row.quantity_milli)),
            *(Cell(text=words.money(m, currency=currency)) for m in (row.amount_minor, *earned)),
        ],
    )


def _quantity(milli: int) -> str:
    exact = Decimal(milli).scaleb(-3).normalize()
    exponent = exact.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return wording.number(float(exact), decimals=decimals, language=active_language())


def _history(order: Order, zone: ZoneInfo) -> Timeline:
    """Return what happened, the newest first."""
    steps = StatusChange.objects.filter(order=order)
    dated = [
        (order.created_at, _("Written down"), "", "pencil"),
        *((s.happened_at, _step(s), s.actor_name, "arrow-right") for s in steps),
        *(
            (r.refunded_at, _back(r, order.currency), r.reason, "undo-2")
            for r in Refund.objects.filter(order=order)
        ),
    ]
    return Timeline(
        label=_("What happened"),
        entries=[
            Entry(
                when=_day(moment, zone),
                machine_when=moment.isoformat(),
                text=text,
                note=note,
                icon=icon,
            )
            for moment, text, note, icon in sorted(dated, key=lambda each: each[0], reverse=True)
        ],
    )


def _step(step: StatusChange) -> str:
    before, after = words.status_word(step.before), words.status_word(step.after)
    return f"{before} → {after}"


def _back(refund: Refund, currency: str) -> str:
    amount = words.money(refund.amount_minor, currency=currency)
    return _("given back: %(amount)s") % {"amount": amount}


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return wording.day(date_in(zone, moment), language=active_language())
