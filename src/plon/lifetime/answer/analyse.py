"""Sales to the whole answer, in one call."""

from collections.abc import Callable
from dataclasses import replace

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.answer.assembling import put_together
from plon.lifetime.answer.fitted import fit_base
from plon.lifetime.answer.stopwatch import Stopwatch
from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.history.netting import customer_days
from plon.lifetime.sales import Sales

__all__ = ["AnalyseOptions", "analyse"]

Progress = Callable[[str, int, int | None], None]


def analyse(
    sales: Sales,
    *,
    options: AnalyseOptions | None = None,
    days: CustomerDays | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Return everything that is known of the sales. Equal sales and options, equal answers.

    Too little history is no error: the parts that need more are empty, with the reason in
    `choice`. days: of these sales, where another engine has added them up already. progress: told
    (stage, rows or customers, total). Raises InputUnusable where returns leave no purchase at all.
    """
    options = options or AnalyseOptions()
    tell = progress or _tell_nobody
    watch = Stopwatch()
    tell("days", sales.rows.used, None)
    with watch.stage("days"):
        days = customer_days(sales) if days is None else days
    if len(days) == 0:
        raise InputUnusable(
            sentence("Returns leave no purchase at all: give a file that has sales, too.")
        )
    tell("fit", len(days.customer), None)
    fitted = fit_base(days, sales=sales, options=options, watch=watch)
    tell("tables", len(days.customer), None)
    with watch.stage("tables"):
        analysis = put_together(fitted, sales=sales, options=options)
    return replace(analysis, timings_s=watch.seconds)


def _tell_nobody(_stage: str, _done: int, _total: int | None) -> None:
    """Be silent."""
