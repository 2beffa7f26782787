"""Orders that a later file completes: lines that were left out of the first, each once."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import services as customers
from plon.orders import domain
from plon.orders.domain import Earned, Figures, NewLine, NewOrder
from plon.orders.events import OrdersRecorded
from plon.orders.models import Order, OrderLine, Product
from plon.orders.services.catalogue import rule_of
from plon.orders.services.recording import line_row, products_of
from plon.orders.services.totals import GREW, figures_of, follow_totals
from plon.runtime import bulk, outbox
from plon.runtime.ids import new_id

_NO_MORE = dict.fromkeys(GREW.values(), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLater:
    """What a later file tells of an order.

    whole: what it says of all of it. is_part: its lines are those alone that were left out before.
    """

    order: NewOrder
    whole: Figures
    is_part: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """How many lines are new, on which orders; and the orders that had all of theirs."""

    lines: int
    completed_ids: frozenset[str]
    whole_ids: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of the orders told of: their rows, locked, and what they hold."""

    zone: ZoneInfo
    rows: Mapping[str, Order]
    lines: Mapping[UUID, Sequence[OrderLine]]
    buyers: Mapping[UUID, UUID]
    products: Mapping[str, Product]


def complete_orders(
    *,
    workspace_id: UUID,
    told: Sequence[ToldLater],
    lacking: Collection[UUID],
    now: datetime,
    import_id: UUID,
) -> Completed:
    """Give orders the lines that they lack, with the figures as if told together. Safe to repeat.

    One of another buyer or day stays as it was; so does one told whole without a line it has.
    lacking: imports that left rows out, so that a part of one is no line that its order has. No
    order is told twice.
    """

    def step() -> Completed:
        known = _known(told, zone=accounts.workspace(workspace_id).zone)
        missing = {
            each.order.external_id: lines
            for each in told
            if (lines := _missing(each, known, lacking=lacking)) is not None
        }
        lacked = [each for each in told if missing.get(each.order.external_id)]
        made = [
            row | {"id": new_id(), "import_id": import_id}
            for each in lacked
            for row in _grow(each, missing[each.order.external_id], known)
        ]
        rows = [known.rows[each.order.external_id] for each in lacked]
        OrderLine.objects.insert_plain(made)
        follow_totals(rows, now=now)
        if rows:
            outbox.publish(
                OrdersRecorded(
                    workspace_id=workspace_id,
                    occurred_at=now,
                    order_count=len(rows),
                    first_ordered_at=min(row.ordered_at for row in rows),
                )
            )
        completed = frozenset(row.external_id for row in rows)
        return Completed(
            lines=len(made), completed_ids=completed, whole_ids=frozenset(missing) - completed
        )

    return bulk.once_more(step)


def _known(told: Sequence[ToldLater], *, zone: ZoneInfo) -> _Known:
    rows = {
        row.external_id: row
        for part in bulk.chunks(sorted({each.order.external_id for each in told}))
        for row in Order.objects.select_for_update().filter(external_id__in=part).order_by("id")
    }
    lines: dict[UUID, list[OrderLine]] = {}
    for ids in bulk.chunks([row.id for row in rows.values()]):
        for line in OrderLine.objects.filter(order__in=ids).order_by("id"):
            lines.setdefault(line.order_id, []).append(line)
    return _Known(
        zone=zone,
        rows=rows,
        lines=lines,
        buyers=customers.held_ids({each.order.customer_id for each in told}),
        products=products_of({line.product_code for each in told for line in each.order.lines}),
    )


def _missing(told: ToldLater, known: _Known, *, lacking: Collection[UUID]) -> list[NewLine] | None:
    """Return the lines told that the order lacks; None where it is told as another one."""
    row = known.rows.get(told.order.external_id)
    if row is None or not _is_same_sale(row, told.order, known):
        return None
    is_apart = told.is_part and row.import_id in lacking  # from the lines it was told with
    lines = known.lines.get(row.id, [])
    there = Counter(_of_row(line) for line in lines if line.import_id or not is_apart)
    keys = [_of_told(line, known.products) for line in told.order.lines]
    if not told.is_part and not (lines and there <= Counter(keys)):
        return None
    missing = []
    for line, key in zip(told.order.lines, keys, strict=True):
        if there[key]:
            there[key] -= 1
        else:
            missing.append(line)
    return missing


def _is_same_sale(row: Order, told: NewOrder, known: _Known) -> bool:
    """Say whether buyer and day are the same; a day that somebody changed here may differ."""
    if row.customer_id != known.buyers.get(told.customer_id) or row.currency != told.currency:
        return False
    there, now = (date_in(known.zone, each.ordered_at) for each in (row, told))
    return there == now or row.edited_at is not None


def _of_row(line: OrderLine) -> tuple[Any, ...]:
    return (line.product_id or line.name, line.quantity_milli, line.amount_minor)


def _of_told(line: NewLine, products: Mapping[str, Product]) -> tuple[Any, ...]:
    product = products.get(line.product_code)
    called = product.id if product else (line.name or line.product_code)[:200]
    return (called, line.quantity_milli, line.amount_minor)


def _grow(told: ToldLater, missing: Sequence[NewLine], known: _Known) -> list[dict[str, Any]]:
    """Set the figures of an order with its new lines; return their rows but for id and import."""
    row, products = known.rows[told.order.external_id], known.products
    new = [(line, _earned(line, products.get(line.product_code))) for line in missing]
    gains = [
        Earned(margin_minor=line.margin_minor, commission_minor=line.commission_minor)
        for line in known.lines.get(row.id, ())
    ]
    before, after = (
        figures_of(row),
        asdict(domain.completed(figures_of(row), gains, new, told.whole)),
    )
    grew = {}
    for name, figure in after.items():
        was = getattr(before, name)
        grew[GREW[name]] = None if was is None else (figure or 0) - was
        setattr(row, name, figure)
    made = [
        line_row(row.id, line, gain, product=products.get(line.product_code)) for line, gain in new
    ]
    return [each | (_NO_MORE if place else grew) for place, each in enumerate(made)]


def _earned(line: NewLine, product: Product | None) -> Earned:
    return domain.line_earned(line, rule_of(product) if product else None)
