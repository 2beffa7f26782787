"""What each refresh said, day by day, and how the groups moved between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.lifetime.segments.movement import Movement
from plon.lifetime.words import group_label
from plon.ui.charts import Table
from plon.ui.charts.sparkline import Sparkline
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.queries.base import SnapshotFacts

ROWS_MAX = 60  # days in the table
UNKNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The base day by day. line: None with fewer than two days of a known value."""

    sentence: str
    line: Sparkline | None
    first: str
    last: str
    table: Table


def history(kept: Sequence[SnapshotFacts], speech: Speech) -> History:
    """Return what the snapshots said, the newest first."""
    valued = [each for each in reversed(kept) if each.value_12m_minor is not None]
    said = _sentence(valued, speech)
    line = None
    if len(valued) > 1:
        values = [max(each.value_12m_minor or 0, 0) for each in valued]
        breaks = [number for number, _day in _changes(valued)]
        line = Sparkline(values=values, summary=said, width=320, height=64, breaks=breaks)
    return History(
        sentence=said,
        line=line,
        first=speech.day(valued[0].as_of_date) if valued else "",
        last=speech.day(valued[-1].as_of_date) if valued else "",
        table=_table(kept[:ROWS_MAX], speech),
    )


def _changes(valued: Sequence[SnapshotFacts]) -> list[tuple[int, SnapshotFacts]]:
    """Return from where on the amounts are of another measure: margin, or revenue.

    A day of which that is not known counts as the day before it.
    """
    found: list[tuple[int, SnapshotFacts]] = []
    measure: bool | None = None
    for number, day in enumerate(valued):
        if day.is_margin is None:
            continue
        if measure is not None and day.is_margin != measure:
            found.append((number, day))
        measure = day.is_margin
    return found


def _sentence(valued: Sequence[SnapshotFacts], speech: Speech) -> str:
    if len(valued) < 2:
        return _("One day with a forecast so far: a line needs two.")
    changes = _changes(valued)
    start, begun = changes[-1] if changes else (0, valued[0])
    said = _expected(valued[start:], speech)
    if not changes:
        return said
    turned = (
        _("Until %(day)s it is revenue, from then on margin, so the line breaks there.")
        if begun.is_margin
        else _("Until %(day)s it is margin, from then on revenue, so the line breaks there.")
    )
    return f"{said} {turned % {'day': speech.day(begun.as_of_date)}}"


def _expected(valued: Sequence[SnapshotFacts], speech: Speech) -> str:
    first, last = valued[0], valued[-1]
    facts = {
        "before": speech.estimate(first.value_12m_minor or 0),
        "then": speech.day(first.as_of_date),
        "after": speech.estimate(last.value_12m_minor or 0),
        "now": speech.day(last.as_of_date),
    }
    if len(valued) < 2:
        return _("Expected from the base in 12 months: %(after)s on %(now)s.") % facts
    return (
        _("Expected from the base in 12 months: %(before)s on %(then)s, %(after)s on %(now)s.")
        % facts
    )


def _table(kept: Sequence[SnapshotFacts], speech: Speech) -> Table:
    def money(minor: int | None) -> str:
        return UNKNOWN if minor is None else speech.estimate(minor)

    return Table(
        caption=_("What each refresh said; of a day with several, the last"),
        headings=[
            _("Day"),
            _("Customers"),
            _("Still with you"),
            _("12 months ahead"),
            _("Lifetime value a customer"),
            _("Slipping away"),
        ],
        rows=[
            [
                speech.day(each.as_of_date),
                speech.number(each.customers),
                UNKNOWN if each.active is None else speech.count(each.active),
                money(each.value_12m_minor),
                money(each.ltv_mean_minor),
                speech.number(each.slipping_customers),
            ]
            for each in kept
        ],
    )


def movement_table(
    moved: Sequence[Movement], then: SnapshotFacts, now: SnapshotFacts, speech: Speech
) -> Table:
    """Return the groups on two days, and by how much each changed."""
    before, after = speech.day(then.as_of_date), speech.day(now.as_of_date)

    def row(each: Movement) -> list[str]:
        change = UNKNOWN if each.change is None else speech.change(each.change)
        return [
            group_label(each.code, speech.language),
            speech.number(each.before),
            speech.number(each.after),
            change,
        ]

    return Table(
        caption=_("Groups on %(before)s and %(after)s") % {"before": before, "after": after},
        headings=[_("Group"), before, after, _("Change")],
        rows=[row(each) for each in moved],
    )
