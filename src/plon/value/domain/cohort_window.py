"""The newest cohorts, by who came back and by other measures: as many as a page can hold."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.lifetime.analysis import Cohorts

ROWS, COLUMNS = 13, 13  # a year and the month it began with
SIZE_MIN = 20  # customers behind a mean that is told in a sentence: of fewer it says nothing
MEASURES = ("retention", "count", "revenue", "value")  # value: a customer's revenue, added up


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRow:
    """One cohort: how many came, which share bought in each later period, value a customer."""

    label: str
    size: int
    shares: tuple[float, ...]  # by offset, 0 first
    finished: int  # offsets whose period is surely over
    cumulative_minor: int  # a customer, to date


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortWindow:
    """The rows shown, newest last, and the mean of all rows by offset."""

    period: str
    rows: tuple[CohortRow, ...]
    means: tuple[float, ...]  # of finished periods, weighted by size; from offset 1
    hidden: int  # older cohorts not shown
    columns: int

    @property
    def sturdy(self) -> tuple[float, ...]:
        """Return the means up to the first with fewer than SIZE_MIN customers behind it."""
        told = []
        for offset, mean in enumerate(self.means, start=1):
            if sum(row.size for row in self.rows if row.finished > offset) < SIZE_MIN:
                break
            told.append(mean)
        return tuple(told)


def cohort_window(cohorts: Cohorts) -> CohortWindow:
    """Return the newest cohorts that hold anybody, and what they do on average."""
    shown, hidden = _shown(cohorts)
    rows = tuple(_row(cohorts, i) for i in shown)
    columns = max((len(row.shares) for row in rows), default=0)
    return CohortWindow(
        period=cohorts.period,
        rows=rows,
        means=tuple(_means(rows)),
        hidden=hidden,
        columns=columns,
    )


def _shown(cohorts: Cohorts) -> tuple[list[int], int]:
    """Return the places of the newest cohorts that hold anybody, and how many more there are."""
    kept = [i for i, size in enumerate(cohorts.sizes) if size > 0]
    return kept[-ROWS:], max(len(kept) - ROWS, 0)


def _row(cohorts: Cohorts, i: int) -> CohortRow:
    size, sums = cohorts.sizes[i], cohorts.cumulative_minor[i]
    return CohortRow(
        label=cohorts.labels[i],
        size=size,
        shares=tuple(active / size for active in cohorts.active[i][:COLUMNS]),
        finished=len(cohorts.active[i]) - 1,
        cumulative_minor=sums[-1] if sums else 0,
    )


def _means(rows: tuple[CohortRow, ...]) -> list[float]:
    """Return the mean share by offset from 1, without the periods that may not be over."""
    means = []
    for offset in range(1, COLUMNS):
        held = [row for row in rows if row.finished > offset]
        size = sum(row.size for row in held)
        if size == 0:
            break
        means.append(sum(row.shares[offset] * row.size for row in held) / size)
    return means


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredRow:
    """One cohort by one measure: a figure for each offset, the first period being 0."""

    label: str
    size: int
    figures: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Cohorts by one measure, newest last.

    means: of periods surely over, by offset; behind: how many customers each is made of.
    """

    period: str
    rows: tuple[MeasuredRow, ...]
    means: tuple[float, ...]
    behind: tuple[int, ...]
    hidden: int  # older cohorts not shown
    columns: int


def measured(cohorts: Cohorts, measure: str) -> Measured:
    """Return the newest cohorts by a measure of MEASURES. Money in minor units.

    A mean of shares, or of sums a customer, weighs by size; one of counts or sums does not.
    """
    shown, hidden = _shown(cohorts)
    rows = tuple(
        MeasuredRow(
            label=cohorts.labels[i],
            size=cohorts.sizes[i],
            figures=tuple(_figures(cohorts, i, measure)[:COLUMNS]),
        )
        for i in shown
    )
    columns = max((len(row.figures) for row in rows), default=0)
    finished = {cohorts.labels[i]: len(cohorts.active[i]) - 1 for i in shown}
    means, behind = [], []
    for offset in range(columns):
        held = [row for row in rows if finished[row.label] > offset]
        weights = [row.size if measure in {"retention", "value"} else 1 for row in held]
        if not held:
            break
        total = sum(row.figures[offset] * w for row, w in zip(held, weights, strict=True))
        means.append(total / sum(weights))
        behind.append(sum(row.size for row in held))
    return Measured(
        period=cohorts.period,
        rows=rows,
        means=tuple(means),
        behind=tuple(behind),
        hidden=hidden,
        columns=columns,
    )


def _figures(cohorts: Cohorts, i: int, measure: str) -> Sequence[float]:
    if measure == "retention":
        return [active / cohorts.sizes[i] for active in cohorts.active[i]]
    by_measure = {
        "count": cohorts.active,
        "revenue": cohorts.revenue_minor,
        "value": cohorts.cumulative_minor,
    }
    return by_measure[measure][i]
