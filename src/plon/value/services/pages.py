"""What the value pages show, made of the same parts as the report of `plon value`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from plon.lifetime.analysis import Analysis, Finding
from plon.lifetime.segments.movement import Movement
from plon.lifetime.segments.values import Drop
from plon.lifetime.words import group_label, movement_sentence
from plon.ui.charts import Table
from plon.ui.charts.sparkline import Sparkline
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.queries.segments import Day, Moves, Worth
from plon.value.services import page_words, segment_words
from plon.value.services.definitions import definition
from plon.value.services.margins import with_ways
from plon.value.services.report.cohorts import CohortsPart, cohorts
from plon.value.services.report.dependence import dependence
from plon.value.services.report.findings import findings
from plon.value.services.report.groups import SCORES, GroupRow, Groups, groups
from plon.value.services.report.method import method
from plon.value.services.report.outlook import outlook
from plon.value.services.report.section import Section, Tile
from plon.value.services.report.spread import spread
from plon.value.services.report.worth import Worth as WorthPart
from plon.value.services.report.worth import worth


def overview(analysis: Analysis, speech: Speech) -> list[Section]:
    """Return the parts of the first page: what it is worth, groups, spread, cohorts."""
    quiet = replace(analysis, contacts=())  # whom to contact is on Today
    found = [
        _opened(worth(quiet, speech)),
        with_people(groups(analysis, speech)),
        spread(analysis, speech),
        cohort_part(analysis, speech),
    ]
    return [section for section in found if section is not None]


def _opened(part: WorthPart) -> WorthPart:
    """Return the part with the formula of each of its figures."""
    return replace(
        part, main=tuple(map(with_formula, part.main)), tiles=tuple(map(with_formula, part.tiles))
    )


def with_formula(tile: Tile) -> Tile:
    """Return the tile with how its figure is made, to be opened in place."""
    return replace(tile, definition=definition(tile.key))


def with_people(part: Groups) -> Groups:
    """Return the groups, each cell and each group with the way to its people."""
    policies = tuple(
        replace(policy, rows=tuple(_leading(row) for row in policy.rows))
        for policy in part.policies
    )
    hrefs = [[_cell_href(often=f, lately=r) for r in SCORES] for f in SCORES]
    return replace(part, policies=policies, chart=replace(part.chart, hrefs=hrefs))


def _leading(row: GroupRow) -> GroupRow:
    return row if row.is_empty else replace(row, href=f"/customers/?group={row.code}")


def _cell_href(*, often: int, lately: int) -> str:
    """Return the list of the customers of a cell of the grid."""
    return f"/customers/?{urlencode({'recency': lately, 'frequency': often})}"


def cohort_part(analysis: Analysis, speech: Speech) -> CohortsPart | None:
    """Return the cohorts, without the report's word on its files."""
    found = cohorts(analysis, speech)
    return None if found is None else replace(found, remarks=found.remarks[:1])


def forecast(analysis: Analysis, speech: Speech) -> list[Section]:
    """Return what comes next and how it was computed."""
    found = [outlook(analysis, speech), method(analysis, speech)]
    return [section for section in found if section is not None]


def risks(
    analysis: Analysis, speech: Speech, *, names: Mapping[UUID, str], rights: frozenset[str]
) -> list[Section]:
    """Return on whom the revenue depends, and what the data say against the figures."""
    named = replace(
        analysis, findings=tuple(_with_name(finding, names) for finding in analysis.findings)
    )
    told = findings(named, speech)
    lights = tuple(
        with_ways(light, finding, rights=rights)
        for light, finding in zip(told.lights, named.findings, strict=True)
    )
    found = [dependence(analysis, speech), replace(told, lights=lights)]
    return [section for section in found if section is not None]


def customers_named_in(analysis: Analysis) -> set[UUID]:
    """Return the customers whom findings speak of."""
    told = (finding.facts.get("customer") for finding in analysis.findings)
    return {UUID(str(one)) for one in told if one}


def _with_name(finding: Finding, names: Mapping[UUID, str]) -> Finding:
    who = finding.facts.get("customer")
    if not who:
        return finding
    name = names.get(UUID(str(who)), str(who))
    return replace(finding, facts={**finding.facts, "customer": name})


def movement_sentences(moved: Sequence[Movement], speech: Speech) -> list[str]:
    """Return how the groups grew and shrank, those that did not change left out."""
    return [movement_sentence(each, speech.language) for each in moved if each.before != each.after]


def drop_sentences(drops: Sequence[Drop], speech: Speech) -> list[str]:
    """Return an alert for each group whose customers are worth less by a tenth or more."""
    return _falls(drops, [group_label(drop.name, speech.language) for drop in drops], speech)


def segment_drop_sentences(drops: Sequence[Drop], speech: Speech) -> list[str]:
    """Return an alert for each kept segment whose customers are worth less by a tenth or more."""
    called = [_("Segment “%(name)s”") % {"name": drop.name} for drop in drops]
    return _falls(drops, called, speech)


def _falls(drops: Sequence[Drop], names: Sequence[str], speech: Speech) -> list[str]:
    return [
        _("%(group)s: a customer is worth %(now)s, before %(before)s (%(change)s).")
        % {
            "group": name,
            "now": speech.estimate(float(drop.now)),
            "before": speech.estimate(float(drop.before)),
            "change": speech.change(float(drop.change)),
        }
        for name, drop in zip(names, drops, strict=True)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorthTable:
    """Lifetime value of the parts of the base: a table in words."""

    split: str
    label: str
    table: Table


def worth_table(split: str, parts: list[Worth], speech: Speech) -> WorthTable:
    """Return the lifetime value of each part, the most valuable first."""
    label = page_words.split_label(split)

    def money(minor: float | None) -> str:
        return "–" if minor is None else speech.estimate(minor)

    return WorthTable(
        split=split,
        label=label,
        table=Table(
            caption=_("Lifetime value by: %(split)s") % {"split": label},
            headings=[
                label,
                _("Customers"),
                _("Lifetime value a customer"),
                _("So far"),
                _("12 months ahead"),
            ],
            rows=[
                [
                    segment_words.value_label(split, part.name) or _("not given"),
                    speech.number(part.customers),
                    money(part.ltv_mean_minor),
                    money(part.observed_minor),
                    money(part.value_12m_minor),
                ]
                for part in parts
            ],
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """How a segment changed: a line in time, its table, and who came and left in a sentence."""

    line: Sparkline | None
    table: Table
    sentence: str


def segment_history(days: Sequence[Day], moves: Moves, speech: Speech) -> History:
    """Return a segment's history in words and figures; no line before there are two days."""
    said = _("In 30 days %(came)s came and %(left)s left.") % {
        "came": speech.number(moves.came),
        "left": speech.number(moves.left),
    }
    line = Sparkline(values=[day.customers for day in days], summary=said, width=320, height=48)

    def money(minor: int | None) -> str:
        return "–" if minor is None else speech.estimate(minor)

    return History(
        line=line if len(days) > 1 else None,
        table=Table(
            caption=_("Day by day"),
            headings=[
                _("Day"),
                _("Customers"),
                _("Lifetime value a customer"),
                _("12 months ahead"),
            ],
            rows=[
                [
                    speech.day(day.as_of_date),
                    speech.number(day.customers),
                    money(day.ltv_mean_minor),
                    money(day.value_12m_minor),
                ]
                for day in reversed(days)
            ],
        ),
        sentence=said,
    )
