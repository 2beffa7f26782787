"""One customer's value by every method, in words."""

from dataclasses import dataclass
from decimal import Decimal

from plon.lifetime.words import method_formula, method_label
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain.own_methods import DISCOUNTED, FROM_SALES, Habits, OwnMethod
from plon.value.services.own_methods import Own


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One method. sum: the formula with the customer's numbers; unknown: why there is no value."""

    code: str
    label: str
    formula: str
    value: str
    span: str
    sum: str
    unknown: str


def told(own: Own, speech: Speech) -> list[Told]:
    """Return every method in the reader's words."""
    return [_told(each, own.habits, speech) for each in own.methods]


def label(code: str, language: str) -> str:
    """Return what a method is called."""
    if code == FROM_SALES:
        return _("Predicted: so far and 12 months ahead")
    if code == DISCOUNTED:
        return _("Discounted CLV, 12 months ahead")
    return {
        "observed": _("Historic: what was brought so far"),
        "sum_of_segments": _("With retention: a year at this pace × chance to stay"),
    }.get(code) or method_label(code, language)


def assumptions(one: Habits, speech: Speech) -> str:
    """Return what is the firm's and not this customer's, in one line."""
    words = {
        "months": speech.number(
            float(one.lifetime_months), decimals=_decimals(one.lifetime_months)
        ),
        "discount": speech.share(float(one.discount), decimals=1 if one.discount * 100 % 1 else 0),
        "unit": _("margin") if one.value_is_margin else _("turnover, for no margin is known"),
    }
    return (
        _(
            "The same for all customers: %(months)s months as a customer, a discount of"
            " %(discount)s a year; numbers kept on the workbench stand before these."
            " “So far” and “ahead” are %(unit)s."
        )
        % words
    )


def _decimals(number: Decimal) -> int:
    return 0 if number == number.to_integral_value() else 1


def _told(each: OwnMethod, one: Habits, speech: Speech) -> Told:
    span = ""
    if each.low is not None and each.high is not None:
        span = speech.money_span(float(each.low * 100), float(each.high * 100))
    is_known = each.value is not None
    return Told(
        code=each.code,
        label=label(each.code, speech.language),
        formula=_formula(each.code, one, speech),
        value=speech.money(float((each.value or 0) * 100)) if is_known else "–",
        span=span,
        sum=each.sum.replace(".", ",") if speech.language == "pl" else each.sum,
        unknown="" if is_known else reason(each.unknown),
    )


def _formula(code: str, one: Habits, speech: Speech) -> str:
    if code == FROM_SALES:
        return _("brought so far + expected in 12 months")
    if code == DISCOUNTED:
        return _("expected in 12 months × what remains of it in today's money")
    if code == "sum_of_segments":
        return _("revenue of a year at this customer's pace × chance to stay × margin")
    if code == "margin_times_purchases":
        return _("average margin × purchases of the time as a customer")
    return method_formula(code, speech.language)


def reason(code: str) -> str:
    """Return why a value is not known."""
    return {
        "no_amounts": _("Not known because the sales have no amounts."),
        "no_margin": _("Not known because the margin of the purchases is not known."),
        "too_early": _("Not known because there are too few sales for a forecast yet."),
        "one_purchase": _("Not known because one purchase has no pace."),
        "known_too_short": _("Not known because the first purchase was less than 90 days ago."),
        "no_cost": _("Not known because the cost of winning a customer was not told."),
        "no_churn": _("Not known because it cannot be told yet how many customers leave."),
    }[code]
