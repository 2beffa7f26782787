"""The first look at an upload: what it is a list of, and which column may be what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plon.imports.domain import REPLAYED, Kind, guess_kind, is_ours, match_fields, shape_of
from plon.imports.services.preparing.records import check_columns
from plon.lifetime.reading import ReadOptions, look_at, suggest_roles
from plon.lifetime.reading.columns import Column

LIST = "list"  # in the mapping of our own records: which list it is


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A field's column with why: "heading", "content", "only_candidate", "given"; and the next."""

    column: str
    evidence: str
    runner_up: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """A file at first sight. columns: (name, up to three different cells)."""

    kind: Kind
    shape: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    about: Mapping[str, str]  # encoding, separator, …: what was guessed of the file
    suggestions: Mapping[str, Suggestion]
    is_mended: bool = False  # rejected rows that we gave back


def glance(file: Path, *, options: Mapping[str, Any], kind: Kind | None = None) -> Glance:
    """Look at a sample of a file. Raises LifetimeError, one sentence."""
    seen = look_at(file, ReadOptions(**options))
    columns = [column for column in seen.columns if not is_ours(column.heading)]
    headings = [column.heading for column in columns]
    taken = kind or guess_kind(headings)
    return Glance(
        kind=taken,
        shape=shape_of(headings),
        columns=tuple((column.name, column.samples) for column in columns),
        is_mended=len(columns) < len(seen.columns),
        about={guess.role: guess.value for guess in seen.guesses},
        suggestions=_suggestions(taken, columns),
    )


def glance_at_records(file: Path, what: str) -> Glance | None:
    """Look at a list of our own archive; None where it has no row, or is only to be read.

    Raises LifetimeError for columns that are not ours.
    """
    if what not in REPLAYED or not check_columns(file, REPLAYED[what]):
        return None
    listed = Suggestion(column=what, evidence="given")
    return Glance(
        kind=Kind.RECORDS,
        shape=shape_of(REPLAYED[what]),
        columns=(),
        about={},
        suggestions={LIST: listed},
    )


def _suggestions(kind: Kind, columns: Sequence[Column]) -> dict[str, Suggestion]:
    roles = suggest_roles(columns, ReadOptions()).guesses if kind is Kind.ORDERS else ()
    found = {
        guess.role: Suggestion(
            column=guess.value, evidence=guess.evidence, runner_up=guess.runner_up
        )
        for guess in roles
    }
    named = match_fields(kind, [column.heading for column in columns])
    return found | {
        field: Suggestion(column=columns[index].name, evidence="heading")
        for field, index in named.items()
    }
