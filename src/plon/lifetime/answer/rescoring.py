"""Some customers scored anew by an analysis of all: what changed costs what changed.

Models, scales and seasons stay those of the analysis; purchases are the customers' own of today.
A customer whose purchases did not change comes out as in the analysis.
"""

from collections.abc import Collection

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.analysis import Analysis, Scales
from plon.lifetime.answer.customer_table import Rows, customer_table
from plon.lifetime.answer.expected_spend import expected_minor
from plon.lifetime.answer.fitted import standing_of, valued_summary
from plon.lifetime.answer.prediction import predict_customers
from plon.lifetime.answer.totals import YEAR
from plon.lifetime.answer.why import why
from plon.lifetime.errors import NOTHING_LEFT, InputUnusable
from plon.lifetime.forecasting.forecast import base_of
from plon.lifetime.forecasting.splits import summary_at
from plon.lifetime.history.netting import customer_days
from plon.lifetime.purchases import Floats
from plon.lifetime.sales import Sales
from plon.lifetime.segments.groups import assign_groups
from plon.lifetime.segments.rfm import Cuts, scored_by
from plon.lifetime.summary import Summary
from plon.lifetime.units import Horizon, TimeUnit


def rescore(
    analysis: Analysis,
    sales: Sales,
    *,
    language: str = "pl",
    horizons: Collection[Horizon] | None = None,
) -> pa.Table:
    """Return the table of the customers of `sales`, all their sales up to the analysis' last day.

    analysis: with scales. sales: told as those of the analysis were, with or without margin;
    customers whom returns leave no purchase are not in the table. Raises InputUnusable where
    they leave nobody one. horizons: which to look ahead to; all of the analysis by default.
    """
    if analysis.scales is None:
        raise ValueError("an analysis of an older version has no scales")
    scales = analysis.scales
    days, unit = customer_days(sales), TimeUnit(analysis.unit)
    if len(days) == 0:
        raise InputUnusable(NOTHING_LEFT)
    summary = summary_at(days, until=analysis.as_of, unit=unit)
    valued = valued_summary(days, sales, summary=summary)
    rfm = scored_by(summary, _cuts(scales))
    known = [each.horizon for each in analysis.forecasts]
    wanted = [each for each in known if horizons is None or each in horizons]
    base = base_of(summary, choice=analysis.choice, season=analysis.season)
    predictions = predict_customers(
        base,
        horizons=wanted,
        factors={each: scales.factors[each.code] for each in wanted},
        spend_minor=_spend(analysis, valued, size=len(summary), scales=scales),
    )
    year = predictions.get(YEAR)
    ahead = np.zeros(len(summary)) if year is None else year.value_minor
    standing = standing_of(base) if base else None
    return customer_table(
        Rows(
            summary=summary,
            valued=valued,
            rfm=rfm,
            group=assign_groups(rfm, summary),
            tier=_tiers(valued, ahead, scales),
            standing=standing,
            predictions=predictions,
            horizons=wanted,
            days=days,
            why=why(summary, standing, language=language),
        )
    )


def _cuts(scales: Scales) -> Cuts:
    recent, often, spend = (
        (one, two, three, four)
        for one, two, three, four in (scales.days_since_last, scales.purchase_days, scales.spend)
    )
    return Cuts(
        days_since_last=recent, purchase_days=often, spend=spend, spend_kind=scales.spend_kind
    )


def _spend(analysis: Analysis, valued: Summary | None, *, size: int, scales: Scales) -> Floats:
    """Return the expected value of a purchase, as answer.expected_spend does for the base."""
    if analysis.spend is None or valued is None:
        return np.full(size, 0.0 if valued is None else scales.spend_minor)
    return expected_minor(analysis.spend, *valued.own_spend())


def _tiers(valued: Summary | None, ahead: Floats, scales: Scales) -> NDArray[np.int8] | None:
    if valued is None:
        return None
    worth = valued.net_value_minor + ahead
    tiers = np.zeros(len(worth), dtype=np.int8)
    for least in scales.tier_least_minor:
        tiers += worth < least
    return tiers
