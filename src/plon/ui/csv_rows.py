"""CSV as a Polish or an English spreadsheet opens it, safe from formulas in foreign cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.kernel.csv_lines import csv_lines

_STARTS_FORMULA = r"^[=+\-@\t\r\n]"
_END = "\r\n"
MONEY_SCALE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a spreadsheet of that language reads CSV."""

    encoding: str
    separator: str
    decimal: str


DIALECTS = {
    "pl": Dialect(encoding="utf-8-sig", separator=";", decimal=","),
    "en": Dialect(encoding="utf-8", separator=",", decimal="."),
}


def write_csv(
    path: Path, batches: Iterable[pa.RecordBatch], *, columns: Sequence[str], language: str
) -> None:
    """Write record batches of these columns to one file with a heading, batch by batch."""
    dialect = DIALECTS[language]
    with path.open("wb") as file:
        heading = _quoted(_harmless(pa.array(columns, pa.string())), dialect).to_pylist()
        file.write((dialect.separator.join(heading) + _END).encode(dialect.encoding))
        for batch in batches:
            if len(batch):
                file.writelines(_lines(batch, dialect))


def _lines(batch: pa.RecordBatch, dialect: Dialect) -> Sequence[Any]:
    """Return the batch's rows as UTF-8, each with its end, by the kernel where it was built."""
    found = csv_lines(batch, separator=dialect.separator, decimal=dialect.decimal)
    return [_joined(batch, dialect)] if found is None else found


def _joined(batch: pa.RecordBatch, dialect: Dialect) -> pa.Buffer:
    """Return the same as one buffer; Arrow joins the cells without Python."""
    cells = [_cells(column, dialect) for column in batch.columns]
    rows = pc.binary_join_element_wise(*cells, dialect.separator)
    ended = pc.binary_join_element_wise(rows, "", _END)
    whole = pa.ListArray.from_arrays(pa.array([0, len(ended)], pa.int32()), ended)
    return pc.binary_join(whole, "")[0].as_buffer()


def _cells(column: pa.Array, dialect: Dialect) -> pa.Array:
    if pa.types.is_string(column.type):
        column = column.dictionary_encode()  # each text is looked at once
    if pa.types.is_dictionary(column.type):
        words = _quoted(_harmless(column.dictionary), dialect)
        text = words.take(column.indices)
    elif pa.types.is_floating(column.type) or pa.types.is_decimal(column.type):
        text = pc.replace_substring(_fixed(column), ".", dialect.decimal)
    else:
        text = column.cast(pa.string())
    return pc.fill_null(text, "")


def _fixed(column: pa.Array) -> pa.Array:
    """Return numbers without exponents; not finite ones are empty. Amounts keep two decimals.

    Three would be taken for thousands: 1,500.
    """
    if pa.types.is_decimal(column.type) and column.type.scale == MONEY_SCALE:
        return column.cast(pa.string())
    finite = pc.if_else(pc.is_finite(column), column, None)
    return finite.cast(pa.decimal128(38, 6), safe=False).cast(pa.string())


def _harmless(text: pa.Array) -> pa.Array:
    """Return cells that no spreadsheet takes for a formula: those get an apostrophe."""
    is_formula = pc.match_substring_regex(text, _STARTS_FORMULA)
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", text, ""), text)


def _quoted(text: pa.Array, dialect: Dialect) -> pa.Array:
    needs_quotes = pc.match_substring_regex(text, f'["\r\n{dialect.separator}]')
    doubled = pc.replace_substring(text, '"', '""')
    return pc.if_else(needs_quotes, pc.binary_join_element_wise('"', doubled, '"', ""), text)
