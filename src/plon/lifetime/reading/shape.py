"""Several files read as one: each must have the columns that were found in the first."""

from collections.abc import Mapping

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.headings import words_of
from plon.lifetime.reading.sources import Source


def matching_columns(
    first: Source, other: Source, chosen: Mapping[str, Column]
) -> dict[str, Column]:
    """Return the columns of another file for the roles of the first, by heading or by place.

    Raises InputUnusable where one is missing.
    """
    return {role: _match(first, other, column) for role, column in chosen.items()}


def _match(first: Source, other: Source, column: Column) -> Column:
    if not column.heading and len(first.columns) == len(other.columns):
        return other.columns[column.index]
    named = [
        c for c in other.columns if c.heading and words_of(c.heading) == words_of(column.heading)
    ]
    if named:
        return named[0]
    raise InputUnusable(
        sentence(
            '"%(other)s" has no column "%(column)s" as "%(first)s" has: '
            "read files of different shape apart."
        ),
        other=other.name,
        first=first.name,
        column=column.name,
    )
