"""Sales in Parquet larger than memory: the days come from a Spark cluster, the account from here.

The cluster adds up the days of customers (`engines`); this machine only streams over the files
once, to count their rows and to list those after the end of observation. Only customer, date,
amount and order are read, and the cells must be whole: a gap is refused, not set aside.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.history.conversions import NEARLY_HALF
from plon.lifetime.history.daybook import customer_days_of
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.database import open_database
from plon.lifetime.reading.files import PARQUET, file_kind
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.parquet import open_parquet
from plon.lifetime.reading.roles import choose_roles
from plon.lifetime.reading.sources import quoted, quoted_path
from plon.lifetime.sales import Guess, RowCounts, Sales

ROLES = ("customer", "date", "amount", "order")
LEFT_OUT = (
    "quantity",
    "unit_price",
    "product",
    "channel",
    "margin",
    "document_type",
    "currency_column",
    "date_format",
    "encoding",
    "separator",
    "decimal",
    "sheet",
    "heading_row",
    "drop_duplicates",
)
CURRENCY = "PLN"
_NOT_PARQUET = sentence('A cluster reads Parquet only: export "%(file)s" as Parquet.')
_NOT_THERE = sentence(
    "A cluster reads only the customer, date, amount and order: leave out --%(option)s."
)
_NOTHING = sentence("No line is dated up to the end of observation: give another --as-of.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """The files as one SQL relation of ours: day, amount, and which columns they are."""

    connection: Any
    relation: str
    names: Mapping[str, str]  # role -> heading


def read_clustered(
    files: Sequence[Path], options: ReadOptions, *, engine: str, today: date, work_folder: Path
) -> tuple[Sales, CustomerDays]:
    """Return the account of the sales, and the days of customers added up by the cluster.

    engine: "spark://host:port". Lines after `options.as_of`, or after today, are set aside. The
    result equals reading the same files here. Raises InputUnusable for what cannot be used.
    """
    _check(files, options)
    connection = open_database(work_folder, size_bytes=0, zone=options.zone)
    try:
        roles = choose_roles(open_parquet(files[0], connection=connection).columns, options)
        columns = {role: roles.columns[role] for role in ROLES if role in roles.columns}
        lines = _Lines(
            connection=connection,
            relation=_relation(files, columns, zone=options.zone),
            names={role: column.heading for role, column in columns.items()},
        )
        until = min(options.as_of or today, today)
        guesses = tuple(guess for guess in roles.guesses if guess.role in columns)
        sales = _account(lines, files, options, until=until, guesses=guesses)
        days = customer_days_of(
            [str(path) for path in files],
            customer=lines.names["customer"],
            date=lines.names["date"],
            amount=lines.names.get("amount"),
            order=lines.names.get("order"),
            until=until,
            zone=options.zone,
            currency=sales.currency,
            engine=engine,
        )
    except BaseException:
        connection.close()
        raise
    return sales, days


def _check(files: Sequence[Path], options: ReadOptions) -> None:
    for path in files:
        if file_kind(path) != PARQUET:
            raise InputUnusable(_NOT_PARQUET, file=path.name)
    for name in LEFT_OUT:
        if getattr(options, name) not in {None, False}:
            raise InputUnusable(_NOT_THERE, option=name.replace("_", "-"))


def _relation(files: Sequence[Path], columns: Mapping[str, Column], *, zone: str) -> str:
    paths = ", ".join(quoted_path(path) for path in files)
    day = _name(columns["date"])
    if columns["date"].kind == "instant":
        day = f"timezone({quoted(zone)}, {day})"
    amount = f"{_name(columns['amount'])}::DOUBLE" if "amount" in columns else "NULL"
    return (
        f"(SELECT {_name(columns['customer'])}::VARCHAR AS customer, {day}::DATE AS day,"
        f" {amount} AS amount, file_index::INTEGER AS file_no, file_row_number + 1 AS line_no"
        f" FROM read_parquet([{paths}], file_row_number = true))"
    )


def _name(column: Column) -> str:
    return '"' + column.heading.replace('"', '""') + '"'


def _account(
    lines: _Lines,
    files: Sequence[Path],
    options: ReadOptions,
    *,
    until: date,
    guesses: tuple[Guess, ...],
) -> Sales:
    connection, relation = lines.connection, lines.relation
    counted = f"""
        SELECT count(*), count(*) FILTER (day <= $until AND amount < 0),
               count(*) FILTER (day > $until), min(day), max(day) FILTER (day <= $until)
        FROM {relation}
    """
    read, returned, late, first, last = connection.execute(counted, {"until": until}).fetchone()
    if last is None:
        raise InputUnusable(_NOTHING)
    reason = "after_as_of" if options.as_of is not None else "date_in_future"
    _make_tables(lines, until=until, reason=reason)
    return Sales(
        connection=connection,
        files=tuple(path.name for path in files),
        rows=RowCounts(
            read=read,
            used=read - returned - late,
            returned=returned,
            rejected=late,
            by_reason={reason: late} if late else {},
        ),
        guesses=guesses,
        first_day=first,
        last_day=last,
        as_of=options.as_of or last,
        currency=options.currency or CURRENCY,
        has_amount="amount" in lines.names,
        has_margin=False,
        has_order="order" in lines.names,
        has_product=False,
        has_channel=False,
        has_time=False,
    )


def _make_tables(lines: _Lines, *, until: date, reason: str) -> None:
    """Keep the lines that are few: those returned, and those set aside."""
    lines.connection.execute(
        "CREATE TABLE lines AS SELECT file_no, line_no, customer, day, true AS is_return,"
        f" -floor(abs(amount) * 100 + {NEARLY_HALF})::BIGINT AS amount_minor FROM {lines.relation}"
        " WHERE day <= $until AND amount < 0",
        {"until": until},
    )
    lines.connection.execute(
        "CREATE TABLE rejected AS SELECT file_no, line_no, $column AS column_name,"
        f" day::VARCHAR AS value, $reason AS reason FROM {lines.relation} WHERE day > $until",
        {"until": until, "column": lines.names["date"], "reason": reason},
    )
