"""The page of cohorts: one table, by the measure that the reader chooses."""

from dataclasses import dataclass

from plon.lifetime.analysis import Analysis
from plon.ui.charts import Heat, HeatRow, Table
from plon.ui.csv_rows import DIALECTS
from plon.ui.downloads import TEXT, Columns, Rows
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain.cohort_window import MEASURES, SIZE_MIN, Measured, measured
from plon.value.services.some_cohorts import SomeCohorts

Cell = tuple[str, float | None]
_MONEY = {"revenue", "value"}
SEVERAL = 3  # cohorts: the mean of fewer is theirs alone


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortPage:
    """The table of one measure, how to read it, and what it says in a sentence."""

    chart: Heat
    answer: str
    remarks: tuple[str, ...]


def measure_label(measure: str) -> str:
    """Return what a measure is called; cohorts are made of turnover, whatever the margin."""
    return {
        "retention": _("Share who bought again"),
        "count": _("Customers who bought"),
        "revenue": _("Revenue"),
        "value": _("Cumulative revenue a customer"),
    }[measure]


def filter_label(name: str) -> str:
    """Return by what customers of the table are chosen."""
    return {
        "channel": _("Channel of the first purchase"),
        "city": _("City"),
        "region": _("Region"),
        "segment": _("Segment"),
    }[name]


def known_measure(asked: str) -> str:
    """Return the measure asked for; the share of who came back for anything unknown."""
    return asked if asked in MEASURES else MEASURES[0]


def cohort_page(
    analysis: Analysis, measure: str, speech: Speech, *, some: SomeCohorts | None = None
) -> CohortPage | None:
    """Return the cohorts by a measure; None with fewer than two.

    some: of some customers, in the place of all.
    """
    found = measured(analysis.cohorts if some is None else some.cohorts, measure)
    if len(found.rows) < 2:
        return None
    said = _answer(found, measure, speech)
    return CohortPage(
        chart=_heat(found, analysis, measure, said, speech),
        answer=said,
        remarks=(*_drawn(some, speech), *_remarks(found, measure)),
    )


def file_columns(page: CohortPage) -> Columns:
    """Return what stands in the table as a file."""
    return {each.removeprefix("+"): TEXT for each in page.chart.headings}  # no formula


def file_rows(page: CohortPage, measure: str) -> Rows:
    """Return the table for a file: money to the last minor unit, shares of one."""
    scale = 100 if measure in _MONEY else 1
    decimal = DIALECTS[active_language()].decimal

    def told(figure: float | None) -> str:
        text = "" if figure is None else f"{figure / scale:.4f}".rstrip("0").rstrip(".")
        return text.replace(".", decimal)

    return [
        [row.label, row.size, *(told(figure) for _text, figure in row.cells)]
        for row in page.chart.rows
    ]


def _heat(found: Measured, analysis: Analysis, measure: str, said: str, speech: Speech) -> Heat:
    label = measure_label(measure)
    is_money = measure in _MONEY
    unit = f"{label}, {analysis.currency}" if is_money else label
    first = 0 if is_money else 1  # in the first period everybody bought
    columns = range(first, found.columns)

    def cells(figures: tuple[float, ...]) -> list[Cell]:
        told: list[Cell] = [(_told(each, measure, speech), each) for each in figures[first:]]
        return [*told, *[("", None)] * (len(columns) - len(told))]

    rows = [
        HeatRow(
            label=speech.month(row.label), size=speech.number(row.size), cells=cells(row.figures)
        )
        for row in found.rows
    ]
    mean = HeatRow(label=_("Mean"), size="", cells=cells(found.means), is_total=True)
    largest = max((each for row in found.rows for each in row.figures[first:]), default=0.0)
    title = _("%(measure)s by the period of the first purchase, as of %(day)s")
    return Heat(
        title=title % {"measure": unit, "day": speech.day(analysis.as_of)},
        summary=said,
        table=Table(caption="", headings=(), rows=()),
        headings=[
            _("First purchase"),
            _("New"),
            *(f"+{offset}" if offset else "0" for offset in columns),
        ],
        rows=[*rows, mean],
        top=largest or 1.0,
    )


def _told(figure: float, measure: str, speech: Speech) -> str:
    """Return one cell: a share, a count, or whole units of money."""
    if measure == "retention":
        return speech.share(figure)
    if measure == "count":
        return speech.number(figure)
    return speech.number(figure / 100)


def _answer(found: Measured, measure: str, speech: Speech) -> str:
    """Return what a cohort does on average by the newest period that several have behind them."""
    if len(found.means) < 2:
        return _("It is too early to say: no later period is over yet.")
    told = [each for each in range(1, len(found.means)) if found.behind[each] >= SIZE_MIN]
    if not told:
        return too_few()
    several = [each for each in told if _with_behind(found, each) >= SEVERAL]
    last = max(several or told)
    mean = found.means[last]
    by_month = {
        "retention": _("On average %(figure)s of a cohort bought in month %(number)s."),
        "count": _("On average %(figure)s customers of a cohort bought in month %(number)s."),
        "revenue": _("On average a cohort brought %(figure)s in month %(number)s."),
        "value": _("By month %(number)s a customer has brought %(figure)s on average."),
    }
    by_quarter = {
        "retention": _("On average %(figure)s of a cohort bought in quarter %(number)s."),
        "count": _("On average %(figure)s customers of a cohort bought in quarter %(number)s."),
        "revenue": _("On average a cohort brought %(figure)s in quarter %(number)s."),
        "value": _("By quarter %(number)s a customer has brought %(figure)s on average."),
    }
    texts = by_month if found.period == "month" else by_quarter
    is_money = measure in _MONEY
    figure = speech.estimate(mean) if is_money else _mean_told(mean, measure, speech)
    return texts[measure] % {"figure": figure, "number": last}


def too_few() -> str:
    """Return that so few customers are no ground for a sentence."""
    return _(
        "Too few data: a mean is told of %(count)s customers or more. The table shows what there"
        " is."
    ) % {"count": SIZE_MIN}


def _with_behind(found: Measured, period: int) -> int:
    """Return how many cohorts have a period behind them: their last one may not be over."""
    return sum(len(row.figures) - 1 > period for row in found.rows)


def _mean_told(mean: float, measure: str, speech: Speech) -> str:
    return speech.share(mean) if measure == "retention" else speech.number(mean, decimals=1)


def _drawn(some: SomeCohorts | None, speech: Speech) -> list[str]:
    """Return of how many customers the table is, where they are too many for all of them."""
    if some is None or some.looked_at == some.customers:
        return []
    said = _(
        "Of %(all)s such customers the table counts %(count)s, drawn by chance: shares and means"
        " hold for all, numbers and sums are of those drawn."
    )
    told = {"all": speech.number(some.customers), "count": speech.number(some.looked_at)}
    return [said % told]


def _remarks(found: Measured, measure: str) -> list[str]:
    """Return how to read the table."""
    said = [
        _(
            "The last figure of each row is of a period that may not be over; the mean leaves it"
            " out. The period of the first purchase is number 0."
        )
    ]
    if measure in {"retention", "count"}:
        said.append(_("A customer counts once in a period."))
    if found.hidden:
        older = ngettext(
            "%(count)s older cohort is not shown.",
            "%(count)s older cohorts are not shown.",
            found.hidden,
        )
        said.append(older % {"count": found.hidden})
    return said
