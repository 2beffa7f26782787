"""A saved summary that new sales are added to: equal, bit for bit, to computing all anew.

Whole numbers only, so additions are exact in any order of batches. A customer whose new days lie
after his last one is added to in place; late rows, returns, and customers who ever returned
something are computed again from their own entries, which are kept beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date as calendar_date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.forecasting.splits import day_number, day_of, summary_at
from plon.lifetime.history.entries import Batch, Entries, batch_of, days_of_entries
from plon.lifetime.history.figures import FIGURES
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import TimeUnit

COLUMNS = (*FIGURES, "returned_minor")
_OTHER_CONTENT = sentence(
    'The batch "%(batch)s" was added before with other content: give the new one a name of its own.'
)
_OTHER_IDS = sentence("The saved customers' ids are of another kind: text against whole numbers.")
_EARLIER_END = sentence(
    "The saved summary already holds sales up to %(last)s: choose that day or a later one."
)
_NO_SALES = sentence("The saved summary holds no sales yet: add some first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a saved summary was computed by; other rules need another one."""

    unit: TimeUnit = TimeUnit.WEEK
    zone: str = "Europe/Warsaw"
    currency: str = "PLN"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """Customers' exact figures and the entries they can be computed from again.

    table: customer (sorted), the integer columns COLUMNS, and has_return (ever); customers whose
      every day was returned stay with no purchase days.
    batches: content hash by batch id. last_day: of all sales so far, days since 1970.
    """

    rules: Rules
    table: Any
    batches: Mapping[str, str] = field(default_factory=dict)
    entries: tuple[Entries, ...] = ()
    last_day: int | None = None

    def summary(self, *, until: calendar_date | None = None) -> Summary:
        """Return the summary at `until`, by default the last day. Raises InputUnusable."""
        if self.last_day is None:
            raise InputUnusable(_NO_SALES)
        if until is not None and day_number(until) < self.last_day:
            raise InputUnusable(_EARLIER_END, last=day_of(self.last_day).isoformat())
        table = self.table.filter(pc.greater(self.table["purchase_days"], 0)).combine_chunks()
        return Summary(
            customer=table["customer"].combine_chunks(),
            until=until or day_of(self.last_day),
            unit=self.rules.unit,
            currency=self.rules.currency,
            **_numbers(table),
        )


def new_state(rules: Rules | None = None) -> State:
    """Return a summary of no sales."""
    return State(
        rules=rules or Rules(), table=_table(pa.array([], pa.int64()), {}, np.zeros(0, bool))
    )


def update(
    state: State,
    transactions: Any,
    *,
    customer: str = "customer",
    date: str = "date",
    amount: str | None = None,
    order: str | None = None,
    amount_in_minor_units: bool = False,
    batch: str | None = None,
) -> State:
    """Return the state with new transactions added; the arguments are those of summarize.

    Safe to repeat: a batch id (or, without one, a content) seen before changes nothing. Raises
    InputUnusable for a known batch id with other content, and for ids of another kind.
    """
    names = {"customer": customer, "date": date, "amount": amount, "order": order}
    new = batch_of(transactions, names, zone=state.rules.zone, is_minor=amount_in_minor_units)
    name = batch or new.content
    known = state.batches.get(name)
    if known == new.content:
        return state
    if known is not None:
        raise InputUnusable(_OTHER_CONTENT, batch=name)
    if state.last_day is not None and state.table["customer"].type != new.days.customer.type:
        raise InputUnusable(_OTHER_IDS)
    entries = (*state.entries, Entries(name=new.content, table=new.entries))
    last_day = int(new.days.day.max())
    return replace(
        state,
        table=_added(state, new, entries),
        batches={**state.batches, name: new.content},
        entries=entries,
        last_day=last_day if state.last_day is None else max(last_day, state.last_day),
    )


def _added(state: State, new: Batch, entries: tuple[Entries, ...]) -> Any:
    """Return the table with the batch's customers added to, inserted or computed again."""
    before = state.table if state.last_day is not None else _table(new.days.customer[:0], {}, None)
    fresh = summary_at(new.days, until=calendar_date.max, unit=state.rules.unit)
    customer = before["customer"].combine_chunks()
    at = pc.index_in(new.days.customer, value_set=customer).fill_null(-1).to_numpy()
    is_known = at >= 0
    is_again = new.has_return | (is_known & _must_compute(before, at, fresh))
    numbers = _numbers(before)
    _append(numbers, at, fresh, np.flatnonzero(is_known & ~is_again))
    stays = np.ones(len(customer), dtype=bool)
    stays[at[is_again & is_known]] = False
    parts = [
        _table(customer, numbers, before["has_return"].to_numpy()).filter(pa.array(stays)),
        _of_summary(fresh).filter(pa.array(~is_known & ~is_again)),
        _computed(new.days.customer.filter(pa.array(is_again)), entries, state.rules),
    ]
    if stays.all() and not len(parts[1]) and not len(parts[2]):
        return parts[0]  # nobody new, nobody moved: still sorted
    table = pa.concat_tables(parts)
    return table.take(pc.sort_indices(table["customer"])).combine_chunks()


def _must_compute(before: Any, at: Ints, fresh: Summary) -> NDArray[np.bool_]:
    """Return whether days run together or backwards, or the customer ever returned something."""
    if not len(before):
        return np.zeros(len(at), dtype=bool)
    last, has_return = before["last_day"].to_numpy()[at], before["has_return"].to_numpy()[at]
    return np.asarray((fresh.first_day <= last) | has_return)


def _append(numbers: dict[str, Ints], at: Ints, fresh: Summary, rows: Ints) -> None:
    """Add later days to known customers, in place."""
    places = at[rows]
    numbers["purchase_days"][places] += fresh.purchase_days[rows]
    numbers["last_day"][places] = fresh.last_day[rows]
    numbers["value_minor"][places] += fresh.value_minor[rows]
    is_first_free = fresh.first_value_minor[rows] == 0
    numbers["zero_days"][places] += fresh.zero_days[rows] + is_first_free


def _computed(chosen: Any, entries: tuple[Entries, ...], rules: Rules) -> Any:
    """Return the rows of some customers, from all their entries."""
    if not len(chosen):
        return _table(chosen, {}, None)
    days, has_return = days_of_entries(chosen, entries, currency=rules.currency)
    known = _of_summary(summary_at(days, until=calendar_date.max, unit=rules.unit))
    is_gone = pc.invert(pc.is_in(chosen, value_set=days.customer))
    gone = chosen.filter(is_gone)
    table = pa.concat_tables([known, _table(gone, {}, np.zeros(len(gone), dtype=bool))])
    marked = pc.is_in(table["customer"], value_set=has_return)
    return table.set_column(table.num_columns - 1, "has_return", marked)


def _of_summary(summary: Summary) -> Any:
    return _table(summary.customer, {name: getattr(summary, name) for name in COLUMNS}, None)


def _table(customer: Any, numbers: Mapping[str, Ints], has_return: Any) -> Any:
    zeros = np.zeros(len(customer), dtype=np.int64)
    columns = {name: pa.array(numbers.get(name, zeros)) for name in COLUMNS}
    marks = np.zeros(len(customer), dtype=bool) if has_return is None else has_return
    return pa.table({"customer": customer, **columns, "has_return": pa.array(marks)})


def _numbers(table: Any) -> dict[str, Ints]:
    return {name: table[name].to_numpy().copy() for name in COLUMNS}
