"""A CSV, TSV or other text file as a source."""

from pathlib import Path

from plon.lifetime.reading.layout import BLANK, sniff_layout
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.sources import (
    Source,
    TextTable,
    refuse_empty,
    sample_columns,
    text_relation,
)
from plon.lifetime.reading.texts import copy_as_utf8, needs_copy, sample_text, survey


def open_text(path: Path, *, number: int, options: ReadOptions, work_folder: Path) -> Source:
    """Sniff a text file and make it readable for DuckDB, copied into `work_folder` if needed.

    `number` tells the files of one reading apart. Raises InputUnusable for what is no table.
    """
    sample = sample_text(path, encoding=options.encoding)
    layout = sniff_layout(sample.pieces, given=options.separator, heading_row=options.heading_row)
    seen, readable = survey(path), path
    if needs_copy(sample, seen, layout.separator, path):
        readable = work_folder / f"file_{number}.csv"
        squeeze = layout.separator == BLANK
        copy_as_utf8(path, readable, encoding=sample.encoding.value, squeeze=squeeze)
        seen = survey(readable)
    if not layout.rows:
        raise refuse_empty(path.name)
    table = TextTable(
        path=readable,
        separator="\t" if layout.separator == BLANK else layout.separator,
        width=layout.heading.width,
        first_line=layout.first_line,
        records=max(seen.lines - layout.first_line + 1, 0),
        must_repair=seen.has_nul,
    )
    return Source(
        name=path.name,
        relation=text_relation(table, f"broken_{number}"),
        columns=sample_columns(layout.heading.headings, layout.rows),
        first_line=layout.first_line,
        has_lines=False,
        guesses=(sample.encoding, *layout.guesses),
        has_headings=layout.heading.has_headings,
        text=table,
    )
