"""From files of sales to a folder with the report: read, analyse, write, all or nothing."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import duckdb

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.clustered import read_clustered
from plon.lifetime.days import CustomerDays
from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.sales import Sales
from plon.value.services.files import (
    CUSTOMERS_CSV,
    CUSTOMERS_PARQUET,
    REJECTED,
    REPORT,
    SUMMARY,
    Bench,
    NoRoom,
    folder_at_once,
)
from plon.value.services.report import render_report
from plon.value.services.summary import summary_of, to_json, write_summary
from plon.value.services.tables import write_customers, write_rejected

EMBEDDED = "duckdb"
FULL = ("No space left", "File too large", "Disk quota")  # the system's words, in DuckDB's message
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to make a report of.

    today: later rows are rejected. now: stamped on the report. engine: "duckdb", or a cluster's
    "spark://host:port", which adds up the days of Parquet files.
    """

    files: tuple[Path, ...]
    reading: ReadOptions
    analysing: AnalyseOptions
    today: date
    now: datetime
    engine: str = EMBEDDED

    @property
    def language(self) -> str:
        return self.analysing.language


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """Sales taken in. days: where a cluster has added them up."""

    sales: Sales
    days: CustomerDays | None
    read_s: float


def make_report(
    request: Request, *, folder: Path | None, progress: Progress | None = None
) -> Analysis:
    """Analyse the files and put the report into `folder`; without one, only analyse.

    Safe to repeat: a report of ours is replaced at the end, and the same files give the same
    bytes but for the time stamp and the timings. Raises what `read`, `analyse` and
    `folder_at_once` raise; the folder is as before then.
    """
    tell = progress or _tell_nobody
    with _full_disk_named():
        if folder is None:
            with tempfile.TemporaryDirectory(prefix="plon-") as work:
                return _analysed_in(Path(work), request=request, tell=tell)
        with folder_at_once(folder) as bench:
            return _written_in(bench, request=request, tell=tell)


def summary_text(analysis: Analysis, *, generated_at: datetime) -> str:
    """Return summary.json as text."""
    return to_json(summary_of(analysis, generated_at=generated_at))


@contextmanager
def _sales(request: Request, *, work: Path, tell: Progress) -> Iterator[Taken]:
    """Yield the sales as they were taken in; their database is closed in the end."""
    start = perf_counter()
    tell("read", 0, None)
    sales, days = _read(request, work=work, tell=tell)
    try:
        yield Taken(sales=sales, days=days, read_s=perf_counter() - start)
    finally:
        sales.connection.close()


def _read(request: Request, *, work: Path, tell: Progress) -> tuple[Sales, CustomerDays | None]:
    files, reading, today = request.files, request.reading, request.today
    if request.engine != EMBEDDED:
        return read_clustered(files, reading, engine=request.engine, today=today, work_folder=work)
    sales = read(
        files,
        reading,
        today=today,
        work_folder=work,
        progress=lambda rows: tell("read", rows, None),
    )
    return sales, None


@contextmanager
def _full_disk_named() -> Iterator[None]:
    """Turn the engine's word for a full disk into ours."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise NoRoom(str(error)) from error
    except duckdb.IOException as error:
        if not any(text in str(error) for text in FULL):
            raise
        raise NoRoom(str(error)) from error


def _analysed_in(work: Path, *, request: Request, tell: Progress) -> Analysis:
    with _sales(request, work=work, tell=tell) as taken:
        return _analysed(taken, request=request, tell=tell)


def _written_in(bench: Bench, *, request: Request, tell: Progress) -> Analysis:
    with _sales(request, work=bench.work, tell=tell) as taken:
        analysis = _analysed(taken, request=request, tell=tell)
        tell("write", len(analysis.customers), None)
        return _written(analysis, taken.sales, bench.made, request=request)


def _analysed(taken: Taken, *, request: Request, tell: Progress) -> Analysis:
    analysis = analyse(taken.sales, options=request.analysing, days=taken.days, progress=tell)
    return replace(analysis, timings_s={"read": taken.read_s, **analysis.timings_s})


def _tell_nobody(_stage: str, _done: int, _total: int | None) -> None:
    """Be silent."""


def _written(analysis: Analysis, sales: Sales, folder: Path, *, request: Request) -> Analysis:
    start = perf_counter()
    page = render_report(analysis, language=request.language, generated_at=request.now)
    (folder / REPORT).write_text(page, encoding="utf-8")
    write_customers(
        analysis.customers,
        parquet=folder / CUSTOMERS_PARQUET,
        csv=folder / CUSTOMERS_CSV,
        language=request.language,
    )
    write_rejected(sales, folder / REJECTED, language=request.language)
    timings = {**analysis.timings_s, "write": perf_counter() - start}
    finished = replace(analysis, timings_s=timings)
    write_summary(finished, folder / SUMMARY, generated_at=request.now)
    return finished
