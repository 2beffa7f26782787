"""The records of an analysis, put together from estimates and sales."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.analysis import (
    Analysis,
    ChannelValue,
    Cohorts,
    Concentration,
    Contact,
    Finding,
    Group,
    Scales,
)
from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.answer.contacts import Prospects, choose_contacts
from plon.lifetime.answer.customer_table import Rows, customer_table
from plon.lifetime.answer.fitted import Fitted
from plon.lifetime.answer.foretold import Foretold
from plon.lifetime.answer.totals import YEAR, totals_of
from plon.lifetime.days import CustomerDays
from plon.lifetime.lint import Known, findings
from plon.lifetime.purchases import Floats
from plon.lifetime.sales import Sales
from plon.lifetime.segments.channels import rank_channels
from plon.lifetime.segments.cohorts import cohort_table, suited_period
from plon.lifetime.segments.concentration import concentration
from plon.lifetime.segments.distribution import distribution
from plon.lifetime.segments.groups import GROUPS, assign_groups, group_records
from plon.lifetime.segments.rfm import Rfm, score_rfm
from plon.lifetime.segments.tiers import TIERS, assign_tiers, tier_records
from plon.lifetime.segments.values import value_by_segment


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listing:
    """The customers one by one; arrays of shape (n,) in the summary's order, as is the table.

    group: codes into GROUPS. tier: codes into TIERS; None without amounts.
    """

    rfm: Rfm
    group: NDArray[np.int8]
    tier: NDArray[np.int8] | None
    table: pa.Table


def list_customers(
    fitted: Fitted, *, options: AnalyseOptions, has_amount: bool, why: pa.Array
) -> Listing:
    """Return the customers scored, grouped and in a table. why: a sentence for each of them."""
    rfm = score_rfm(fitted.summary, spend="mean" if has_amount else "none")
    group, tier = assign_groups(rfm, fitted.summary), tiers_of(fitted)
    table = customer_table(
        Rows(
            summary=fitted.summary,
            valued=fitted.valued,
            rfm=rfm,
            group=group,
            tier=tier,
            standing=fitted.standing,
            predictions=fitted.predictions,
            horizons=options.horizons,
            days=fitted.days,
            why=why,
        )
    )
    return Listing(rfm=rfm, group=group, tier=tier, table=table)


def put_together(
    fitted: Fitted,
    foretold: Foretold,
    listing: Listing,
    *,
    sales: Sales,
    options: AnalyseOptions,
    cohorts: Cohorts,
) -> Analysis:
    """Return the analysis, its timings still empty."""
    summary, days, codes, tier = fitted.summary, fitted.days, listing.group, listing.tier
    value = value_ahead(fitted)
    revenue = summary.net_value_minor
    groups = group_records(codes, revenue_minor=revenue, value_12m_minor=value)
    channels = rank_channels(days, revenue_minor=revenue, value_12m_minor=value)
    has_value = sales.has_amount and YEAR in fitted.predictions
    worth = worth_of(fitted) if has_value else None
    risk = _concentration(fitted, worth, codes=codes, groups=groups, channels=channels)
    return Analysis(
        **_account(sales),
        unit=options.unit.value,
        horizon=options.horizon,
        totals=totals_of(fitted, foretold, sales=sales, top_20_share=risk.top_20_share),
        choice=fitted.choice,
        spend=fitted.spend.fit,
        parameter_intervals=foretold.parameter_intervals,
        season=fitted.season,
        forecasts=foretold.forecasts,
        groups=groups,
        rfm_grid=listing.rfm.grid(),
        tiers=tier_records(tier, value) if has_value and tier is not None else (),
        cohorts=cohorts,
        concentration=risk,
        channels=channels if sales.has_amount else (),
        findings=_findings(fitted, sales, options, segments=_segments(groups, channels)),
        contacts=_contacts(fitted, tier=tier, codes=codes),
        distribution=distribution(value) if has_value else None,
        customers=listing.table,
        timings_s={},
        scales=_scales(fitted, rfm=listing.rfm, tier=tier),
    )


def _account(sales: Sales) -> dict[str, Any]:
    """Return what is told of the sales themselves, by its name in the analysis."""
    return {
        "files": sales.files,
        "guesses": sales.guesses,
        "rows": sales.rows,
        "first_day": sales.first_day,
        "as_of": sales.as_of,
        "currency": sales.currency,
        "has_amount": sales.has_amount,
        "value_is_margin": sales.has_amount and sales.has_margin,
    }


def cohorts_of_base(days: CustomerDays, sales: Sales) -> Cohorts:
    """Return the table of cohorts, by month, or by quarter where the history is long."""
    period = suited_period(sales.first_day, sales.as_of)
    return cohort_table(days, until=sales.as_of, period=period)


def _scales(fitted: Fitted, *, rfm: Rfm, tier: NDArray[np.int8] | None) -> Scales:
    worth = worth_of(fitted)
    least: list[float] = []
    if worth is not None and tier is not None:
        least = [
            float(worth[tier <= place].min()) if (tier <= place).any() else np.inf
            for place in range(len(TIERS) - 1)
        ]
    cuts, spend = rfm.cuts, fitted.spend
    return Scales(
        days_since_last=cuts.days_since_last,
        purchase_days=cuts.purchase_days,
        spend=cuts.spend,
        spend_kind=cuts.spend_kind,
        tier_least_minor=tuple(least),
        factors={horizon.code: one.factor for horizon, one in fitted.predictions.items()},
        spend_minor=float(spend.minor[0]) if spend.fit is None else np.nan,
    )


def value_ahead(fitted: Fitted) -> Floats:
    """Return each customer's expected value in 12 months, minor units; 0 where it is not known."""
    year = fitted.predictions.get(YEAR)
    if year is None or fitted.valued is None:
        return np.zeros(len(fitted.summary))
    return year.value_minor


def tiers_of(fitted: Fitted) -> NDArray[np.int8] | None:
    """Return tiers by lifetime value, observed and ahead together; None without amounts."""
    worth = worth_of(fitted)
    return None if worth is None else assign_tiers(worth)


def worth_of(fitted: Fitted) -> Floats | None:
    """Return each customer's lifetime value, observed plus ahead; None without amounts."""
    return None if fitted.valued is None else fitted.valued.net_value_minor + value_ahead(fitted)


def _concentration(
    fitted: Fitted,
    worth: Floats | None,
    *,
    codes: NDArray[np.int8],
    groups: tuple[Group, ...],
    channels: tuple[ChannelValue, ...],
) -> Concentration:
    by_group: Mapping[str, float] = {g.code: g.revenue_minor for g in groups if g.customers}
    by_channel: Mapping[str, float] = {c.channel: c.revenue_minor for c in channels}
    return concentration(
        fitted.summary.net_value_minor,
        channels=by_channel,
        groups=by_group,
        channels_by_value=_sums(fitted.days.channel, names=fitted.days.channels, worth=worth),
        groups_by_value=_sums(codes, names=GROUPS, worth=worth),
    )


def _sums(
    codes: NDArray[np.integer[Any]] | None, *, names: Sequence[str], worth: Floats | None
) -> dict[str, float]:
    """Return the worth of all customers of each name; nothing where either is not known."""
    if codes is None or worth is None:
        return {}
    parts = value_by_segment(codes, names=names, value_minor=worth)
    return {part.name: part.value_minor for part in parts}


def _segments(groups: tuple[Group, ...], channels: tuple[ChannelValue, ...]) -> int:
    """Return of how many parts of the base the value is told, by the finer of the two splits.

    RFM groups are always there, but a base that falls into one of them is not split by them.
    """
    return max(sum(group.customers > 0 for group in groups), len(channels))


def _findings(
    fitted: Fitted, sales: Sales, options: AnalyseOptions, *, segments: int
) -> tuple[Finding, ...]:
    """Say what was found. Sales do not tell what keeping a customer costs: always unknown here."""
    known = Known(
        has_amount=sales.has_amount,
        has_margin=sales.has_margin,
        retention_cost_known=False,
        segments=segments,
        duplicate_rows=sales.duplicate_rows,
        anonymous_minor=sales.anonymous_minor,
        marginless=sales.marginless,
        marginless_since=sales.marginless_since,
        today=options.today,
        cadence_months=options.cadence_months,
    )
    return findings(rows=sales.rows, summary=fitted.summary, days=fitted.days, known=known)


def _contacts(
    fitted: Fitted, *, tier: NDArray[np.int8] | None, codes: NDArray[np.int8]
) -> tuple[Contact, ...]:
    year = fitted.predictions.get(YEAR)
    if fitted.standing is None or year is None:
        return ()
    size = len(fitted.summary)
    return choose_contacts(
        Prospects(
            summary=fitted.summary,
            standing=fitted.standing,
            expected_purchases_12m=year.expected,
            value_12m_minor=None if fitted.valued is None else year.value_minor,
            tier=np.full(size, "") if tier is None else np.array(TIERS)[tier],
            group=np.array(GROUPS)[codes],
        )
    )
