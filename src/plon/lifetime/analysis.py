"""The whole answer about a list of sales, as plain frozen records: what a report shows.

Money is minor units of `Analysis.currency`, times aware of their unit in the name, shares of 1.
Codes (verdicts, groups, reasons) are stable lower-case words; `wording` turns them into sentences.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plon.lifetime.fit import Fit
from plon.lifetime.sales import Guess, RowCounts
from plon.lifetime.units import Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure and how sure we are: `level` of outcomes lie in [low, high] by `method`."""

    value: float
    low: float
    high: float
    level: float = 0.8
    method: str = "bootstrap"  # or "prediction", "delta", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdout:
    """How a model did on days it had not seen: forecast from `cut` to `end`."""

    predicted: float  # purchase days
    actual: float
    aggregate_error: float  # predicted / actual - 1
    mae: float  # per customer, purchase days
    log_score: float  # mean log probability of the count; NaN for baselines
    top_decile_share: float  # of actual purchases, made by the tenth predicted highest
    deciles: tuple[tuple[float, float], ...] = ()  # (mean predicted, mean actual), lowest first


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A model or baseline that was tried. Baselines have no fit."""

    name: str
    fit: Fit | None
    holdout: Holdout | None  # mean over cuts
    chosen: bool = False
    is_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """Which model speaks, by what proof. verdict: "model_wins", "baseline_wins", "too_thin"."""

    verdict: str
    reasons: tuple[str, ...]  # codes: "few_customers", "few_repeaters", "short_span", …
    candidates: tuple[Candidate, ...]
    cuts: tuple[tuple[date, date], ...]  # (cut, end) of each backtest, newest first
    calibration: float | None = None  # mean actual/predicted of the cuts
    calibration_applied: bool = False
    total_by: str = ""  # a baseline whose totals were nearer; else the chosen model's count
    cut_errors: tuple[float, ...] = ()  # of those totals at each cut, predicted / actual - 1
    cut_noise: tuple[float, ...] = ()  # log-sd of each total by chance and parameters alone

    @property
    def chosen(self) -> Candidate | None:
        return next((c for c in self.candidates if c.chosen), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """Twelve monthly weights of mean 1 and where they come from.

    source: "given", "learned", "blended", "preset" or "none" (flat: not in the data).
    """

    source: str
    months: tuple[float, ...]
    log_sd: tuple[float, ...]
    preset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The base's next months: purchase days and value, with and without the season.

    weeks, days: where the horizon is told in them; months is 0 then.
    """

    months: int
    purchases: Interval
    value_minor: Interval
    purchases_without_season: float
    value_without_season_minor: float
    weeks: int = 0
    days: int = 0

    @property
    def horizon(self) -> Horizon:
        """Return how far ahead it looks."""
        return Horizon(months=self.months, weeks=self.weeks, days=self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One of the 11 RFM groups: how many, what they brought, what they are worth ahead."""

    code: str
    customers: int
    revenue_minor: int
    value_12m_minor: float
    policy: str  # "invest", "win_over", "notice", "low_cost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohorts:
    """Customers by the period of their first purchase; offset 0 is that period.

    Rows are as long as the observation allows: row i has len(labels) - i figures.
    """

    period: str  # "month" or "quarter"
    labels: tuple[str, ...]  # "2026-03" or "2026-Q1"
    sizes: tuple[int, ...]
    active: tuple[tuple[int, ...], ...]  # customers with a purchase
    revenue_minor: tuple[tuple[int, ...], ...]
    cumulative_minor: tuple[tuple[int, ...], ...]  # a customer of the cohort, to date


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """How much depends on few. level: "none", "warning" or "severe".

    channels, groups: shares of revenue; the same _by_value: of lifetime value, observed plus
    expected. Those are empty where no value is known.
    """

    top_20_share: float
    top_20_level: str
    channels: tuple[tuple[str, float, str], ...]  # (channel, share, level), largest first
    groups: tuple[tuple[str, float, str], ...]
    channels_by_value: tuple[tuple[str, float, str], ...] = ()
    groups_by_value: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelValue:
    """An acquisition channel (of the first purchase), ranked by value a customer."""

    channel: str
    customers: int
    revenue_minor: int
    value_12m_minor: float  # expected, all its customers
    ltv_minor: float  # observed plus expected, a customer
    repeat_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about the data its owner should know; `facts` fill the sentence."""

    code: str
    level: str  # "info", "watch" or "bad"
    facts: Mapping[str, float | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A customer to contact now: why, for what purpose, and what is at stake."""

    customer: str
    reason: str  # code: "slipping_away", "vip_silent", "due_now", "second_purchase"
    purpose: str  # code: "win_back", "ask_how_it_was", "remind", "invite_again"
    value_12m_minor: float  # expected if he stays
    at_stake_minor: float  # what is lost if he does not
    probability_alive: float
    days_since_last: int
    usual_gap_days: float | None
    last_day: date
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Value ahead, a customer: histogram and percentiles."""

    edges_minor: tuple[float, ...]
    counts: tuple[int, ...]
    p50_minor: float
    p90_minor: float
    mean_minor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The base in figures. Value is expected margin if there is a margin, else revenue."""

    customers: int
    purchases: int  # purchase days
    revenue_minor: int
    returned_minor: int
    repeat_share: float
    alive: float  # expected number of customers still with us
    value_12m_minor: Interval
    slipping_customers: int
    slipping_value_minor: float
    top_20_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scales:
    """What one customer's figures take from the base: answer.rescoring scores by them.

    days_since_last, purchase_days, spend, spend_kind: segments.rfm.Cuts.
    tier_least_minor: the least lifetime value of each tier but the last; empty without amounts.
    factors: what expected purchases were multiplied by, by the horizon's code.
    spend_minor: expected value of a purchase where no spend was fitted.
    """

    days_since_last: tuple[float, ...]
    purchase_days: tuple[float, ...]
    spend: tuple[float, ...]
    spend_kind: str
    tier_least_minor: tuple[float, ...]
    factors: Mapping[str, float]
    spend_minor: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """Everything `plon value` knows about a list of sales. Parts that need history may be None.

    customers: pa.Table, one row a customer ordered by id; columns in docs/reference/customers.md.
    rfm_grid: counts by [F - 1][R - 1].
    parameter_intervals: of each fitted model's parameters, by model and letter.
    scales: None in analyses kept by an older version.
    """

    files: tuple[str, ...]
    guesses: tuple[Guess, ...]
    rows: RowCounts
    first_day: date
    as_of: date
    currency: str
    has_amount: bool
    value_is_margin: bool
    unit: str
    horizon: Horizon  # the one asked for
    totals: Totals
    choice: Choice
    spend: Fit | None  # gamma_gamma
    season: Season
    forecasts: tuple[Forecast, ...]  # 3, 6, 12 months and the asked horizon
    groups: tuple[Group, ...]  # all 11, in the spec's order
    rfm_grid: tuple[tuple[int, ...], ...]
    tiers: tuple[tuple[str, int, float], ...]  # (code, customers, value_12m_minor)
    cohorts: Cohorts
    concentration: Concentration
    channels: tuple[ChannelValue, ...]
    findings: tuple[Finding, ...]
    contacts: tuple[Contact, ...]  # at most ten, most at stake first
    distribution: Distribution | None
    customers: Any  # pa.Table
    timings_s: Mapping[str, float]
    parameter_intervals: Mapping[str, Mapping[str, Interval]] = field(default_factory=dict)
    scales: Scales | None = None
