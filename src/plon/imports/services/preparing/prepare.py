"""The check of a file: read it whole, count, write the parts and the rejected rows."""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from plon.imports.domain import EXTRA_FIELDS, REPLAYED, SALES_ROLES, Kind, identity_kind, is_ours
from plon.imports.services.preparing import lists, records, sales_sql
from plon.imports.services.preparing.parts import (
    BATCH_ROWS,
    Part,
    put_parts,
    write_broken,
    write_part,
    write_rejected,
    write_rows,
)
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading import ReadOptions, read, read_cells
from plon.lifetime.sales import Sales
from plon.runtime import full_disk

_MEMORY = "512MB"  # of the engine, from the first line on; what is more goes to the work folder
_WORK = "work-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A file with what was said about it. mapping: field -> heading or 1-based number.

    options: fields of ReadOptions but for the columns.
    """

    kind: Kind
    file: Path
    mapping: Mapping[str, str]
    options: Mapping[str, Any]
    zone: str
    currency: str  # of the firm
    today: date
    into: Path  # parts and rejected rows go here


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a check found. counts: plain values for a page, dates in ISO form."""

    parts: tuple[Part, ...]
    counts: Mapping[str, Any] = field(default_factory=dict)
    sha256: str = ""  # of the file


def prepare(request: Request) -> Prepared:
    """Write the parts of a file into `request.into`. Safe to repeat: the same files again.

    They are put there once all are whole. Raises LifetimeError, one sentence, for a file that
    cannot be used as it was mapped, and for a disk without room.
    """
    for left in request.into.glob(f"{_WORK}*"):  # by a check that was killed
        shutil.rmtree(left, ignore_errors=True)
    with request.file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    with _full_disk_told(), TemporaryDirectory(prefix=_WORK, dir=request.into) as work:
        drafts = Path(work) / "parts"
        drafts.mkdir()
        prepared = _PREPARE[request.kind](replace(request, into=drafts), Path(work))
        put_parts(drafts, request.into)
    return replace(prepared, sha256=sha256)


@contextmanager
def _full_disk_told() -> Iterator[None]:
    """Turn whoever's complaint of a full disk into ours."""
    try:
        yield
    except (OSError, duckdb.Error, InputUnusable) as error:
        if not full_disk.is_full(error):
            raise
        advice = sentence(
            "There is no room left on the disk of Plon: have some freed, then check the file again."
        )
        raise InputUnusable(advice) from error


def _prepare_sales(request: Request, work: Path) -> Prepared:
    extras = {name: said for name, said in request.mapping.items() if name in EXTRA_FIELDS}
    named: dict[str, Any] = {role: request.mapping.get(role, "none") for role in SALES_ROLES}
    options = ReadOptions(
        **named,
        **request.options,
        extras=extras | {"instant": request.mapping["date"]},
        keeps_cells=True,
        zone=request.zone,
    )
    place: dict[str, Any] = {"work_folder": work, "memory_limit": _MEMORY}
    sales = read([request.file], options, today=request.today, **place)
    try:
        return _sales_parts(request, sales, extras=extras)
    finally:
        sales.connection.close()


def _sales_parts(request: Request, sales: Sales, *, extras: Mapping[str, str]) -> Prepared:
    run = sales.connection.execute
    cells = [row[0] for row in run("SELECT DISTINCT customer FROM every LIMIT 1000").fetchall()]
    told_by = identity_kind(request.mapping["customer"], cells)
    is_mended = any(map(is_ours, sales.headings))
    said: dict[str, Any] = {"extras": extras, "is_mended": is_mended}
    for statement in sales_sql.statements(sales, zone=request.zone, **said):
        run(statement)
    parts = [
        write_part(request.into, name, sales.connection, queries)
        for name, queries in (
            ("products", [sales_sql.PRODUCTS]),
            ("orders", sales_sql.orders(told_by, rows=sales.rows.used, **said)),
            ("refunds", [sales_sql.REFUNDS]),
        )
    ]
    rejects = run(sales_sql.REJECTED).to_arrow_reader(BATCH_ROWS)
    write_rejected(request.into, rejects, headings=sales.headings)
    customers, total, refunded = run(sales_sql.TOTALS).fetchone()
    reasons = run("SELECT reason, count(*) FROM rejected GROUP BY 1 ORDER BY 1").fetchall()
    rejected = sum(times for _, times in reasons)
    return Prepared(
        parts=tuple(part for part in parts if part.rows),
        counts={
            "rows_read": sales.rows.read,
            "rows_rejected": rejected,
            "by_reason": dict(reasons),
            "orders": parts[1].rows,
            "products": parts[0].rows,
            "refunds": parts[2].rows,
            "customers": customers,
            "total_minor": total,
            "refunded_minor": refunded,
            "currency": sales.currency,
            "first_date": sales.first_day.isoformat(),
            "last_date": sales.last_day.isoformat(),
            "repeats": sales.duplicate_rows,
            "is_mended": is_mended,
        },
    )


def _prepare_records(request: Request, _work: Path) -> Prepared:
    """Part a list of our own archive; what its cells mean the rooms know that keep it."""
    part = write_rows(request.into, Kind.RECORDS, records.good_rows(request.file))
    headings = REPLAYED[request.mapping["list"]]
    broken = write_broken(request.into, records.broken_rows(request.file), headings=headings)
    counts = {
        "rows_read": part.rows + broken,
        "rows_rejected": broken,
        "by_reason": {"row_malformed": broken} if broken else {},
        "records": part.rows,
    }
    return Prepared(parts=(part,) if part.rows else (), counts=counts)


def _prepare_list(request: Request, work: Path) -> Prepared:
    options = ReadOptions(**request.options, zone=request.zone)
    place: dict[str, Any] = {"work_folder": work, "memory_limit": _MEMORY}
    cells = read_cells(request.file, options, wanted=request.mapping, **place)
    run = cells.connection.execute
    try:
        for statement in lists.statements(request.kind, cells, date_format=options.date_format):
            run(statement)
        query = lists.good(request.kind, cells)
        part = write_part(request.into, request.kind.value, cells.connection, [query])
        rejects = run(lists.REJECTED).to_arrow_reader(BATCH_ROWS)
        write_rejected(request.into, rejects, headings=cells.headings)
        reasons = run("SELECT reason, count(*) FROM rejected GROUP BY 1 ORDER BY 1").fetchall()
        rejected = sum(times for _, times in reasons)
        return Prepared(
            parts=(part,) if part.rows else (),
            counts={
                "rows_read": part.rows + rejected,
                "rows_rejected": rejected,
                "by_reason": dict(reasons),
                request.kind.value: part.rows,
                "currency": request.currency,
            },
        )
    finally:
        cells.connection.close()


_PREPARE: Mapping[Kind, Callable[[Request, Path], Prepared]] = {
    Kind.ORDERS: _prepare_sales,
    Kind.CUSTOMERS: _prepare_list,
    Kind.PRODUCTS: _prepare_list,
    Kind.RECORDS: _prepare_records,
}
