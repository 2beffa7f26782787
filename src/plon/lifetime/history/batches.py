"""Batches of sales in canonical types, checked: no gaps, ids that are ids, dates that are dates."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.history.transactions import Source
from plon.lifetime.kernel.library import threads

HAS_GAPS = sentence('The column "%(column)s" has empty cells: leave those rows out first.')
NO_MONEY = sentence(
    'The column "%(column)s" holds an amount that is no money: not a number, or too large.'
)
_NOT_MINOR = sentence(
    'The column "%(column)s" does not hold minor units such as grosz or cents: give whole numbers.'
)
_UNREADABLE = {
    "customer": sentence(
        'The column "%(column)s" does not hold customers\' ids: give whole numbers or text.'
    ),
    "date": sentence(
        'The column "%(column)s" does not hold dates: give dates, times, or text like 2026-11-23.'
    ),
    "amount": sentence(
        'The column "%(column)s" does not hold amounts: give numbers of at most fifteen digits.'
    ),
    "order": sentence('The column "%(column)s" does not hold order ids: give numbers or text.'),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TypedSales:
    """Sales of a source under the canonical names customer, date, amount, order.

    casts: the type each canonical column is brought to. is_minor: whether amounts are minor units
    already, which are whole numbers; else they are major units of any kind of number.
    """

    source: Source
    columns: Mapping[str, str]  # canonical name -> the source's
    casts: Mapping[str, Any]
    is_minor: bool = False

    @property
    def is_text(self) -> bool:
        return bool(pa.types.is_large_string(self.casts["customer"]))

    @property
    def is_plain(self) -> bool:
        """Return whether the columns need no cast but to a wider type of their kind."""
        types = (
            (self.source.schema.field(column).type, self.casts[name])
            for name, column in self.columns.items()
        )
        return all(
            type_ == cast or _kind(type_) == _kind(cast) is not None for type_, cast in types
        )

    def batches(self, *, with_order: bool = False) -> Iterator[Any]:
        """Yield record batches; the source is read ahead in a thread of its own."""
        names = [name for name in self.columns if with_order or name != "order"]
        raw = self.source.batches(list(dict.fromkeys(self.columns[name] for name in names)))
        for batch in read_ahead(raw) if threads() > 1 else raw:
            yield pa.record_batch([self._column(batch, name) for name in names], names=names)

    def _column(self, batch: Any, name: str) -> Any:
        column = batch.column(self.columns[name])
        if column.null_count and name != "order":
            raise InputUnusable(HAS_GAPS, column=self.columns[name])
        if column.type == self.casts[name]:
            return column
        try:
            return column.cast(self.casts[name])
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
            reason = _NOT_MINOR if name == "amount" and self.is_minor else _UNREADABLE[name]
            raise InputUnusable(reason, column=self.columns[name]) from error


def typed(
    source: Source, columns: Mapping[str, str | None], *, is_minor: bool = False
) -> TypedSales:
    """Return the source's sales by canonical names. Raises InputUnusable for a missing column."""
    given = {name: column for name, column in columns.items() if column is not None}
    for column in given.values():
        if column not in source.schema.names:
            raise InputUnusable(
                sentence('There is no column "%(column)s"; the columns are: %(known)s.'),
                column=column,
                known=", ".join(source.schema.names),
            )
    casts = {
        name: _CASTS[name](source.schema.field(column).type, column)
        for name, column in given.items()
    }
    if is_minor and "amount" in casts:
        casts["amount"] = pa.int64()
    return TypedSales(source=source, columns=given, casts=casts, is_minor=is_minor)


def _customer_cast(type_: Any, column: str) -> Any:
    if _is_text(type_):
        return pa.large_string()
    if pa.types.is_integer(type_) or pa.types.is_floating(type_):  # a frame's ids with a gap
        return pa.int64()
    raise InputUnusable(_UNREADABLE["customer"], column=column)


def _date_cast(type_: Any, column: str) -> Any:
    if pa.types.is_date(type_):
        return pa.date32()
    if pa.types.is_timestamp(type_):
        return type_
    if _is_text(type_):
        return pa.timestamp("us")
    raise InputUnusable(_UNREADABLE["date"], column=column)


def _amount_cast(type_: Any, column: str) -> Any:
    if pa.types.is_floating(type_):
        return pa.float64()
    if pa.types.is_integer(type_):
        return pa.int64()
    if pa.types.is_decimal(type_):
        return pa.decimal128(max(type_.precision, 19), type_.scale)
    raise InputUnusable(_UNREADABLE["amount"], column=column)


def _order_cast(type_: Any, column: str) -> Any:
    return pa.large_string()


_CASTS: Mapping[str, Callable[[Any, str], Any]] = {
    "customer": _customer_cast,
    "date": _date_cast,
    "amount": _amount_cast,
    "order": _order_cast,
}


def _is_text(type_: Any) -> bool:
    if pa.types.is_dictionary(type_):
        return _is_text(type_.value_type)
    texts = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(is_kind(type_) for is_kind in texts)


def _kind(type_: Any) -> str | None:
    """Return what a type is to an engine that widens within a kind by itself."""
    kinds = {
        "whole": pa.types.is_integer(type_),
        "real": pa.types.is_floating(type_),
        "decimal": pa.types.is_decimal(type_),
        "text": _is_text(type_),
    }
    return next((kind for kind, is_it in kinds.items() if is_it), None)


def read_ahead(items: Iterator[Any], depth: int = 4) -> Iterator[Any]:
    """Yield the items; a thread makes the next ones meanwhile."""
    with ThreadPoolExecutor(1) as pool:
        coming = deque(pool.submit(next, items, None) for _ in range(depth))
        while (item := coming.popleft().result()) is not None:
            coming.append(pool.submit(next, items, None))
            yield item
