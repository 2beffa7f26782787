"""What moved one customer's figures: facts from closed forms, and the same in sentences."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.base_knowledge import HORIZON_MONTHS, knowledge_of
from plon.lifetime.answer.expected_spend import expected_minor
from plon.lifetime.answer.explain_words import Facts, sentences
from plon.lifetime.answer.one_customer import Row, history_of, row_of
from plon.lifetime.answer.standing import days_until_half, take_standing
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.averaged import rate_of
from plon.lifetime.forecasting.choice import chosen_model
from plon.lifetime.forecasting.season import clock_of
from plon.lifetime.models import gamma_gamma
from plon.lifetime.models.model import PurchaseModel

AHEAD = (
    "expected_purchases_12m",
    "expected_purchases_12m_low",
    "expected_purchases_12m_high",
    "value_12m_minor",
    "value_12m_low_minor",
    "value_12m_high_minor",
)
FEW_PURCHASES = 3  # repeat purchase days: below, the base speaks louder than the customer
FEW_CUSTOMERS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One customer's figures taken apart. Facts: docs/reference/customers.md, money minor units."""

    customer: str
    facts: Facts
    sentences: tuple[str, ...]


def explain(
    analysis: Analysis, customer: str, *, language: str = "pl", discount_per_year: float = 0.0
) -> Explanation:
    """Return what the customer's figures are made of, in facts and in sentences.

    discount_per_year: 0.1 for 10 % a year, from mid-month; the figures of the table are without.
    Raises InputUnusable for a customer who is not in the analysis.
    """
    row = row_of(analysis, customer)
    facts = _history(row)
    speaker = chosen_model(analysis.choice)
    if speaker is not None:
        facts |= {"model": speaker[0].name} | _model_facts(*speaker, row, analysis)
    if analysis.spend is not None:
        facts |= _spend(analysis.spend, row)
    facts |= _value(row, analysis) | _discounted(row, analysis, discount_per_year)
    said = sentences(facts, currency=analysis.currency, language=language)
    return Explanation(customer=customer, facts=facts, sentences=said)


def _history(row: Row) -> Facts:
    last: date = row["last_date"]
    return {
        "purchase_days": row["purchase_days"],
        "first_date": row["first_date"],
        "last_date": last,
        "days_since_last": row["days_since_last"],
        "usual_gap_days": (last - row["first_date"]).days / row["x"] if row["x"] else None,
    }


def _model_facts(model: PurchaseModel, fit: Fit, row: Row, analysis: Analysis) -> Facts:
    clock = clock_of(analysis.season)
    history = history_of(row, analysis)
    standing = take_standing(model, fit, history, clock=clock)
    r, _alpha = rate_of(fit.params)
    last = row["last_date"]
    return {
        "probability_alive": float(standing.alive[0]),
        "probability_alive_at_last": float(standing.alive_at_last[0]),
        "best_before": _after(last, days_until_half(model, fit, history, clock=clock)[0]),
        "due_date": _after(last, standing.due_days[0]),
        "late_date": _after(last, standing.late_days[0]),
        "own_history_share": row["x"] / (row["x"] + r),
    }


def _after(day: date, days: float) -> date | None:
    return day + timedelta(days=int(days)) if np.isfinite(days) else None


def _spend(spend: Fit, row: Row) -> Facts:
    """Return the spend by weights: Fader, Hardie, Lee 2005 ("RFM and CLV"), equation for E(M)."""
    p, q = spend.params["p"], spend.params["q"]
    base, kind = gamma_gamma.typical_spend(spend.params)
    own_minor, x = row["monetary_value_minor"], row["spend_days"]
    expected = expected_minor(spend, np.array([float(x)]), np.array([own_minor / 100]))
    return {
        "own_spend_minor": own_minor if x else None,
        "base_spend_minor": 100 * base,
        "own_spend_share": p * x / (p * x + q - 1) if kind == "mean" else None,
        "expected_spend_minor": float(expected[0]),
    }


def _value(row: Row, analysis: Analysis) -> Facts:
    facts = {name: row[name] for name in AHEAD}
    return {
        "horizon_months": HORIZON_MONTHS,
        **facts,
        "value_is_margin": analysis.value_is_margin,
        "season_share": _season_share(analysis),
        "interval_cause": _cause(row, analysis),
    }


def _season_share(analysis: Analysis) -> float | None:
    """Return by what share the season moves the whole base's purchases; None without a season."""
    year = next((f for f in analysis.forecasts if f.months == HORIZON_MONTHS), None)
    if year is None or analysis.season.source == "none" or not year.purchases_without_season:
        return None
    return year.purchases.value / year.purchases_without_season - 1


def _discounted(row: Row, analysis: Analysis, per_year: float) -> Facts:
    known = knowledge_of(analysis) if per_year and analysis.has_amount else None
    if known is None:
        return {}
    purchases = known.discounted_purchases(row, per_year=per_year)
    return {
        "discount_per_year": per_year,
        "discounted_value_12m_minor": purchases * known.spend_minor(row),
    }


def _cause(row: Row, analysis: Analysis) -> str:
    """Return why the interval is as wide as it is, the strongest cause first."""
    if row["x"] < FEW_PURCHASES:
        return "few_purchases"
    if analysis.totals.customers < FEW_CUSTOMERS:
        return "few_customers"
    return "season_unknown" if analysis.season.source in {"none", "preset"} else "chance"
