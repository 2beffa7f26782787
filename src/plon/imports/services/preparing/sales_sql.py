"""SQL over the lines of a reading: orders with their lines, returns with the orders they undo.

A row without an order's number gets one made of its content and of its place among equal rows, so
that the same file, or a later one that holds the same sales, names them alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from plon.imports.domain import EXTRA_FIELDS
from plon.imports.services.preparing.plain import KEY_MAX, day_sql, key_sql, plain_sql
from plon.lifetime.reading.amounts import NumberFormat, minor_sql
from plon.lifetime.reading.dates import guess_date_format
from plon.lifetime.reading.moments import moment_sql
from plon.lifetime.reading.sources import quoted
from plon.lifetime.sales import Sales

_NUMBER_MAX = KEY_MAX - 13  # of an order: a buyer's and a day's mark may follow
_WITH_PRODUCTS = """
    FILTER (product IS NOT NULL OR extra_product_name IS NOT NULL OR quantity IS NOT NULL)
"""
_PERSON = ("email", "phone", "first_name", "last_name", "name", "company_name", "tax_id")
_PLACE = ("city", "postcode")
PERSON_FIELDS = (*_PERSON, *_PLACE)
_MONEY = ("order_total", "order_margin", "commission")
_TYPED = (*_MONEY, "renewal_date")  # extras that are no texts
_ALWAYS = ("file_no", "line_no", "customer", "amount_minor", "is_return", "sold_at", "number")
_ROLES = {"order_id": "VARCHAR", "product": "VARCHAR", "channel": "VARCHAR",
          "margin_minor": "BIGINT", "quantity": "DECIMAL(18,6)"}  # fmt: skip
_KINDS = (
    _ROLES
    | dict.fromkeys((f"extra_{name}" for name in EXTRA_FIELDS if name not in _TYPED), "VARCHAR")
    | dict.fromkeys(_MONEY, "BIGINT")
    | {"renewal_date": "DATE"}
)
_BLANK = {name: f"CAST(NULL AS {kind})" for name, kind in _KINDS.items()}
_TEXTS = ("customer", "order_id", "product", "channel")

PRODUCTS = f"""
    SELECT {key_sql("product")} AS code, COALESCE(min(extra_product_name), product) AS name
    FROM sold WHERE product IS NOT NULL GROUP BY product ORDER BY product
"""
REFUNDS = """
    SELECT refund_key AS external_id, number AS order_id, order_key, -amount_minor AS amount_minor,
        sold_at, extra_reason AS reason
    FROM returned WHERE amount_minor < 0 AND (order_key IS NOT NULL OR order_id IS NOT NULL)
    ORDER BY customer, sold_at, line_no
"""
REJECTED = """
    SELECT line_no, column_name, value, reason, cells
    FROM rejected LEFT JOIN own USING (file_no, line_no) ORDER BY line_no, column_name
"""
TOTALS = """
    SELECT count(DISTINCT customer),
        CAST(COALESCE(sum(amount_minor) FILTER (NOT is_return), 0) AS BIGINT),
        CAST(COALESCE(-sum(amount_minor) FILTER (is_return), 0) AS BIGINT)
    FROM sold
"""


def statements(
    sales: Sales, *, zone: str, extras: Mapping[str, str], is_mended: bool = False
) -> Iterator[str]:
    """Yield what makes `sold` (lines with their order's key) and `returned`.

    Mended rows have `apart`, too: the key of their order where its number was that of several.
    What the file does not tell is NULL in a view, and takes no room in the table under it.
    """
    kept = [*_ALWAYS, *_told(sales), *(f"extra_{name}" for name in extras if name not in _TYPED)]
    kept += [name for name in _TYPED if name in extras]
    texts = [
        f"{plain_sql(name)} AS {name}" for name in (*_TEXTS, *(f"extra_{name}" for name in extras))
    ]
    key = f"{key_sql('order_id', most=_NUMBER_MAX)} AS number"
    instant = f"({_instant(sales, zone)}) AT TIME ZONE 'UTC'"
    yield f"""
        CREATE VIEW typed AS SELECT *, {instant} AS sold_at,
            {", ".join([key, *(_typed(sales, name, zone) for name in _TYPED if name in extras)])}
        FROM (SELECT * REPLACE ({", ".join(texts)}) FROM every)"""
    yield """
        CREATE TABLE shared AS SELECT number FROM typed WHERE number IS NOT NULL AND NOT is_return
        GROUP BY number HAVING min(customer) <> max(customer) OR min(day) <> max(day)"""
    apart = f"number || '#' || {_short(_joined('customer, day'), 12)}"
    content = "customer, sold_at, amount_minor, number, product, channel"
    yield f"""
        CREATE TABLE keyed AS SELECT {", ".join(kept)}, CASE
            WHEN number IS NULL THEN 'row:' || {_short(f"{_joined(content)} || '|' || place", 32)}
            WHEN number IN (FROM shared) AND NOT is_return THEN {apart}
            ELSE number END AS order_key,
            CASE WHEN is_return
                THEN 'return:' || {_short(f"{_joined(content)} || '|' || place", 32)}
            END AS made_refund_key{f", {apart} AS apart" if is_mended else ""}
        FROM (SELECT *, row_number() OVER (PARTITION BY {content}, is_return ORDER BY line_no)
            AS place FROM typed WHERE number IS NULL OR is_return
            UNION ALL SELECT *, 1 FROM typed WHERE number IS NOT NULL AND NOT is_return)"""
    missing = [f"{sql} AS {name}" for name, sql in _BLANK.items() if name not in kept]
    yield f"CREATE VIEW sold AS SELECT {', '.join(['*', *missing])} FROM keyed"
    yield "CREATE TABLE totals AS " + _TOTALS_BY_ORDER
    yield _RETURNED
    yield _UNMATCHED


# Of those alone who gave something back.
_TOTALS_BY_ORDER = """
    SELECT order_key, min(customer) AS customer, min(number) AS number, min(sold_at) AS sold_at,
        COALESCE(max(order_total), sum(amount_minor)) AS total_minor
    FROM sold WHERE NOT is_return AND customer IN (SELECT customer FROM sold WHERE is_return)
    GROUP BY order_key
"""
_ROWS_AT_ONCE = 50_000  # lines whose orders are put together at once
_REACH = 200  # sales of a buyer before a return among which its own is looked for
# The order that a return names; else the buyer's latest before it that was as much.
_RETURNED = f"""
    CREATE TABLE returned AS
    WITH named AS (
        SELECT number, customer, max_by(order_key, sold_at) AS order_key FROM totals
        WHERE number IS NOT NULL GROUP BY number, customer
    ), placed AS MATERIALIZED (
        SELECT *, row_number() OVER (PARTITION BY customer ORDER BY sold_at, order_key) AS place
        FROM totals
    ), latest AS (
        SELECT customer, sold_at, max(place) AS place FROM placed GROUP BY customer, sold_at
    ), nameless AS (
        SELECT line_no, customer, sold_at, amount_minor FROM sold AS back
        WHERE is_return AND NOT EXISTS (FROM named WHERE named.number = back.number
            AND named.customer = back.customer)
    ), looked_at AS (
        SELECT nameless.line_no, nameless.customer, nameless.amount_minor,
            unnest(range(greatest(place - {_REACH}, 0) + 1, place + 1)) AS place
        FROM nameless ASOF JOIN latest ON latest.customer = nameless.customer
            AND latest.sold_at <= nameless.sold_at
    ), earlier AS (
        SELECT line_no, max_by(order_key, place) AS order_key
        FROM looked_at JOIN placed USING (customer, place)
        WHERE total_minor >= -amount_minor GROUP BY line_no
    )
    SELECT sold.* EXCLUDE (order_key),
        COALESCE({key_sql("extra_refund_id")}, made_refund_key) AS refund_key,
        COALESCE(named.order_key, earlier.order_key) AS order_key
    FROM sold
    LEFT JOIN named ON named.number = sold.number AND named.customer = sold.customer
    LEFT JOIN earlier ON earlier.line_no = sold.line_no
    WHERE is_return
"""
_UNMATCHED = """
    INSERT INTO rejected
    SELECT file_no, line_no, '', CAST(COALESCE(order_id, '') AS VARCHAR), 'return_unmatched'
    FROM returned WHERE order_key IS NULL AND order_id IS NULL AND amount_minor < 0
    UNION ALL
    SELECT file_no, line_no, '', '0', 'return_zero' FROM returned WHERE amount_minor = 0
"""


def orders(
    told_by: str, extras: Mapping[str, str], *, rows: int, is_mended: bool = False
) -> Iterator[str]:
    """Yield SQL of the orders, a buyer's together, part by part, as lines are many.

    told_by: what `customer` holds. rows: how many lines there are. is_mended: each of them is kept,
    one without a product, too: it may be one of an order that is here.
    """
    parts = 1 + rows // _ROWS_AT_ONCE
    for part in range(parts):
        whose = f"hash(customer) % {parts} = {part}"
        yield _orders(told_by, extras, whose=whose, is_mended=is_mended)


def _orders(told_by: str, extras: Mapping[str, str], *, whose: str, is_mended: bool) -> str:
    shown = [
        _first(f"min(extra_{name})", name, extras) for name in PERSON_FIELDS if name != told_by
    ]
    words = [
        _first(f"min_by(extra_{name}, line_no)", name, extras)
        for name in ("status", "place", "origin")
    ]
    return f"""
        SELECT order_key AS number, min(customer) AS customer,
            {", ".join([f"min(customer) AS {told_by}", *shown, *words])},
            min(sold_at) AS sold_at, COALESCE(max(order_total), CAST(sum(amount_minor) AS BIGINT))
                AS total_minor,
            COALESCE(max(order_margin), CASE WHEN count(margin_minor) = count(*)
                THEN CAST(sum(margin_minor) AS BIGINT) END) AS margin_minor,
            max(commission) AS commission_minor, max(renewal_date) AS renewal_date,
            min_by(channel, line_no) AS channel,
            order_key IN (SELECT order_key FROM returned) AS has_returns,
            list({{'product': {key_sql("product")}, 'name': extra_product_name,
                'quantity_milli': CAST(round(quantity * 1000) AS BIGINT),
                'amount_minor': amount_minor, 'margin_minor': margin_minor}} ORDER BY line_no)
                {"" if is_mended else _WITH_PRODUCTS} AS lines,
            max(order_total) AS whole_total, max(order_margin) AS whole_margin,
            {"min(apart)" if is_mended else "CAST(NULL AS VARCHAR)"} AS apart
        FROM sold WHERE NOT is_return AND {whose}
        GROUP BY order_key ORDER BY customer, sold_at, number"""


def _first(sql: str, name: str, extras: Mapping[str, str]) -> str:
    return f"{sql if name in extras else 'CAST(NULL AS VARCHAR)'} AS {name}"


def _told(sales: Sales) -> list[str]:
    """Return the roles that have a column."""
    has = {"order_id": sales.has_order, "product": sales.has_product,
           "channel": sales.has_channel, "margin_minor": sales.has_margin}  # fmt: skip
    return [name for name in _ROLES if has.get(name, True)]


def _instant(sales: Sales, zone: str) -> str:
    """Return SQL of the moment with its zone; where the file names offsets they are believed, as
    an hour of an autumn night comes twice.
    """
    local = f"moment AT TIME ZONE {quoted(zone)}"
    formats = [guess.value for guess in sales.guesses if guess.role == "date_format"]
    if not any(name.endswith("+ZZ") for name in formats):
        return local
    told = r"CASE WHEN regexp_matches(extra_instant, '(Z|[+-]\d\d:?\d\d)$') THEN extra_instant END"
    return f"COALESCE(TRY_CAST({told} AS TIMESTAMPTZ), {local})"


def _typed(sales: Sales, name: str, zone: str) -> str:
    """Return SQL of an extra column as money or as a day."""
    column = f"extra_{name}"
    if name in _MONEY:
        signs = [guess.value for guess in sales.guesses if guess.role == "decimal"]
        minor = minor_sql(column, NumberFormat(decimal=(signs or ["."])[0]))
        # The total of a sale is never below zero; one that is counts as unreadable.
        value = f"nullif(greatest({minor}, -1), -1)" if name == "order_total" else minor
        return f"{value} AS {name}"
    query = f"SELECT DISTINCT {column} FROM every WHERE {column} IS NOT NULL LIMIT 1000"
    fmt = guess_date_format(cell for (cell,) in sales.connection.execute(query).fetchall())
    if fmt is None:
        return f"CAST(NULL AS DATE) AS {name}"
    day_first = replace(fmt, kind="text") if fmt.kind == "ambiguous" else fmt
    return f"{day_sql(f'CAST({moment_sql(column, day_first, zone)} AS DATE)')} AS {name}"


def _joined(columns: str) -> str:
    """Return SQL of the columns as one text; a blank one keeps its place."""
    parts = [f"COALESCE(CAST({name} AS VARCHAR), '')" for name in columns.split(", ")]
    return " || '|' || ".join(parts)


def _short(text: str, digits: int) -> str:
    return f"left(sha256({text}), {digits})"
