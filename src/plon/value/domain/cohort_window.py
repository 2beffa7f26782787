"""The newest cohorts as shares of who came back: as many as a page can hold."""

from dataclasses import dataclass

from plon.lifetime.analysis import Cohorts

ROWS, COLUMNS = 13, 13  # a year and the month it began with


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


def cohort_window(cohorts: Cohorts) -> CohortWindow:
    """Return the newest cohorts that hold anybody, and what they do on average."""
    kept = [i for i, size in enumerate(cohorts.sizes) if size > 0]
    shown = kept[-ROWS:]
    rows = tuple(_row(cohorts, i) for i in shown)
    columns = max((len(row.shares) for row in rows), default=0)
    return CohortWindow(
        period=cohorts.period,
        rows=rows,
        means=tuple(_means(rows)),
        hidden=len(kept) - len(shown),
        columns=columns,
    )


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
