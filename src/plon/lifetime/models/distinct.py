"""Tables of distinct values: purchases fall on few counts and few days, however many customers."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from plon.lifetime.purchases import Floats

Index: TypeAlias = NDArray[np.intp]

SAMPLE = 4096
MOSTLY = 0.9  # so large a share of distinct values in the sample: a table would save nothing
CELLS = 1024  # a table of a grid may have so many cells, or twice as many as there are values
FEW = 4_096  # rows: to look for equal ones costs more than they save
PAIRS = 65_536  # the same of a table of pairs, or four times as many


def ranked(values: Floats) -> tuple[Floats, Index]:
    """Return (table, index) with table[index] == values to the bit.

    The table is a grid's where values keep a least distance (days), else sorted where they repeat,
    and the values themselves where hardly two are equal. Cells that no value uses are 0.
    """
    sample = np.unique(values[:: max(1, len(values) // SAMPLE)])
    if len(values) > SAMPLE and len(sample) > MOSTLY * SAMPLE:
        return values, np.arange(len(values))
    found = _on_grid(values, sample)
    if found is None:
        table, index = np.unique(values, return_inverse=True)
        return table, index.astype(np.intp, copy=False)
    return found


def _on_grid(values: Floats, sample: Floats) -> tuple[Floats, Index] | None:
    """Return table and index if the sample's least step tells all values apart."""
    if len(sample) < 2:
        return None
    step = float(np.diff(sample).min())
    if float(values.max()) >= step * (max(2 * len(values), CELLS) - 1):
        return None
    index = np.rint(values * (1 / step)).astype(np.intp)
    table = np.zeros(int(index.max()) + 1)
    table[index] = values
    return (table, index) if np.array_equal(table[index], values) else None


def distinct_pairs(first: Floats, second: Floats) -> tuple[Floats, Floats, Index]:
    """Return the distinct pairs' parts and, for every row, the position of its pair."""
    first_table, first_index = ranked(first)
    second_table, second_index = ranked(second)
    key = first_index * len(second_table) + second_index
    cells = len(first_table) * len(second_table)
    if cells > max(PAIRS, 4 * len(first)):
        used, position = np.unique(key, return_inverse=True)
    else:
        is_used = np.zeros(cells, dtype=bool)
        is_used[key] = True
        used = np.flatnonzero(is_used)
        position = (np.cumsum(is_used) - 1)[key]
    first_part, second_part = np.divmod(used, max(1, len(second_table)))
    return first_table[first_part], second_table[second_part], position
