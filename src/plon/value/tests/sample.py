"""Sample analyses in every state a report can be in. Made-up figures of a made-up shop."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa

from plon.lifetime.analysis import (
    Analysis,
    Candidate,
    ChannelValue,
    Choice,
    Cohorts,
    Concentration,
    Contact,
    Distribution,
    Finding,
    Forecast,
    Group,
    Holdout,
    Interval,
    Season,
    Totals,
)
from plon.lifetime.fit import Fit
from plon.lifetime.sales import Guess, RowCounts
from plon.lifetime.units import Horizon

AS_OF = date(2026, 11, 22)
FLAT = (1.0,) * 12
GRID = (  # [F - 1][R - 1]
    (310, 240, 190, 150, 401),
    (88, 102, 95, 70, 31),
    (41, 60, 71, 66, 40),
    (20, 33, 52, 80, 77),
    (12, 18, 31, 64, 120),
)
TIERS = (
    ("vip", 246, 201_300_00.0),
    ("high", 492, 118_400_00.0),
    ("medium", 985, 77_900_00.0),
    ("low", 739, 14_718_00.0),
)
AUTUMN = (0.84, 0.78, 0.92, 0.97, 1.04, 0.95, 0.88, 0.86, 0.98, 1.08, 1.31, 1.39)


def full() -> Analysis:
    """Return a shop with two years of sales: everything known, the model wins."""
    return Analysis(
        files=("sprzedaz-2025.csv", "sprzedaz-2026.csv"),
        guesses=guesses(),
        rows=RowCounts(
            read=11_879,
            used=11_698,
            returned=144,
            rejected=37,
            by_reason={"date_unreadable": 22, "no_customer": 12, "date_in_future": 3},
        ),
        first_day=date(2024, 11, 20),
        as_of=AS_OF,
        currency="PLN",
        has_amount=True,
        value_is_margin=False,
        unit="week",
        horizon=Horizon(months=12),
        totals=totals(),
        choice=choice(),
        spend=fit("gamma_gamma", {"p": 6.25, "q": 3.74, "gamma": 15.44}, -4055.1),
        season=Season(source="learned", months=AUTUMN, log_sd=(0.06,) * 12),
        forecasts=(forecast(3, 0.29), forecast(6, 0.53), forecast(12, 1.0)),
        groups=groups(),
        rfm_grid=GRID,
        tiers=TIERS,
        cohorts=cohorts(8),
        concentration=concentration(),
        channels=channels(),
        findings=findings(),
        contacts=contacts(),
        distribution=distribution(),
        customers=customers(),
        timings_s={"read": 0.2, "fit": 0.4},
    )  # fmt: skip


def without_amounts() -> Analysis:
    """Return the shop whose file has no amounts: counts and probabilities only."""
    shop = full()
    return replace(
        shop,
        guesses=tuple(g for g in shop.guesses if g.role not in {"amount", "currency"}),
        has_amount=False,
        spend=None,
        totals=replace(shop.totals, revenue_minor=0, returned_minor=0, value_12m_minor=unknown(), slipping_value_minor=0.0, top_20_share=0.0),
        forecasts=tuple(replace(f, value_minor=unknown(), value_without_season_minor=0.0) for f in shop.forecasts),
        groups=tuple(replace(g, revenue_minor=0, value_12m_minor=0.0) for g in shop.groups),
        tiers=(),
        cohorts=replace(shop.cohorts, revenue_minor=zeros(shop.cohorts), cumulative_minor=zeros(shop.cohorts)),
        concentration=Concentration(top_20_share=0.0, top_20_level="none", channels=(), groups=()),
        channels=(),
        contacts=tuple(replace(c, value_12m_minor=0.0, at_stake_minor=0.0) for c in shop.contacts),
        distribution=None,
        customers=customers(has_amount=False),
    )  # fmt: skip


def with_margin() -> Analysis:
    """Return the shop whose file has a margin column: value is margin."""
    return replace(full(), value_is_margin=True)


def too_thin() -> Analysis:
    """Return a shop with 31 customers and nine weeks: facts, no model."""
    shop = full()
    return replace(
        shop,
        files=("nowy-sklep.csv",),
        rows=RowCounts(read=58, used=58, returned=0, rejected=0),
        first_day=date(2026, 9, 20),
        totals=replace(shop.totals, customers=31, purchases=58, revenue_minor=6_120_00, returned_minor=0, repeat_share=0.32, alive=float("nan"), top_20_share=0.41, value_12m_minor=unknown(), slipping_customers=0, slipping_value_minor=0.0),
        choice=Choice(verdict="too_thin", reasons=("few_customers", "few_repeaters", "short_span"), candidates=(), cuts=()),
        spend=None,
        season=Season(source="none", months=FLAT, log_sd=(0.0,) * 12),
        forecasts=(),
        groups=tuple(replace(g, customers=n, revenue_minor=n * 197_00, value_12m_minor=0.0) for g, n in zip(shop.groups, (4, 6, 8, 5, 2, 3, 2, 1, 0, 0, 0), strict=True)),
        rfm_grid=((4, 3, 2, 1, 5), (1, 1, 2, 2, 1), (0, 1, 1, 1, 1), (0, 0, 1, 1, 1), (0, 0, 0, 1, 1)),
        tiers=(),
        cohorts=cohorts(3),
        channels=(),
        concentration=Concentration(top_20_share=0.41, top_20_level="none", channels=(), groups=()),
        findings=(),
        contacts=(),
        distribution=None,
        customers=customers(slipping=0),
    )  # fmt: skip


def one_customer() -> Analysis:
    """Return a shop with a single customer and a single purchase."""
    thin = too_thin()
    return replace(
        thin,
        rows=RowCounts(read=1, used=1, returned=0, rejected=0),
        first_day=AS_OF,
        totals=replace(thin.totals, customers=1, purchases=1, revenue_minor=120_00, repeat_share=0.0, top_20_share=1.0),
        choice=replace(thin.choice, reasons=("few_customers",)),
        groups=tuple(replace(g, customers=int(g.code == "new"), revenue_minor=120_00 if g.code == "new" else 0) for g in thin.groups),
        rfm_grid=((0, 0, 0, 0, 1), *(((0,) * 5,) * 4)),
        cohorts=Cohorts(period="month", labels=("2026-11",), sizes=(1,), active=((1,),), revenue_minor=((120_00,),), cumulative_minor=((120_00,),)),
        concentration=Concentration(top_20_share=1.0, top_20_level="severe", channels=(), groups=()),
    )  # fmt: skip


def nobody_slips() -> Analysis:
    """Return the shop on a good day: nobody slips away, nobody to contact."""
    shop = full()
    quiet = replace(shop.totals, slipping_customers=0, slipping_value_minor=0.0)
    return replace(shop, totals=quiet, contacts=(), findings=(), customers=customers(slipping=0))


def baseline_wins() -> Analysis:
    """Return the shop whose customers a simple rule predicts as well; no season in the data."""
    shop = full()
    found = choice()
    swapped = tuple(
        replace(c, holdout=replace(c.holdout, mae=0.61)) if c.is_baseline and c.holdout else c
        for c in found.candidates
    )
    return replace(
        shop,
        choice=replace(found, verdict="baseline_wins", reasons=("baseline_mae",), candidates=swapped),
        season=Season(source="none", months=FLAT, log_sd=(0.0,) * 12),
    )  # fmt: skip


def without_channels() -> Analysis:
    """Return the shop whose file says nothing of channels, its season taken from a trade."""
    shop = full()
    return replace(
        shop,
        channels=(),
        concentration=replace(shop.concentration, channels=(), top_20_share=0.93, top_20_level="severe"),
        season=replace(shop.season, source="preset", preset="gifts"),
    )  # fmt: skip


STATES: dict[str, Callable[[], Analysis]] = {
    "full": full,
    "without_amounts": without_amounts,
    "with_margin": with_margin,
    "too_thin": too_thin,
    "one_customer": one_customer,
    "nobody_slips": nobody_slips,
    "baseline_wins": baseline_wins,
    "without_channels": without_channels,
}


def customers(*, slipping: int = 214, has_amount: bool = True) -> pa.Table:
    """Return those who slip away, worth what the totals say, and one who stays."""
    tiers = ["vip"] * 20 + ["high"] * 48 + ["medium"] * 90 + ["low"] * 56
    worth = [2_300_00] * 20 + [620_00] * 48 + [200_00] * 90 + [45_57] * 55 + [45_65]
    idle = [(40, 80, 120, 200, 300, 420)[i % 6] for i in range(214)]
    size = slipping + 1
    return pa.table(
        {
            "customer": ["anna", *(f"K-{i}" for i in range(slipping))],
            "days_since_last": pa.array([3, *idle[:slipping]], pa.int32()),
            "tier": ["vip", *tiers[:slipping]] if has_amount else pa.nulls(size, pa.string()),
            "value_12m_minor": pa.array(
                [9_000_00, *worth[:slipping]] if has_amount else [None] * size, pa.int64()
            ),
            "is_slipping": [False] + [True] * slipping,
        }
    )


def unknown() -> Interval:
    return Interval(value=float("nan"), low=float("nan"), high=float("nan"), method="none")


def zeros(found: Cohorts) -> tuple[tuple[int, ...], ...]:
    return tuple((0,) * len(row) for row in found.active)


def totals() -> Totals:
    return Totals(
        customers=2_462,
        purchases=9_871,
        revenue_minor=1_311_400_00,
        returned_minor=18_230_00,
        repeat_share=0.41,
        alive=1_204.4,
        value_12m_minor=Interval(value=412_318_00, low=351_020_00, high=480_900_00),
        slipping_customers=214,
        slipping_value_minor=96_312_00.0,
        top_20_share=0.63,
    )


def fit(model: str, params: dict[str, float], log_likelihood: float) -> Fit:
    spread = np.diag([(0.06 * v) ** 2 for v in params.values()])
    return Fit(model=model, params=params, log_likelihood=log_likelihood, customers=2_462, covariance=spread, converged=True)  # fmt: skip


def holdout(predicted: float, mae: float, score: float) -> Holdout:
    mean = [0.02, 0.05, 0.09, 0.15, 0.23, 0.34, 0.52, 0.8, 1.35, 3.1]
    return Holdout(
        predicted=predicted,
        actual=1_882,
        aggregate_error=predicted / 1_882 - 1,
        mae=mae,
        log_score=score,
        top_decile_share=0.47,
        deciles=tuple((m, m * (1.1 - 0.03 * (i % 5))) for i, m in enumerate(mean)),
    )


def choice() -> Choice:
    nan = float("nan")
    pareto = fit("pareto_nbd", {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}, -9595.0)
    return Choice(
        verdict="model_wins",
        reasons=(),
        candidates=(
            Candidate(name="bg_nbd", fit=fit("bg_nbd", {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}, -9582.4), holdout=holdout(1_653, 0.7855, -0.981)),
            Candidate(name="mbg_nbd", fit=fit("mbg_nbd", {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}, -9590.1), holdout=holdout(1_577, 0.7648, -0.975)),
            Candidate(name="pareto_nbd", fit=pareto, holdout=holdout(1_766, 0.7545, -0.969), chosen=True),
            Candidate(name="nbd", fit=fit("nbd", {"r": 0.385, "alpha": 12.072}, -9763.7), holdout=holdout(2_310, 0.9012, -1.102)),
            Candidate(name="own_rate", fit=None, holdout=holdout(2_930, 1.0237, nan), is_baseline=True),
            Candidate(name="same_again", fit=None, holdout=holdout(2_240, 0.9450, nan), is_baseline=True),
        ),
        cuts=((date(2026, 5, 22), AS_OF), (date(2026, 2, 22), date(2026, 8, 22))),
        calibration=1.07,
        calibration_applied=False,
    )  # fmt: skip


def forecast(months: int, share: float) -> Forecast:
    width = 0.10 + 0.005 * months
    value, bought = 412_318_00 * share, 3_940 * share
    return Forecast(
        months=months,
        purchases=Interval(value=bought, low=bought * (1 - width), high=bought * (1 + width)),
        value_minor=Interval(value=value, low=value * (1 - width), high=value * (1 + width)),
        purchases_without_season=bought * 0.91,
        value_without_season_minor=value * 0.91,
    )


def groups() -> tuple[Group, ...]:
    rows = (
        ("champions", 197, 412_100_00, 148_900_00.0, "invest"),
        ("loyal", 246, 318_700_00, 96_200_00.0, "invest"),
        ("potential_loyal", 301, 151_000_00, 58_400_00.0, "invest"),
        ("new", 401, 48_100_00, 22_300_00.0, "win_over"),
        ("promising", 150, 17_900_00, 6_100_00.0, "win_over"),
        ("need_attention", 137, 62_000_00, 18_300_00.0, "win_over"),
        ("about_to_sleep", 292, 51_500_00, 11_700_00.0, "win_over"),
        ("potential_churn", 155, 71_300_00, 19_400_00.0, "notice"),
        ("cant_lose", 83, 121_900_00, 24_218_00.0, "notice"),
        ("dormant", 340, 44_000_00, 5_900_00.0, "notice"),
        ("churn", 160, 12_900_00, 900_00.0, "low_cost"),
    )
    return tuple(
        Group(code=code, customers=n, revenue_minor=revenue, value_12m_minor=value, policy=policy)
        for code, n, revenue, value, policy in rows
    )


def cohorts(periods: int) -> Cohorts:
    labels = [f"{2024 + (10 + i) // 12}-{(10 + i) % 12 + 1:02d}" for i in range(25)][-periods:]
    sizes = tuple(96 + 17 * (i % 4) for i in range(periods))
    kept = [1.0, *(0.31 * 0.93**k for k in range(periods))]
    active = tuple(
        tuple(round(n * kept[k] * (1 + 0.01 * i)) if k else n for k in range(periods - i))
        for i, n in enumerate(sizes)
    )
    revenue = tuple(tuple(a * 91_00 for a in row) for row in active)
    total = tuple(
        tuple(int(s) // n for s in np.cumsum(row)) for row, n in zip(revenue, sizes, strict=True)
    )
    return Cohorts(period="month", labels=tuple(labels), sizes=sizes, active=active, revenue_minor=revenue, cumulative_minor=total)  # fmt: skip


def concentration() -> Concentration:
    return Concentration(
        top_20_share=0.63,
        top_20_level="none",
        channels=(("Instagram", 0.54, "warning"), ("Polecenia", 0.31, "none"), ("Google", 0.15, "none")),
        groups=(("champions", 0.38, "none"), ("loyal", 0.24, "none"), ("cant_lose", 0.12, "none")),
    )  # fmt: skip


def channels() -> tuple[ChannelValue, ...]:
    return (
        ChannelValue(channel="Polecenia", customers=512, revenue_minor=410_220_00, value_12m_minor=160_100_00.0, ltv_minor=1_113_90.0, repeat_share=0.61),
        ChannelValue(channel="Google", customers=398, revenue_minor=190_880_00, value_12m_minor=71_300_00.0, ltv_minor=658_70.0, repeat_share=0.44),
        ChannelValue(channel="Instagram", customers=1_552, revenue_minor=710_300_00, value_12m_minor=180_918_00.0, ltv_minor=574_30.0, repeat_share=0.31),
    )  # fmt: skip


def contacts() -> tuple[Contact, ...]:
    rows = (
        ("Hurtownia Bis", "vip_silent", "ask_how_it_was", 9_820_00.0, 5_400_00.0, 0.45, 132, 24.0, "cant_lose"),
        ("Marek Wilk", "slipping_away", "win_back", 4_100_00.0, 2_210_00.0, 0.46, 96, 31.5, "potential_churn"),
        ("K-10482", "slipping_away", "win_back", 3_900_00.0, 1_840_00.0, 0.53, 88, 29.0, "potential_churn"),
        ("Ola Zięba", "vip_silent", "ask_how_it_was", 3_300_00.0, 1_300_00.0, 0.61, 71, 22.0, "champions"),
        ("Zofia Lis", "due_now", "remind", 2_800_00.0, 610_00.0, 0.78, 41, 30.0, "loyal"),
        ("anna.nowak@example.com", "due_now", "remind", 2_100_00.0, 480_00.0, 0.77, 35, 28.0, "loyal"),
        ("Jan Kot", "slipping_away", "win_back", 1_900_00.0, 440_00.0, 0.31, 190, 60.0, "dormant"),
        ("48 600 100 200", "due_now", "remind", 1_700_00.0, 310_00.0, 0.82, 22, 19.0, "potential_loyal"),
        ("Ewa Maj", "second_purchase", "invite_again", 900_00.0, 260_00.0, 0.66, 45, None, "new"),
        ("Piotr Nowicki", "second_purchase", "invite_again", 640_00.0, 9_50.0, 0.70, 1, None, "promising"),
    )  # fmt: skip
    return tuple(
        Contact(
            customer=name,
            reason=reason,
            purpose=purpose,
            value_12m_minor=value,
            at_stake_minor=stake,
            probability_alive=alive,
            days_since_last=idle,
            usual_gap_days=gap,
            last_day=date.fromordinal(AS_OF.toordinal() - idle),
            group=group,
        )
        for name, reason, purpose, value, stake, alive, idle, gap, group in rows
    )


def distribution() -> Distribution:
    counts = (1_020, 610, 330, 190, 110, 70, 44, 30, 21, 14, 9, 14)
    edges = tuple(float(i) * 200_00 for i in range(len(counts) + 1))
    return Distribution(edges_minor=edges, counts=counts, p50_minor=310_00.0, p90_minor=1_420_00.0, mean_minor=167_47.0)  # fmt: skip


def guesses() -> tuple[Guess, ...]:
    return (
        Guess(role="encoding", value="windows-1250", evidence="content", runner_up="iso-8859-2"),
        Guess(role="separator", value=";", evidence="content", runner_up=","),
        Guess(role="decimal", value=",", evidence="content"),
        Guess(role="date_format", value="%d.%m.%Y", evidence="content"),
        Guess(role="customer", value="nr klienta", evidence="heading", runner_up="nazwa", samples=("K-10482", "K-10377", "K-09981")),
        Guess(role="date", value="data sprzedaży", evidence="heading", samples=("03.02.2026", "14.02.2026", "01.03.2026")),
        Guess(role="amount", value="kwota brutto", evidence="heading", runner_up="kwota netto", samples=("129,00", "1 240,50", "89,99")),
        Guess(role="channel", value="źródło", evidence="given", samples=("Instagram", "Polecenia", "Google")),
        Guess(role="currency", value="PLN", evidence="default"),
    )  # fmt: skip


def findings() -> tuple[Finding, ...]:
    return (
        Finding(code="amounts_missing", level="bad", facts={"rows": 812, "share": 0.068}),
        Finding(code="revenue_without_margin", level="watch"),
        Finding(code="duplicates", level="watch", facts={"rows": 112, "share": 0.0094}),
        Finding(code="retention_cost_ignored", level="info"),
    )
