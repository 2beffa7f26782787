"""From sales that were read to the report's files: what is slow to import, and only then needed."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import Listed, Progress, analyse
from plon.lifetime.sales import Sales
from plon.value.services.files import CUSTOMERS_CSV, CUSTOMERS_PARQUET, REJECTED, REPORT, SUMMARY
from plon.value.services.requests import Request, Taken
from plon.value.services.summary import write_summary
from plon.value.services.tables import write_customers

__all__ = ["analysed", "written"]

# With Django, slow to import: beside the models.
DRAWING = "plon.value.services.report"
REJECTING = "plon.value.services.rejected"


def analysed(
    taken: Taken, *, request: Request, tell: Progress, listed: Listed | None = None
) -> Analysis:
    """Return the analysis of the sales, with the time that reading them took."""
    analysis = analyse(
        taken.sales, options=request.analysing, days=taken.days, progress=tell, listed=listed
    )
    return replace(analysis, timings_s={"read": taken.read_s, **analysis.timings_s})


def written(
    taken: Taken,
    folder: Path,
    *,
    request: Request,
    tell: Progress,
    ready: Callable[[], object],
) -> Analysis:
    """Analyse the sales and write the report's files into the folder; return the analysis.

    The customers are written, without the interpreter, while the page is drawn. ready: called
    before that, to set Django up; it and what draws the page are made ready while models are at
    work, not before: sales are added up by the interpreter. The time of writing is what goes by
    after the analysis.
    """
    with ThreadPoolExecutor(1) as beside:
        drawing: list[Future[None]] = []
        tables: list[Future[None]] = []

        def follow(stage: str, done: int, total: int | None) -> None:
            tell(stage, done, total)
            if stage == "fit":
                drawing.append(beside.submit(_make_drawing_ready, ready))

        write = partial(
            write_customers,
            parquet=folder / CUSTOMERS_PARQUET,
            csv=folder / CUSTOMERS_CSV,
            language=request.language,
        )
        analysis = analysed(
            taken,
            request=request,
            tell=follow,
            listed=lambda customers: tables.append(beside.submit(write, customers)),
        )
        start = perf_counter()
        tell("write", len(analysis.customers), None)
        drawing[0].result()
        _write_words(analysis, taken.sales, folder, request=request)
        tables[0].result()
    timings = {**analysis.timings_s, "write": perf_counter() - start}
    finished = replace(analysis, timings_s=timings)
    write_summary(finished, folder / SUMMARY, generated_at=request.now)
    return finished


def _make_drawing_ready(ready: Callable[[], object]) -> None:
    """Import what draws the page, its templates parsed, and what words the rejected rows."""
    ready()
    import_module(REJECTING)
    import_module(DRAWING).parse_ahead()


def _write_words(analysis: Analysis, sales: Sales, folder: Path, *, request: Request) -> None:
    language = request.language
    drawing, rejecting = import_module(DRAWING), import_module(REJECTING)
    page = drawing.render_report(analysis, language=language, generated_at=request.now)
    (folder / REPORT).write_text(page, encoding="utf-8")
    rejecting.write_rejected(sales, folder / REJECTED, language=language)
