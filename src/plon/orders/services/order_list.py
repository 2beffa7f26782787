"""The orders as a list: which are in it, page by page, what stands in each row, as CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from plon.core.days import date_in, moment_of
from plon.customers import queries as customers
from plon.lifetime import wording
from plon.orders.models import Order, OrderLine
from plon.orders.queries.sales import marginless
from plon.orders.services import words
from plon.ui.components import Cell, Column, DataTable, Pager, Row, with_query
from plon.ui.downloads import MONEY, TEXT, Columns, Rows, major
from plon.ui.language import active_language
from plon.ui.language import gettext as _

PAGE_SIZE = 50
COUNTED_MAX = 10_000  # beyond, a count would read more than anybody does
CHANNELS_OF = 2_000  # newest orders whose channels are offered
MARGINLESS = "missing"
_CSV_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which orders a list holds; everything given must hold. Days are of the firm's zone."""

    text: str = ""
    status: str = ""
    channel: str = ""
    product_id: UUID | None = None
    customer: UUID | None = None
    from_date: date | None = None
    until_date: date | None = None  # the day itself included
    margin: str = ""  # MARGINLESS: without one, though counted in value


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page begins: after a moment and an id."""

    moment: datetime
    id: UUID


def orders_like(wanted: Wanted, *, zone: ZoneInfo) -> QuerySet[Order]:
    """Return the orders of a list, the newest first."""
    found = Order.objects.order_by("-ordered_at", "-id")
    exact = {"status": wanted.status, "channel": wanted.channel}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.customer is not None:
        found = found.filter(customer_id=wanted.customer)
    if wanted.product_id is not None:
        lines = OrderLine.objects.filter(order=OuterRef("id"), product_id=wanted.product_id)
        found = found.filter(Exists(lines))
    if wanted.from_date is not None:
        found = found.filter(ordered_at__gte=_midnight(wanted.from_date, zone))
    if wanted.until_date is not None:
        after = wanted.until_date + timedelta(days=1)
        found = found.filter(ordered_at__lt=_midnight(after, zone))
    if wanted.margin == MARGINLESS:
        found = marginless(found)
    if text := wanted.text.strip():
        people = customers.ids(customers.Wanted(text=text))
        number = Q(external_id__startswith=text)
        found = found.filter(number | Q(customer_id__in=people))
    return found


def counted(found: QuerySet[Order]) -> int:
    """Return how many there are, at most one more than COUNTED_MAX."""
    return found[: COUNTED_MAX + 1].count()


def channels() -> list[str]:
    """Return the channels of the newest orders, by name."""
    newest = Order.objects.order_by("-ordered_at", "-id").values_list("channel", flat=True)
    return sorted(set(newest[:CHANNELS_OF]) - {""})


def read_place(text: str) -> Place | None:
    """Return the place "moment~id" in the list; None for none or for nonsense."""
    told, _mark, one = text.partition("~")
    try:
        return Place(moment=moment_of(told), id=UUID(one))
    except ValueError:
        return None


def table(
    found: QuerySet[Order], *, zone: ZoneInfo, sees_value: bool, query: QueryDict, total: str
) -> DataTable:
    """Return a page of the list in words."""
    place = read_place(query.get("after", ""))
    if place is not None:
        later = Q(ordered_at=place.moment, id__lt=place.id) | Q(ordered_at__lt=place.moment)
        found = found.filter(later)
    rows = list(found[: PAGE_SIZE + 1])
    names = customers.names_of([row.customer_id for row in rows])
    return DataTable(
        caption=_("Transactions"),
        columns=[
            Column(word=_("Day")),
            Column(word=_("Customer")),
            Column(word=_("Status")),
            Column(word=_("Channel")),
            Column(word=_("Amount"), is_number=True),
            *([Column(word=_("Margin"), is_number=True)] if sees_value else []),
        ],
        rows=[
            _row(row, names.get(row.customer_id, ""), zone=zone, sees_value=sees_value)
            for row in rows[:PAGE_SIZE]
        ],
        pager=_pager(rows, query, total=total),
    )


def _row(row: Order, name: str, *, zone: ZoneInfo, sees_value: bool) -> Row:
    amount = words.money(row.total_minor, currency=row.currency)
    back = ""
    if row.refunded_minor:
        given = words.money(row.refunded_minor, currency=row.currency)
        back = _("given back: %(amount)s") % {"amount": given}
    margin = Cell(text=words.money(row.margin_minor, currency=row.currency))
    status = Cell(text=words.status_word(row.status), level=words.LEVELS[row.status])
    return Row(
        key=str(row.id),
        name=row.external_id,
        cells=[
            Cell(text=_day(row, zone), href=f"/orders/{row.id}/", note=row.external_id),
            Cell(text=name or words.DASH, href=f"/customers/{row.customer_id}/"),
            status,
            Cell(text=row.channel or words.DASH, note=words.place_word(row.place)),
            Cell(text=amount, note=back),
            *([margin] if sees_value else []),
        ],
    )


def _day(row: Order, zone: ZoneInfo) -> str:
    return wording.day(date_in(zone, row.ordered_at), language=active_language())


def _pager(rows: list[Order], query: QueryDict, *, total: str) -> Pager | None:
    is_more = len(rows) > PAGE_SIZE
    start = with_query(query, after=None) if query.get("after") else ""
    if not is_more and not start:
        return None
    following = ""
    if is_more:
        last = rows[PAGE_SIZE - 1]
        following = with_query(query, after=f"{last.ordered_at.isoformat()}~{last.id}")
    return Pager(text=total, previous_href=start, next_href=following)


def file_columns(*, sees_value: bool) -> Columns:
    """Return what stands in the list as a file; what was earned for those who may see it."""
    texts = (_("Day"), _("Contract or receipt"), _("Customer"), _("Status"), _("Channel"))
    money = {_("Amount"): MONEY, _("Given back"): MONEY}
    rest = {_("Currency"): TEXT, _("Renewal"): TEXT}
    earned = {_("Margin"): MONEY, _("Commission"): MONEY} if sees_value else {}
    return dict.fromkeys(texts, TEXT) | money | rest | earned


def file_parts(found: QuerySet[Order], *, zone: ZoneInfo, sees_value: bool) -> Iterator[Rows]:
    """Yield the rows of the list part by part, from place to place."""
    rest = found
    while rows := list(rest[:_CSV_AT_ONCE]):
        names = customers.names_of([row.customer_id for row in rows])
        yield [
            [
                date_in(zone, row.ordered_at).isoformat(),
                row.external_id,
                names.get(row.customer_id, ""),
                words.status_word(row.status),
                row.channel,
                major(row.total_minor),
                major(row.refunded_minor),
                row.currency,
                row.renewal_date.isoformat() if row.renewal_date else "",
                *(map(major, (row.margin_minor, row.commission_minor)) if sees_value else ()),
            ]
            for row in rows
        ]
        last = rows[-1]
        before = Q(ordered_at=last.ordered_at, id__lt=last.id)
        rest = found.filter(before | Q(ordered_at__lt=last.ordered_at))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
