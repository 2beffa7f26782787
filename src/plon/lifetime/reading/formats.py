"""The date format of a column where the sample does not settle it: the whole column is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.dates import (
    TYPED,
    DateFormat,
    given_date_format,
    guess_date_format,
    swapped,
)
from plon.lifetime.reading.sources import Source


def column_format(column: Column, given: str | None) -> DateFormat:
    """Return the format of a date column from its type, what was given, or its sample.

    Raises InputUnusable where no cell of the sample is a date.
    """
    if column.kind in TYPED:
        return DateFormat(kind=column.kind, has_time=column.kind != "day", evidence="content")
    cells = column.looked_at
    fmt = given_date_format(given, cells) if given else guess_date_format(cells)
    if fmt is None:
        raise InputUnusable(
            sentence(
                'The dates in "%(column)s" cannot be read, for example "%(cell)s": '
                "name another column with --date or the format with --date-format."
            ),
            column=column.name,
            cell=next(iter(column.cells), ""),
        )
    return fmt


def settled_formats(
    sources: Sequence[Source],
    columns: Sequence[Mapping[str, Column]],
    connection: Any,
    *,
    given: str | None,
) -> list[DateFormat]:
    """Return the date format of each file; one file may settle day and month for the others.

    Raises InputUnusable where DD/MM and MM/DD both read everything there is.
    """
    dates = [chosen["date"] for chosen in columns]
    formats = [column_format(column, given) for column in dates]
    settled = [
        _from_whole_column(source, column, fmt, connection) if fmt.kind == "ambiguous" else fmt
        for source, column, fmt in zip(sources, dates, formats, strict=True)
    ]
    known = {fmt.forms: fmt for fmt in settled if fmt.kind == "text"}
    return [_from_others(fmt, column, known) for fmt, column in zip(settled, dates, strict=True)]


def _from_whole_column(
    source: Source, column: Column, fmt: DateFormat, connection: Any
) -> DateFormat:
    """Return the one of DD/MM and MM/DD that reads more of the column, or `fmt` as it was."""
    first, second = replace(fmt, kind="text"), swapped(fmt)
    cell = f"c{column.index}"
    counts = [f"count(try_strptime({cell}, {list(way.forms)!r}))" for way in (first, second)]
    query = f"SELECT {', '.join(counts)} FROM {source.relation}"
    by_day, by_month = connection.execute(query).fetchone()
    if by_day == by_month:
        return fmt
    return first if by_day > by_month else replace(second, runner_up=first.name)


def _from_others(
    fmt: DateFormat, column: Column, known: Mapping[tuple[str, ...], DateFormat]
) -> DateFormat:
    if fmt.kind != "ambiguous":
        return fmt
    for way in (replace(fmt, kind="text"), swapped(fmt)):
        if way.forms in known:
            return way
    raise InputUnusable(
        sentence(
            'In "%(column)s" the day and the month cannot be told apart, for example "%(cell)s": '
            "say --date-format %(first)s or --date-format %(second)s."
        ),
        column=column.name,
        cell=column.cells[0],
        first=fmt.name.split(" ")[0],
        second=swapped(fmt).name.split(" ")[0],
    )
