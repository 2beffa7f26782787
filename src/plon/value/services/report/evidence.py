"""The proof of the forecast: hidden days, models beside simple rules, tenths of the base."""

from dataclasses import dataclass

from plon.lifetime.analysis import Analysis, Candidate, Holdout
from plon.ui.charts import Calibration, Table, ticks
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import NBSP, Speech
from plon.value.domain.proof import Proof, in_order, proof
from plon.value.services.report.sureness import error_phrase
from plon.value.services.words import model_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A model or a rule that was tested, in ready texts."""

    name: str
    note: str
    cells: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The test in words, as a table, and by tenths of the base."""

    sentences: tuple[str, ...]
    caption: str
    headings: tuple[str, ...]
    tried: tuple[Tried, ...]
    calibration: Calibration | None


def evidence(analysis: Analysis, speech: Speech) -> Evidence | None:
    """Return the proof; None where nothing was tested."""
    found = proof(analysis.choice)
    if found is None:
        return None
    return Evidence(
        sentences=tuple(sentences(found, analysis, speech)),
        caption=_("Models and simple rules on hidden days"),
        headings=(
            _("Model or rule"),
            _("Purchases forecast"),
            _("Error of the total"),
            _("Mean miss, a customer"),
            _("Purchases of the top 10%%") % (),
        ),
        tried=tuple(tried(each, test, speech) for each, test in in_order(analysis.choice)),
        calibration=calibration(found.holdout, speech),
    )


def sentences(found: Proof, analysis: Analysis, speech: Speech) -> list[str]:
    """Return the proof in plain sentences."""
    return [
        cuts_sentence(analysis, speech),
        _("%(model)s forecast %(predicted)s purchases; %(actual)s were made: %(error)s.")
        % {
            "model": model_name(found.model.name),
            "predicted": speech.count(found.holdout.predicted),
            "actual": speech.count(found.holdout.actual),
            "error": error_phrase(found.holdout.aggregate_error, speech),
        },
        *verdict(found, speech),
        _(
            "The tenth of customers the model ranked highest made %(share)s of all purchases;"
            " by chance it would be %(chance)s."
        )
        % {"share": speech.share(found.holdout.top_decile_share), "chance": speech.share(0.1)},
        *calibrated(analysis, speech),
    ]


def cuts_sentence(analysis: Analysis, speech: Speech) -> str:
    """Return how the test was made."""
    cuts = analysis.choice.cuts
    if not cuts:
        return _("Part of the sales was kept hidden, forecast, and compared with what happened.")
    cut, end = cuts[0]
    return ngettext(
        "We hid the sales from %(cut)s to %(end)s, forecast them from the earlier ones, and"
        " compared. There was %(count)s such test.",
        "We hid the sales from %(cut)s to %(end)s, forecast them from the earlier ones, and"
        " compared. There were %(count)s such tests; the figures are their means.",
        len(cuts),
    ) % {"cut": speech.day(cut), "end": speech.day(end), "count": len(cuts)}


def verdict(found: Proof, speech: Speech) -> list[str]:
    """Return who did better, the model or the best simple rule."""
    if found.baseline is None or found.baseline_holdout is None:
        return []
    rule = model_name(found.baseline.name)
    if not found.is_better:
        return rule_wins(found, found.baseline_holdout, rule=rule, speech=speech)
    return [
        _(
            "A customer's purchases are missed by %(gain)s less than by the best simple rule"
            " (%(rule)s)."
        )
        % {"gain": speech.share(found.gain), "rule": rule}
    ]


def rule_wins(found: Proof, test: Holdout, *, rule: str, speech: Speech) -> list[str]:
    """Return that a rule is at least as exact customer by customer, and what the model is for."""
    told = [
        _(
            "For a single customer the simple rule is at least as exact (%(rule)s): it misses by"
            " %(rule_miss)s purchases on average, the model by %(model_miss)s."
        )
        % {
            "rule": rule,
            "rule_miss": speech.number(test.mae, decimals=2),
            "model_miss": speech.number(found.holdout.mae, decimals=2),
        }
    ]
    if found.most_bought_nothing:
        told.append(
            _(
                "Most customers bought nothing on those days, and who forecasts next to nothing"
                " for everyone is rarely far off with any of them."
            )
        )
    if not found.is_closer_in_total:
        return [*told, _("So use the order of customers, and distrust the amounts.")]
    errors = (found.holdout.aggregate_error, test.aggregate_error)
    model, nearest = (error_phrase(error, speech) for error in errors)
    return [
        *told,
        _("For the total the model was nearer: %(model)s, the rule: %(rule)s.")
        % {"model": model, "rule": nearest},
        _(
            "So rely on the total and on the order of customers; take one customer's figure as a"
            " hint."
        ),
    ]


def calibrated(analysis: Analysis, speech: Speech) -> list[str]:
    """Return whether the totals were corrected by the tests."""
    factor = analysis.choice.calibration
    if factor is None:
        return []
    shown = {"factor": speech.number(factor, decimals=2)}
    if analysis.choice.calibration_applied:
        return [_("All tests erred to one side, so totals are multiplied by %(factor)s.") % shown]
    return [
        _(
            "What happened was on average %(factor)s times the forecast. Totals are not corrected"
            " by it: the tests do not agree well enough."
        )
        % shown
    ]


def tried(candidate: Candidate, test: Holdout, speech: Speech) -> Tried:
    """Return a tested candidate in ready texts."""
    return Tried(
        name=model_name(candidate.name),
        note=_("chosen") if candidate.chosen else "",
        cells=(
            speech.count(test.predicted),
            speech.change(test.aggregate_error),
            speech.number(test.mae, decimals=2),
            speech.share(test.top_decile_share),
        ),
        is_chosen=candidate.chosen,
    )


def calibration(test: Holdout, speech: Speech) -> Calibration | None:
    """Return forecast beside what happened, by tenths of customers."""
    if not test.deciles:
        return None
    top = max(value for pair in test.deciles for value in pair)
    labels = [str(i + 1) for i in range(len(test.deciles))]
    predicted, actual = test.deciles[-1]
    forecast_word, actual_word = _("forecast"), _("what happened")
    return Calibration(
        title=_(
            "Purchases a customer on hidden days, by tenths of customers from the lowest forecast"
        ),
        summary=_(
            "In the top tenth the forecast was %(predicted)s purchases a customer,"
            " and %(actual)s were made."
        )
        % {
            "predicted": speech.number(predicted, decimals=1),
            "actual": speech.number(actual, decimals=1),
        },
        table=Table(
            caption=_("Forecast and what happened, by tenths of customers"),
            headings=[_("Tenth"), forecast_word, actual_word],
            rows=[
                [label, speech.number(p, decimals=2), speech.number(a, decimals=2)]
                for label, (p, a) in zip(labels, test.deciles, strict=True)
            ],
        ),
        legend=(("ring", forecast_word), ("diamond", actual_word)),
        pairs=test.deciles,
        labels=labels,
        levels=[(at, speech.number(at, decimals=int(top < 4)) + NBSP) for at in ticks(top)[1:]],
    )
