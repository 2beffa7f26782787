"""Cohorts: do those who came together come back."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis
from plon.ui.charts import Heat, HeatRow, Table
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain.cohort_window import SIZE_MIN, CohortRow, CohortWindow, cohort_window
from plon.value.services.report.section import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortsPart(Section):
    """The heat table."""

    template: ClassVar[str] = "value/report/cohorts.html"

    chart: Heat
    remarks: tuple[str, ...]


def cohorts(analysis: Analysis, speech: Speech) -> CohortsPart | None:
    """Return the part on cohorts; None with fewer than two."""
    window = cohort_window(analysis.cohorts)
    if len(window.rows) < 2:
        return None
    return CohortsPart(
        anchor="cohorts",
        menu=_("Cohorts"),
        question=_("Do new customers come back?"),
        answer=answer(window, speech),
        chart=heat(window, analysis, speech),
        remarks=tuple(remarks(window)),
    )


def answer(window: CohortWindow, speech: Speech) -> str:
    """Return the mean share back after one period, and after the longest known."""
    told = window.sturdy
    if window.means and not told:
        return _(
            "Too few data: a mean is told of %(count)s customers or more. The table shows what"
            " there is."
        ) % {"count": SIZE_MIN}
    if not window.means:
        return _("It is too early to say: no later period is over yet.")
    first = {"first": speech.share(told[0])}
    later = len(told)
    is_month = window.period == "month"
    if later == 1:
        return (
            _("Of new customers, %(first)s bought again in the month after the first.")
            if is_month
            else _("Of new customers, %(first)s bought again in the quarter after the first.")
        ) % first
    figures = {**first, "last": speech.share(told[-1]), "number": later}
    return (
        _(
            "Of new customers, %(first)s bought in the month after the first purchase,"
            " and %(last)s in month %(number)s."
        )
        if is_month
        else _(
            "Of new customers, %(first)s bought in the quarter after the first purchase,"
            " and %(last)s in quarter %(number)s."
        )
    ) % figures


def heat(window: CohortWindow, analysis: Analysis, speech: Speech) -> Heat:
    """Return the shares by cohort and period."""
    offsets = range(1, window.columns)
    is_month = window.period == "month"
    title = (
        _("Share of each month's new customers who bought in later months, as of %(day)s")
        if is_month
        else _("Share of each quarter's new customers who bought in later quarters, as of %(day)s")
    )
    value = [_("Revenue each")] if analysis.has_amount else []
    blank: list[tuple[str, float | None]] = [("", None)] * len(value)
    rows = [row(each, window, analysis, speech) for each in window.rows]
    means = [(speech.share(mean), mean) for mean in window.means]
    gap = [("", None)] * (window.columns - 1 - len(means))
    total = HeatRow(label=_("Mean"), size="", cells=[*blank, *means, *gap], is_total=True)
    later = [mean for each in window.rows for mean in each.shares[1:]]
    return Heat(
        title=title % {"day": speech.day(analysis.as_of)},
        summary=answer(window, speech),
        table=Table(caption="", headings=(), rows=()),
        headings=[
            _("First purchase"),
            _("New"),
            *value,
            *(f"+{offset}" for offset in offsets),
        ],
        rows=[*rows, total],
        top=max(later, default=1.0) or 1.0,
    )


def row(found: CohortRow, window: CohortWindow, analysis: Analysis, speech: Speech) -> HeatRow:
    """Return one cohort in ready texts."""
    later: list[tuple[str, float | None]] = [(speech.share(s), s) for s in found.shares[1:]]
    gap: list[tuple[str, float | None]] = [("", None)] * (window.columns - 1 - len(later))
    value: list[tuple[str, float | None]] = []
    if analysis.has_amount:
        value = [(speech.money(found.cumulative_minor), None)]
    cells = [*value, *later, *gap]
    return HeatRow(label=speech.month(found.label), size=speech.number(found.size), cells=cells)


def remarks(window: CohortWindow) -> list[str]:
    """Return how to read the table."""
    first = _(
        "The last figure of each row is of a period that may not be over; the mean leaves it out."
        " A customer counts once in a period."
    )
    if window.hidden == 0:
        return [first]
    older = ngettext(
        "%(count)s older cohort is not shown; the whole table is in summary.json.",
        "%(count)s older cohorts are not shown; the whole table is in summary.json.",
        window.hidden,
    )
    return [first, older % {"count": window.hidden}]
