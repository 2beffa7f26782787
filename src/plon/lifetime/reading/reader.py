"""The door's work: open the files, guess, load, settle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.database import MEMORY_LIMIT, open_database
from plon.lifetime.reading.files import file_kind
from plon.lifetime.reading.formats import settled_formats
from plon.lifetime.reading.load import load
from plon.lifetime.reading.money import given_currency, settle_currency
from plon.lifetime.reading.opening import Opening, open_source
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.overrides import check_formats, check_kinds
from plon.lifetime.reading.plan import Plan, number_formats, stored_columns
from plon.lifetime.reading.progress import watched
from plon.lifetime.reading.refusals import disk_full, is_disk_full, nothing_usable
from plon.lifetime.reading.roles import Roles, choose_roles, find_column
from plon.lifetime.reading.settle import anonymous_minor, count_rows, currencies_seen, make_tables
from plon.lifetime.reading.shape import matching_columns
from plon.lifetime.reading.sources import Source
from plon.lifetime.sales import Guess, RowCounts, Sales

Report = Callable[[int], None] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One reading: what was asked, and where it happens."""

    options: ReadOptions
    today: date
    work_folder: Path
    connection: Any  # duckdb.DuckDBPyConnection


def read(
    files: Sequence[Path],
    options: ReadOptions,
    *,
    today: date,
    work_folder: Path,
    progress: Report = None,
    memory_limit: str = MEMORY_LIMIT,
) -> Sales:
    """Read sales lines from files of one shape into an embedded database.

    Text (CSV, TSV and kin, also gzipped), XLSX, XLS, ODS and Parquet, told by their bytes.
    `today` is a day in `options.zone`: later lines are rejected. `work_folder` must exist; copies
    and the spill of large files go there, to be removed once the connection is closed.
    `progress` is called with the number of rows read so far. `memory_limit`, "512MB": what the
    database may hold in memory, from the first line on.
    Raises InputUnusable, one sentence, for what cannot be used; then the connection is closed.
    """
    if not files:
        raise InputUnusable(sentence("No file was given: name a file with sales lines."))
    if options.as_of is not None and options.as_of > today:
        raise InputUnusable(
            sentence("--as-of %(day)s has not come yet: give today or an earlier day."),
            day=options.as_of.isoformat(),
        )
    kinds = [file_kind(path) for path in files]
    check_kinds(options, kinds)
    size = sum(path.stat().st_size for path in files)
    connection = open_database(
        work_folder, size_bytes=size, zone=options.zone, memory_limit=memory_limit
    )
    reading = _Reading(options=options, today=today, work_folder=work_folder, connection=connection)
    try:
        sources = [
            _open(reading, path, kind=kind, number=number)
            for number, (path, kind) in enumerate(zip(files, kinds, strict=True))
        ]
        return _read_sources(reading, sources, progress)
    except BaseException as error:
        connection.close()
        if is_disk_full(error):
            raise disk_full() from error
        raise


def _open(reading: _Reading, path: Path, *, kind: str, number: int) -> Source:
    opening = Opening(
        options=reading.options, connection=reading.connection, work_folder=reading.work_folder
    )
    return open_source(path, opening, kind=kind, number=number)


def _read_sources(reading: _Reading, sources: Sequence[Source], progress: Report) -> Sales:
    roles = choose_roles(sources[0].columns, reading.options)
    planned = _plans(reading, sources, roles)
    connection, options = reading.connection, reading.options
    check_formats(options, planned)
    plans = _loaded(reading, planned, progress)
    repeats = make_tables(plans, connection, drop_duplicates=options.drop_duplicates)
    rows, days = count_rows(connection)
    if days is None:
        raise nothing_usable(rows.by_reason)
    first = plans[0]
    names_none = not any("currency" in stored_columns(plan) for plan in plans)
    seen = {"": 1} if names_none or not first.has_amount else currencies_seen(connection)
    currency = settle_currency(seen, plans, first.currency)
    return Sales(
        connection=connection,
        files=tuple(source.name for source in sources),
        rows=rows,
        guesses=(*sources[0].guesses, *_format_guesses(first), currency, *roles.guesses),
        first_day=days[0],
        last_day=days[1],
        as_of=options.as_of or days[1],
        currency=currency.value,
        has_amount=first.has_amount,
        has_margin="margin" in first.columns,
        has_order="order" in first.columns,
        has_product="product" in first.columns,
        has_channel="channel" in first.columns,
        has_time=any(plan.dates.has_time for plan in plans),
        purchases=_purchases(plans, rows),
        repeats=repeats,
        headings=tuple(column.name for column in sources[0].columns),
        anonymous_minor=anonymous_minor(plans, connection),
    )


def _purchases(plans: Sequence[Plan], rows: RowCounts) -> tuple[Any, ...]:
    """Return the files' columns in memory, where every row of them is a purchase that counts."""
    tables = [plan.source.clean for plan in plans if plan.source.clean is not None]
    is_all = len(tables) == len(plans) and sum(map(len, tables)) == rows.used
    return tuple(tables) if is_all else ()


def _plans(reading: _Reading, sources: Sequence[Source], roles: Roles) -> list[Plan]:
    """Return how each file will be read; nothing is read yet but what the date format needs."""
    options = reading.options
    columns = [
        roles.columns
        if source is sources[0]
        else matching_columns(sources[0], source, roles.columns)
        for source in sources
    ]
    first = sources[0]
    extras = {name: find_column(given, first.columns) for name, given in options.extras.items()}
    dates = settled_formats(sources, columns, reading.connection, given=options.date_format)
    return [
        Plan(
            number=number,
            source=source,
            columns=columns[number],
            dates=dates[number],
            numbers=number_formats(columns[number], source.separator, given=options.decimal),
            zone=options.zone,
            today=reading.today,
            as_of=options.as_of,
            currency=given_currency(options.currency),
            extras=extras if source is first else matching_columns(first, source, extras),
            keeps_cells=options.keeps_cells,
        )
        for number, source in enumerate(sources)
    ]


def _loaded(reading: _Reading, plans: Sequence[Plan], progress: Report) -> list[Plan]:
    done: list[Plan] = []
    rows = 0
    for plan in plans:
        text = plan.source.text
        work = partial(load, plan, reading.connection, work_folder=reading.work_folder)
        expected = text.records if text else 0
        done.append(
            watched(work, reading.connection, expected=expected, before=rows, report=progress)
        )
        query = f"SELECT count(*) FROM {plan.table}"
        rows += int(reading.connection.execute(query).fetchone()[0])
        if progress is not None:
            progress(rows)
    return done


def _format_guesses(plan: Plan) -> list[Guess]:
    dates = plan.dates
    guesses = [
        Guess(
            role="date_format",
            value=dates.name,
            evidence=dates.evidence,
            runner_up=dates.runner_up,
        )
    ]
    role = "amount" if "amount" in plan.columns else "unit_price"
    if role in plan.columns and plan.columns[role].kind == "text":
        number = plan.numbers[role]
        guesses.insert(
            0,
            Guess(
                role="decimal",
                value=number.decimal,
                evidence=number.evidence,
                runner_up=number.runner_up,
            ),
        )
    return guesses
