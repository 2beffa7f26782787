"""The summary of the base on one sheet, for an investor or a bank."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.lifetime.analysis import Analysis
from plon.ui.charts import Table
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain.known import has_forecast
from plon.value.queries.base import SnapshotFacts
from plon.value.queries.segments import Worth
from plon.value.services.pages import with_formula, worth_table
from plon.value.services.report import worth
from plon.value.services.report.section import Tile
from plon.value.services.words import model_name


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseSheet:
    """What the base is worth, how it buys, its value tiers, and how that was computed."""

    main: Tile | None
    tiles: Sequence[Tile]
    tiers: Table
    made: str


def base_sheet(
    analysis: Analysis, newest: SnapshotFacts, tiers: list[Worth], speech: Speech
) -> BaseSheet:
    """Return the base in the report's own figures, told to a stranger."""
    tiles = [
        people_tile(analysis, speech),
        worth.revenue_tile(analysis, speech),
        worth.repeat_tile(analysis, speech),
        worth.top_tile(analysis, speech),
    ]
    main = worth.main_tile(analysis, speech)
    return BaseSheet(
        main=None if main is None else with_formula(main),
        tiles=[with_formula(tile) for tile in tiles if tile is not None],
        tiers=worth_table("tier", tiers, speech).table,
        made=_("As of %(day)s; model %(model)s, Plon %(version)s.")
        % {
            "day": speech.day(newest.as_of_date),
            "model": model_name(newest.method),
            "version": newest.model_version,
        },
    )


def people_tile(analysis: Analysis, speech: Speech) -> Tile:
    """Return how many have bought, and how many of them still do where that is known."""
    totals, note = analysis.totals, ""
    if has_forecast(analysis):
        note = _("about %(count)s of them still buy") % {"count": speech.count(totals.alive)}
    return Tile(
        label=_("Customers who have bought"),
        value=speech.number(totals.customers),
        note=note,
        key="buyers",
    )
