"""From sales that were read to the report's files: what is slow to import, and only then needed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import analyse
from plon.lifetime.answer.clustered import read_clustered
from plon.lifetime.sales import Sales
from plon.value.services.files import CUSTOMERS_CSV, CUSTOMERS_PARQUET, REJECTED, REPORT, SUMMARY
from plon.value.services.report import render_report
from plon.value.services.requests import Request, Taken
from plon.value.services.summary import write_summary
from plon.value.services.tables import write_customers, write_rejected

__all__ = ["analysed", "read_clustered", "written"]


def analysed(
    taken: Taken, *, request: Request, tell: Callable[[str, int, int | None], None]
) -> Analysis:
    """Return the analysis of the sales, with the time that reading them took."""
    analysis = analyse(taken.sales, options=request.analysing, days=taken.days, progress=tell)
    return replace(analysis, timings_s={"read": taken.read_s, **analysis.timings_s})


def written(analysis: Analysis, sales: Sales, folder: Path, *, request: Request) -> Analysis:
    """Write the report's files into the folder; return the analysis with the time it took."""
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
