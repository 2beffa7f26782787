"""The catalogue as a list in words, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict

from plon.accounts import services as accounts
from plon.accounts.queries import LOYALTY, Trade
from plon.customers import queries as customers
from plon.orders.models import Product
from plon.orders.queries import ready_products
from plon.orders.services import words
from plon.orders.services.catalogue import rule_of
from plon.ui.components import Cell, Column, DataTable, Pager, Row, with_query
from plon.ui.downloads import MONEY, TEXT, Columns, Rows, major
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _

PAGE_SIZE = 100
_ORDER = ("category", "name", "id")
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyTrade:
    """A trade that brings ready products."""

    code: str
    word: str
    products: str  # "23 products"
    loyalty: str
    is_current: bool


def ready_trades(current: str) -> list[ReadyTrade]:
    """Return all trades with what each brings, the firm's marked."""
    return [
        ReadyTrade(
            code=trade.value,
            word=accounts.trade_word(trade.value),
            products=ngettext("%(count)s product", "%(count)s products", count) % {"count": count},
            loyalty=accounts.loyalty_word(LOYALTY[trade].value),
            is_current=trade.value == current,
        )
        for trade in Trade
        if (count := len(ready_products(trade, language=active_language())))
    ]


def products_like(*, text: str, category: str, shown: str) -> QuerySet[Product]:
    """Return the products of the catalogue that match. shown: "", "retired", "all"."""
    found = Product.objects.all()
    if shown != "all":
        found = found.filter(is_active=shown != "retired")
    if category:
        found = found.filter(category=category)
    for word in customers.spellings(text):
        found = found.filter(Q(name__regex=word) | Q(code__regex=word))
    return found


def table(
    found: QuerySet[Product], *, currency: str, query: QueryDict, may_write: bool
) -> DataTable:
    """Return a page of the list, by category and name, from a place in it on."""
    place = _id(query.get("after", ""))
    start = found.filter(id=place).first() if place else None
    later = found if start is None else found.filter(_later(start))
    rows = list(later.order_by(*_ORDER)[: PAGE_SIZE + 1])
    return DataTable(
        caption=_("Products"),
        columns=[
            Column(word=_("Product")),
            Column(word=_("Earns")),
            Column(word=_("Price, or the usual amount"), is_number=True),
            Column(word=_("Lasts")),
            Column(word=_("Renewed every")),
        ],
        rows=[_row(each, currency=currency, may_write=may_write) for each in rows[:PAGE_SIZE]],
        pager=_pager(rows, found.count(), query),
    )


def file_columns() -> Columns:
    """Return what stands in the list as a file."""
    texts = (_("Code"), _("Product"), _("Category"), _("Earns"))
    months = (_("Lasts"), _("Renewed every"), _("On sale"))
    price = {_("Price, or the usual amount"): MONEY}
    return dict.fromkeys(texts, TEXT) | price | dict.fromkeys(months, TEXT)


def file_parts(found: QuerySet[Product], currency: str) -> Iterator[Rows]:
    """Yield the rows of the list in its order, part by part."""
    rows = found.order_by(*_ORDER).iterator(chunk_size=_AT_ONCE)
    while part := list(islice(rows, _AT_ONCE)):
        yield [
            [
                row.code,
                row.name,
                row.category,
                words.earning(rule_of(row), currency=currency),
                major(row.price_minor),
                words.months(row.term_months),
                words.months(row.renewal_months),
                _("yes") if row.is_active else _("no"),
            ]
            for row in part
        ]


def _row(row: Product, *, currency: str, may_write: bool) -> Row:
    rule = rule_of(row)
    earns = words.earning(rule, currency=currency)
    is_known = bool(words.example(rule, amount_minor=100, currency=currency)[1])
    href = f"/settings/catalogue/{row.id}/" if may_write else ""
    about = row.category if row.is_active else f"{row.category} · {_('withdrawn')}".lstrip(" ·")
    return Row(
        key=str(row.id),
        name=row.name,
        cells=[
            Cell(text=row.name, href=href, note=about),
            Cell(text=earns, note=row.note, level="" if is_known else "watch"),
            Cell(text=words.money(row.price_minor, currency=currency)),
            Cell(text=words.months(row.term_months)),
            Cell(text=words.months(row.renewal_months)),
        ],
    )


def _pager(rows: list[Product], total: int, query: QueryDict) -> Pager | None:
    is_more = len(rows) > PAGE_SIZE
    start = with_query(query, after=None) if query.get("after") else ""
    if not is_more and not start:
        return None
    following = with_query(query, after=str(rows[PAGE_SIZE - 1].id)) if is_more else ""
    text = ngettext("%(count)s product", "%(count)s products", total) % {"count": total}
    return Pager(text=text, previous_href=start, next_href=following)


def _later(start: Product) -> Q:
    return (
        Q(category__gt=start.category)
        | Q(category=start.category, name__gt=start.name)
        | Q(category=start.category, name=start.name, id__gt=start.id)
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
