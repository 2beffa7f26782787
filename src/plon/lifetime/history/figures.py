"""What every engine says of a list of sales: one row a customer, exact integers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.summary import Ints

FIGURES = (
    "purchase_days",
    "first_day",
    "last_day",
    "value_minor",
    "first_value_minor",
    "zero_days",
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """Customers sorted by id (text by bytes); the other columns as in Summary.

    has_return: whether one of the customer's amounts is negative: then the figures are gross and
      the customer has to be computed from the lines.
    """

    customer: Any
    purchase_days: Ints
    first_day: Ints
    last_day: Ints
    value_minor: Ints
    first_value_minor: Ints
    zero_days: Ints
    has_return: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.purchase_days)


def figures_of(table: Any, returned: Any) -> Figures:
    """Return an engine's table, in any order, as figures; its days are dates.

    returned: the customers with a return, or None for nobody.
    """
    table = table.combine_chunks()
    table = table.take(pc.sort_indices(table["customer"]))
    columns = {name: table[name].cast(_WIDTHS.get(name, "int64")).to_numpy() for name in FIGURES}
    return Figures(
        customer=table["customer"].combine_chunks(),
        has_return=is_among(table["customer"], returned),
        **{name: np.ascontiguousarray(column, dtype=np.int64) for name, column in columns.items()},
    )


def is_among(customers: Any, chosen: Any) -> NDArray[np.bool_]:
    """Return whether each customer is one of the chosen; None is nobody."""
    if chosen is None:
        return np.zeros(len(customers), dtype=bool)
    found = pc.is_in(customers, value_set=chosen.cast(customers.type))
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)


_WIDTHS = {"first_day": "int32", "last_day": "int32"}  # dates are 32 bits wide
