"""How it was computed, in plain words, with sources."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, Interval
from plon.lifetime.fit import Fit
from plon.ui.charts import Table
from plon.ui.language import gettext as _
from plon.ui.speech import NBSP, Speech
from plon.value.domain.known import has_forecast, has_value
from plon.value.services.report.section import Section
from plon.value.services.words import boundary_story, model_name, model_story

SOURCES = {
    "nbd": "Ehrenberg, A. (1959). The Pattern of Consumer Purchases. Applied Statistics 8.",
    "bg_nbd": "Fader, P., Hardie, B., Lee, K. L. (2005). “Counting Your Customers” the Easy Way:"
    " An Alternative to the Pareto/NBD Model. Marketing Science 24.",
    "mbg_nbd": "Batislam, E., Denizel, M., Filiztekin, A. (2007). Empirical Validation and"
    " Comparison of Models for Customer Base Analysis. International Journal of Research in"
    " Marketing 24.",
    "pareto_nbd": "Schmittlein, D., Morrison, D., Colombo, R. (1987). Counting Your Customers: Who"
    " Are They and What Will They Do Next? Management Science 33.",
    "gamma_gamma": "Fader, P., Hardie, B. (2013). The Gamma-Gamma Model of Monetary Value.",
}
LETTERS = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Section):
    """Steps in words, parameters, sources."""

    template: ClassVar[str] = "value/report/method.html"

    steps: tuple[str, ...]
    parameters: Table | None
    sources: tuple[str, ...]


def method(analysis: Analysis, speech: Speech) -> Method:
    """Return the part on the method."""
    fits = [fit for fit in (spoken(analysis), analysis.spend) if fit is not None]
    return Method(
        anchor="method",
        menu=_("Method"),
        question=_("How was it computed?"),
        answer=_("From dates and amounts of purchases only, by methods published and tested."),
        steps=(*steps(analysis), *limits(fits)),
        parameters=parameters(fits, analysis, speech),
        sources=tuple(SOURCES[name] for name in sources(analysis)),
    )


def spoken(analysis: Analysis) -> Fit | None:
    """Return the fit of the model that speaks."""
    chosen = analysis.choice.chosen
    return chosen.fit if chosen else None


def steps(analysis: Analysis) -> list[str]:
    """Return what was done, in order, without letters."""
    done = [
        _(
            "Purchases of one customer on one day count as one; returns are taken off the purchase"
            " they belong to."
        ),
    ]
    chosen = analysis.choice.chosen
    if chosen is not None and has_forecast(analysis):
        story = {"model": model_name(chosen.name), "story": model_story(chosen.name)}
        done.append(
            _("The model %(model)s tells who is still here and how often they buy. %(story)s")
            % story
        )
    if analysis.choice.cuts:
        done.append(
            _(
                "The model was chosen by its forecast of hidden days, beside simple rules, not by"
                " how well it fits the past."
            )
        )
    if has_value(analysis):
        done.append(
            _(
                "The value of a purchase mixes the customer's own mean with the mean of the base:"
                " the fewer the purchases, the more of the base."
            )
        )
    if has_forecast(analysis):
        done.append(interval_step(analysis.totals.value_12m_minor.method, analysis))
    done.append(
        _(
            "Groups come from three scores from 1 to 5: how lately, how often, for how much."
            " Equal customers get equal scores."
        )
    )
    return done


def interval_step(code: str, analysis: Analysis) -> str:
    """Return where the ranges come from."""
    method_code = code if has_value(analysis) else analysis.forecasts[-1].purchases.method
    return {
        "bootstrap": _(
            "Ranges come from repeating the whole computation on reshuffled customers (bootstrap)."
        ),
        "prediction": _(
            "Ranges come from playing the months ahead many times by the fitted model."
        ),
    }.get(method_code, _("Ranges could not be computed."))


def limits(fits: list[Fit]) -> list[str]:
    """Return a sentence for each fit that lies at a limit of its model."""
    return [
        _(
            "The model %(model)s lies at a limit, so its parameters have no margin of error."
            " %(story)s"
        )
        % {"model": model_name(fit.model), "story": boundary_story(fit.boundary)}
        for fit in fits
        if fit.boundary is not None
    ]


def sources(analysis: Analysis) -> list[str]:
    """Return the models whose papers are named: all tried, and the spend model."""
    names = [candidate.name for candidate in analysis.choice.candidates]
    if analysis.spend is not None:
        names.append("gamma_gamma")
    return [name for name in SOURCES if name in names]


def parameters(fits: list[Fit], analysis: Analysis, speech: Speech) -> Table | None:
    """Return the parameters by the papers' letters, with their ranges; None without a model."""
    rows = []
    for fit in fits:
        ranges = analysis.parameter_intervals.get(fit.model, {})
        told = [
            parameter(letter, value, ranges.get(letter), speech)
            for letter, value in fit.params.items()
        ]
        kinds = {interval.method for interval in ranges.values()}
        rows.append(
            [
                model_name(fit.model),
                ", ".join(told),
                interval_kind(next(iter(kinds), "none")),
                speech.number(fit.log_likelihood, decimals=1),
            ]
        )
    if not rows:
        return None
    return Table(
        caption=_("Parameters"),
        headings=[
            _("Model"),
            _("Parameters (%(level)s range)") % {"level": speech.share(0.8)},
            _("Range by"),
            _("Log-likelihood"),
        ],
        rows=rows,
        words=3,
    )


def parameter(letter: str, value: float, interval: Interval | None, speech: Speech) -> str:
    """Return a parameter, and its range in brackets where it is known."""
    told = f"{LETTERS.get(letter, letter)}{NBSP}={NBSP}{speech.number(value, decimals=3)}"
    if interval is None or interval.method == "none":
        return told
    low, high = (speech.number(end, decimals=3) for end in (interval.low, interval.high))
    return f"{told}{NBSP}({low}–{high})"


def interval_kind(code: str) -> str:
    """Return how a parameter's range was found."""
    return {
        "bootstrap": _("reshuffled customers (bootstrap)"),
        "delta": _("curvature of the likelihood (delta)"),
    }.get(code, _("not known"))
