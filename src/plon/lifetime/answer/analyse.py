"""Sales to the whole answer, in one call."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import pyarrow as pa

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.answer.assembling import cohorts_of_base, list_customers, put_together
from plon.lifetime.answer.fitted import fit_base
from plon.lifetime.answer.foretold import foretell
from plon.lifetime.answer.stopwatch import Stopwatch
from plon.lifetime.answer.why import why
from plon.lifetime.days import CustomerDays
from plon.lifetime.errors import NOTHING_LEFT, InputUnusable
from plon.lifetime.history.netting import customer_days
from plon.lifetime.reading.database import give_back_memory
from plon.lifetime.sales import Sales

__all__ = ["AnalyseOptions", "analyse"]

Progress = Callable[[str, int, int | None], None]
Listed = Callable[[pa.Table], None]


def analyse(
    sales: Sales,
    *,
    options: AnalyseOptions | None = None,
    days: CustomerDays | None = None,
    progress: Progress | None = None,
    listed: Listed | None = None,
) -> Analysis:
    """Return everything that is known of the sales. Equal sales and options, equal answers.

    Too little history is no error: the parts that need more are empty, with the reason in
    `choice`. days: of these sales, where another engine has added them up already. progress: told
    (stage, rows or customers, total). listed: told the table of customers as soon as it is made.
    Raises InputUnusable where returns leave no purchase at all.
    """
    options = options or AnalyseOptions()
    tell = progress or _tell_nobody
    watch = Stopwatch()
    tell("days", sales.rows.used, None)
    with watch.stage("days"):
        days = customer_days(sales) if days is None else days
        give_back_memory(sales.connection)
    if len(days) == 0:
        raise InputUnusable(NOTHING_LEFT)
    tell("fit", len(days.customer), None)
    with ThreadPoolExecutor(1) as beside:  # sentences need no model but the one that speaks
        beside.submit(sales.repeats)  # first, so that it is known when the sentences are
        cohorts = beside.submit(cohorts_of_base, days, sales)
        sentences: list[Future[pa.Array]] = []
        word = partial(why, language=options.language)
        fitted = fit_base(
            days,
            sales=sales,
            options=options,
            watch=watch,
            stand=lambda *base: sentences.append(beside.submit(word, *base)),
        )
        tell("tables", len(days.customer), None)
        with watch.stage("tables"):
            listing = list_customers(
                fitted, options=options, has_amount=sales.has_amount, why=sentences[0].result()
            )
        if listed is not None:
            listed(listing.table)
        foretold = foretell(fitted, horizons=options.horizons, watch=watch)
        with watch.stage("tables"):
            analysis = put_together(
                fitted, foretold, listing, sales=sales, options=options, cohorts=cohorts.result()
            )
    return replace(analysis, timings_s=watch.seconds)


def _tell_nobody(*_news: object) -> None:
    """Be silent."""
