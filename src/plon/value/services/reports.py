"""From files of sales to a folder with the report: read, analyse, write, all or nothing."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

import duckdb

from plon.lifetime.days import CustomerDays
from plon.lifetime.reading import read
from plon.lifetime.sales import Sales
from plon.value.services.files import Bench, NoRoom, folder_at_once
from plon.value.services.requests import EMBEDDED, Request, Taken

if TYPE_CHECKING:
    from plon.lifetime.analysis import Analysis

# Models and writers: their import takes as long as a million lines. It goes on while the file is
# read, which hardly needs the interpreter.
MAKING = "plon.value.services.making"
SUMMARY = "plon.value.services.summary"
CLUSTERED = "plon.lifetime.answer.clustered"  # only for an engine that is not embedded
FULL = ("No space left", "File too large", "Disk quota")  # the system's words, in DuckDB's message
Progress = Callable[[str, int, int | None], None]
Making = Future[Any]  # the module MAKING


def make_report(
    request: Request,
    *,
    folder: Path | None,
    progress: Progress | None = None,
    ready: Callable[[], object] | None = None,
) -> "Analysis":
    """Analyse the files and put the report into `folder`; without one, only analyse.

    Safe to repeat: a report of ours is replaced at the end, and the same files give the same
    bytes but for the time stamp and the timings. ready: called beside, before the report is drawn,
    to set Django up. Raises what `read`, `analyse` and
    `folder_at_once` raise; the folder is as before then.
    """
    tell = progress or _tell_nobody
    with _full_disk_named(), ThreadPoolExecutor(1) as beside:
        making = beside.submit(import_module, MAKING)
        if folder is None:
            with tempfile.TemporaryDirectory(prefix="plon-") as work:
                return _analysed_in(Path(work), making, request=request, tell=tell)
        with folder_at_once(folder) as bench:
            return _written_in(bench, making, request=request, tell=tell, ready=ready or _is_ready)


def summary_text(analysis: "Analysis", *, generated_at: datetime) -> str:
    """Return summary.json as text."""
    return str(import_module(SUMMARY).summary_text(analysis, generated_at=generated_at))


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
        clustered = import_module(CLUSTERED).read_clustered  # typed by its module
        return cast(
            "tuple[Sales, CustomerDays | None]",
            clustered(files, reading, engine=request.engine, today=today, work_folder=work),
        )
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


def _analysed_in(work: Path, making: Making, *, request: Request, tell: Progress) -> "Analysis":
    with _sales(request, work=work, tell=tell) as taken:
        analysis: Analysis = making.result().analysed(taken, request=request, tell=tell)
        return analysis


def _written_in(
    bench: Bench,
    making: Making,
    *,
    request: Request,
    tell: Progress,
    ready: Callable[[], object],
) -> "Analysis":
    with _sales(request, work=bench.work, tell=tell) as taken:
        make = making.result().written
        finished: Analysis = make(taken, bench.made, request=request, tell=tell, ready=ready)
        return finished


def _tell_nobody(_stage: str, _done: int, _total: int | None) -> None:
    """Be silent."""


def _is_ready() -> None:
    """Wait for nothing."""
