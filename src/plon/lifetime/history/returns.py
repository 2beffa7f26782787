"""Which purchase a return belongs to: its order, else the product, else an amount that fits.

A return is matched, in this order,
  1. to the purchases of its order: the same order id, or the cancel form "C" + order id; latest
     first, whatever the days; what exceeds the order stays unmatched;
  2. to the customer's latest earlier purchases of the same product;
  3. to the customer's latest earlier day with at least that amount left.
Each step settles all returns, oldest first, before the next begins. Lines of one customer only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from plon.lifetime.sales import Sales

# The lines are read anew where they are named twice, and those who returned something are chosen
# first: kept for a second use, or hashed for a join, all lines of a large file would fill memory.
# Lines' own names; ids are unique and rise with (file_no, line_no).
_LINES = """
    SELECT customer, day, moment, order_id, product,
           file_no::BIGINT * 1099511627776 + line_no AS id,
           is_return OR coalesce(amount_minor < 0, FALSE) AS is_return,
           CASE WHEN {has_amount} THEN abs(coalesce(amount_minor, 0)) ELSE 1 END AS minor
    FROM lines
"""
_BY_ORDER = """
    WITH every AS NOT MATERIALIZED ({lines}),
    aims AS (
        SELECT *, order_id AS target, 1 AS preference FROM every
        WHERE is_return AND order_id IS NOT NULL
        UNION ALL
        SELECT *, substr(order_id, 2), 2 FROM every
        WHERE is_return AND upper(order_id[1]) = 'C'
    ),
    bought AS (
        SELECT every.* FROM every
        SEMI JOIN (SELECT customer FROM every WHERE is_return) AS returners USING (customer)
        SEMI JOIN aims ON every.customer = aims.customer AND every.order_id = aims.target
        WHERE NOT every.is_return
    ),
    aimed AS (
        SELECT aims.* FROM aims
        SEMI JOIN bought ON bought.customer = aims.customer AND bought.order_id = aims.target
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY preference) = 1
    )
    SELECT customer, order_id AS subject, id, day, minor, is_return, moment FROM bought
    UNION ALL
    SELECT customer, target, id, day, minor, is_return, moment FROM aimed
    ORDER BY customer, subject, is_return, moment, id
"""
_BY_PRODUCT = """
    WITH every AS NOT MATERIALIZED ({lines} WHERE product IS NOT NULL)
    SELECT customer, product AS subject, id, day, minor, is_return FROM every
    SEMI JOIN (SELECT customer, product FROM every WHERE is_return) AS returned
        USING (customer, product)
    ORDER BY customer, product, moment, is_return, id
"""
_BY_DAY = """
    WITH every AS NOT MATERIALIZED ({lines})
    SELECT customer, '' AS subject, min(id) AS id, day, sum(minor)::BIGINT AS minor,
           FALSE AS is_return
    FROM every SEMI JOIN (SELECT customer FROM every WHERE is_return) AS returned USING (customer)
    WHERE NOT is_return GROUP BY customer, day
    UNION ALL
    SELECT customer, '', id, day, minor, TRUE FROM every WHERE is_return
    ORDER BY customer, day, is_return, id
"""


@dataclass(slots=True)
class Line:
    """What is left of a purchase line, of a day, or of a return."""

    customer: str
    id: int
    day: int
    left: int


@dataclass(frozen=True, slots=True)
class Match:
    """So much of a return lowers the customer's purchases of that day."""

    customer: str
    day: int
    return_id: int
    minor: int


@dataclass(slots=True)
class Settlement:
    """What has been matched so far."""

    matches: list[Match] = field(default_factory=list)
    returned: dict[int, int] = field(default_factory=dict)  # of a return, matched so far
    spent: dict[int, int] = field(default_factory=dict)  # of a purchase line, returned so far
    spent_days: dict[tuple[str, int], int] = field(default_factory=dict)
    bound: set[int] = field(default_factory=set)  # returns with an order: no further search

    def book(self, purchase: Line, back: Line, minor: int) -> None:
        """Lower a purchase by part of a return."""
        purchase.left -= minor
        back.left -= minor
        self.matches.append(Match(purchase.customer, purchase.day, back.id, minor))
        self.returned[back.id] = self.returned.get(back.id, 0) + minor
        self.spent[purchase.id] = self.spent.get(purchase.id, 0) + minor
        day = (purchase.customer, purchase.day)
        self.spent_days[day] = self.spent_days.get(day, 0) + minor


def settle(sales: Sales) -> Settlement:
    """Match the returns of the sales' lines; nothing is changed there.

    Without an amount every line counts as one, and only orders and products are matched.
    """
    settlement = Settlement()
    steps = (
        (sales.has_order, _BY_ORDER, _settle_order),
        (sales.has_product, _BY_PRODUCT, _settle_product),
        (sales.has_amount, _BY_DAY, _settle_days),
    )
    lines = _LINES.format(has_amount=sales.has_amount)
    for is_possible, query, settle_group in steps:
        if is_possible:
            for events in _groups(sales.connection, query.format(lines=lines)):
                settle_group(events, settlement)
    return settlement


def _groups(connection: Any, query: str) -> Iterator[list[tuple[Line, bool]]]:
    """Yield the lines of each (customer, subject) in the query's order, returns marked."""
    table = connection.sql(query).to_arrow_table()
    days = table["day"].cast("int32").to_pylist()
    columns = (table[name].to_pylist() for name in ("customer", "subject", "id", "minor"))
    group: list[tuple[Line, bool]] = []
    last = None
    for customer, subject, id_, minor, day, is_return in zip(
        *columns, days, table["is_return"].to_pylist(), strict=True
    ):
        if (customer, subject) != last and group:
            yield group
            group = []
        last = (customer, subject)
        group.append((Line(customer, id_, day, minor), is_return))
    if group:
        yield group


def _settle_order(events: list[tuple[Line, bool]], settlement: Settlement) -> None:
    bought = [line for line, is_return in events if not is_return]
    for back, is_return in events:
        if is_return:
            settlement.bound.add(back.id)
            _take_latest(bought, back, settlement)


def _settle_product(events: list[tuple[Line, bool]], settlement: Settlement) -> None:
    bought: list[Line] = []
    for line, is_return in events:
        if not is_return:
            line.left -= settlement.spent.get(line.id, 0)
            bought.append(line)
        elif line.id not in settlement.bound:
            _take_latest(bought, line, settlement)


def _take_latest(bought: list[Line], back: Line, settlement: Settlement) -> None:
    """Spend the latest purchases on a return; those with nothing left go from the list."""
    while bought and back.left > 0:
        if bought[-1].left > 0:
            settlement.book(bought[-1], back, min(bought[-1].left, back.left))
        if bought[-1].left <= 0:
            bought.pop()


def _settle_days(events: list[tuple[Line, bool]], settlement: Settlement) -> None:
    days: list[Line] = []
    for line, is_return in events:
        if not is_return:
            line.left -= settlement.spent_days.get((line.customer, line.day), 0)
            days.append(line)
        elif line.id not in settlement.bound:
            line.left -= settlement.returned.get(line.id, 0)
            fit = next((day for day in reversed(days) if day.left >= line.left), None)
            if fit is not None and line.left > 0:
                settlement.book(fit, line, line.left)
