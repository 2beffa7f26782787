"""A look at a file: its columns and what was guessed, from a sample. Large files take no longer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.files import PARQUET, WORKBOOK, file_kind
from plon.lifetime.reading.layout import sniff_layout
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.overrides import check_kinds
from plon.lifetime.reading.parquet import open_parquet
from plon.lifetime.reading.sources import refuse_empty, sample_columns
from plon.lifetime.reading.texts import sample_text
from plon.lifetime.reading.workbooks import look_at_workbook
from plon.lifetime.sales import Guess

_MEMORY_LIMIT = "512MB"  # a page waits for it, and others are served meanwhile


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a sample shows. kind: "text", "workbook" or "parquet"."""

    kind: str
    columns: Sequence[Column]
    guesses: tuple[Guess, ...]


def look_at(path: Path, options: ReadOptions) -> Look:
    """Return the columns of a file of any shape. Raises InputUnusable, one sentence."""
    kind = file_kind(path)
    check_kinds(options, [kind])
    if kind == PARQUET:
        with duckdb.connect(config={"memory_limit": _MEMORY_LIMIT}) as connection:
            source = open_parquet(path, connection=connection)
        return Look(kind=kind, columns=source.columns, guesses=source.guesses)
    if kind == WORKBOOK:
        columns, guesses = look_at_workbook(path, options)
        return Look(kind=kind, columns=columns, guesses=guesses)
    return _look_at_text(path, options)


def _look_at_text(path: Path, options: ReadOptions) -> Look:
    sample = sample_text(path, encoding=options.encoding)
    layout = sniff_layout(sample.pieces, given=options.separator, heading_row=options.heading_row)
    if not layout.rows:
        raise refuse_empty(path.name)
    return Look(
        kind="text",
        columns=sample_columns(layout.heading.headings, layout.rows),
        guesses=(sample.encoding, *layout.guesses),
    )
