"""What moved one customer's figures: facts from closed forms, and the same in sentences."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.expected_spend import expected_minor
from plon.lifetime.answer.explain_words import Facts, sentences
from plon.lifetime.answer.standing import days_until_half, take_standing
from plon.lifetime.answer.waiting import rate_of
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.choice import chosen_model
from plon.lifetime.forecasting.season import clock_of
from plon.lifetime.forecasting.splits import day_number
from plon.lifetime.models import gamma_gamma
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.summary import Summary
from plon.lifetime.units import TimeUnit

HORIZON_MONTHS = 12
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


def explain(analysis: Analysis, customer: str, *, language: str = "pl") -> Explanation:
    """Return what the customer's figures are made of, in facts and in sentences.

    Raises InputUnusable for a customer who is not in the analysis.
    """
    row = _row(analysis, customer)
    facts = _history(row)
    speaker = chosen_model(analysis.choice)
    if speaker is not None:
        facts |= {"model": speaker[0].name} | _model_facts(*speaker, row, analysis)
    if analysis.spend is not None:
        facts |= _spend(analysis.spend, row)
    facts |= _value(row, analysis)
    said = sentences(facts, currency=analysis.currency, language=language)
    return Explanation(customer=customer, facts=facts, sentences=said)


def _row(analysis: Analysis, customer: str) -> dict[str, Any]:
    table: pa.Table = analysis.customers
    found = table.filter(pc.equal(table["customer"].cast(pa.string()), customer))
    if len(found) == 0:
        text = sentence("There is no customer “%(name)s” in these sales: check the number.")
        raise InputUnusable(text, name=customer)
    row: dict[str, Any] = found.to_pylist()[0]
    return row


def _history(row: dict[str, Any]) -> Facts:
    last: date = row["last_date"]
    return {
        "purchase_days": row["purchase_days"],
        "first_date": row["first_date"],
        "last_date": last,
        "days_since_last": row["days_since_last"],
        "usual_gap_days": (last - row["first_date"]).days / row["x"] if row["x"] else None,
    }


def _model_facts(model: PurchaseModel, fit: Fit, row: dict[str, Any], analysis: Analysis) -> Facts:
    clock = clock_of(analysis.season)
    history = _summary_of(row, analysis)
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


def _summary_of(row: dict[str, Any], analysis: Analysis) -> Summary:
    """Return the row as a summary of one customer; its money plays no part here."""
    none = np.zeros(1, dtype=np.int64)
    return Summary(
        customer=pa.array([str(row["customer"])]),
        purchase_days=np.array([row["purchase_days"]]),
        first_day=np.array([day_number(row["first_date"])]),
        last_day=np.array([day_number(row["last_date"])]),
        value_minor=none,
        first_value_minor=none,
        returned_minor=none,
        zero_days=none,
        until=analysis.as_of,
        unit=TimeUnit(analysis.unit),
        currency=analysis.currency,
    )


def _after(day: date, days: float) -> date | None:
    return day + timedelta(days=int(days)) if np.isfinite(days) else None


def _spend(spend: Fit, row: dict[str, Any]) -> Facts:
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


def _value(row: dict[str, Any], analysis: Analysis) -> Facts:
    facts = {name: row[name] for name in AHEAD}
    return {"horizon_months": HORIZON_MONTHS, **facts, "interval_cause": _cause(row, analysis)}


def _cause(row: dict[str, Any], analysis: Analysis) -> str:
    """Return why the interval is as wide as it is, the strongest cause first."""
    if row["x"] < FEW_PURCHASES:
        return "few_purchases"
    if analysis.totals.customers < FEW_CUSTOMERS:
        return "few_customers"
    return "season_unknown" if analysis.season.source in {"none", "preset"} else "chance"
