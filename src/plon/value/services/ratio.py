"""LTV:CAC in words and figures."""

from dataclasses import dataclass
from decimal import Decimal

from plon.lifetime.formulas.acquisition import (
    affordable_cost,
    payback_months,
    retention_budget,
    spend_decision,
    value_to_cost,
)
from plon.lifetime.formulas.bands import BENCHMARKS, band_of
from plon.lifetime.formulas.methods import Method
from plon.lifetime.words import (
    band_advice,
    band_label,
    decision_sentence,
    industry_label,
    method_label,
    position_label,
    ratio_text,
)
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain import workbench
from plon.value.models import Basis
from plon.value.queries.base import cost_of_winning

LIFETIME_MONTHS = Decimal(36)
LEVELS = {
    "red": "bad",
    "orange": "bad",
    "yellow": "watch",
    "green": "good",
    "blue": "good",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """LTV:CAC, ready to show; texts are empty where a figure is missing."""

    value: str
    value_source: str
    cost: str
    text: str = ""
    level: str = "unknown"
    band: str = ""
    advice: str = ""
    position: str = ""
    industry: str = ""
    usual: str = ""
    affordable: str = ""
    payback: str = ""
    decision: str = ""
    care: str = ""  # what keeping one may cost


def ratio_of(told: Basis, *, mean_minor: int | None, speech: Speech) -> Ratio:
    """Return what a customer is worth against what winning one costs."""
    worth, source = _worth(told, mean_minor, speech)
    cost = cost_of_winning(told)
    shown = Ratio(
        value=money(worth, speech),
        value_source=source,
        cost=money(cost, speech),
        affordable="" if worth is None else money(affordable_cost(lifetime_value=worth), speech),
        care="" if worth is None else _care(told, worth, speech),
    )
    if worth is None or not cost:
        return shown
    ratio, language = value_to_cost(value=worth, cost=cost), speech.language
    band, usual = band_of(ratio), BENCHMARKS[told.industry]
    months = (
        payback_months(lifetime_months=lifetime_months(told), ratio=ratio) if ratio > 0 else None
    )
    return Ratio(
        value=shown.value,
        value_source=source,
        cost=shown.cost,
        affordable=shown.affordable,
        care=shown.care,
        text=ratio_text(ratio, language),
        level=LEVELS[band.colour],
        band=band_label(band.value, language),
        advice=band_advice(band.value, language),
        position=position_label(usual.position(ratio), language),
        industry=industry_label(told.industry, language),
        usual=usual_text(usual.low, usual.high, language),
        payback="" if months is None else speech.number(float(months), decimals=1),
        decision=decision_sentence(spend_decision(lifetime_value=worth, cost=cost).value, language),
    )


def _worth(told: Basis, mean_minor: int | None, speech: Speech) -> tuple[Decimal | None, str]:
    """Return the value of a customer and by what it was found: the firm's formula, or the model."""
    if told.method:
        method = Method(told.method)
        numbers = workbench.defaults(method, {}) | told.parameters.get(method.value, {})
        value = workbench.work_out(method, numbers).value
        return value, method_label(method.value, speech.language)
    if mean_minor is None:
        return None, ""
    return Decimal(mean_minor) / 100, _("From sales: so far and 12 months ahead")


def _care(told: Basis, worth: Decimal, speech: Speech) -> str:
    """Return what keeping one customer may cost, beside what it does where that was told."""
    most = retention_budget(lifetime_value=worth)
    words = {"most": money(most, speech)}
    if told.retention_minor is None:
        return _("Keeping one customer may cost up to %(most)s: a tenth of the value.") % words
    spent = Decimal(told.retention_minor) / 100
    words["spent"] = money(spent, speech)
    if spent > most:
        return (
            _(
                "Keeping one customer costs %(spent)s a year: more than %(most)s, a tenth of the"
                " value. See what it is spent on."
            )
            % words
        )
    return (
        _(
            "Keeping one customer costs %(spent)s a year; up to %(most)s, a tenth of the value,"
            " is sound."
        )
        % words
    )


def lifetime_months(told: Basis) -> Decimal:
    """Return over how many months the value comes in."""
    kept = told.parameters.get(Method.ARPU_TIMES_LIFETIME.value, {})
    text = kept.get("lifetime_months", "")
    return workbench.number(text) if text else LIFETIME_MONTHS


def usual_text(low: Decimal, high: Decimal, language: str) -> str:
    """Return a benchmark: one ratio, or from one to another."""
    first, last = ratio_text(low, language), ratio_text(high, language)
    return first if low == high else f"{first} – {last}"


def money(amount: Decimal | None, speech: Speech) -> str:
    return "" if amount is None else speech.money(float(amount * 100))
