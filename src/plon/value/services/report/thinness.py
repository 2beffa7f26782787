"""Why no model speaks: the reasons in words, and what would help."""

from plon.lifetime.analysis import Analysis
from plon.ui.language import gettext as _
from plon.value.services.report.section import Note


def thin_note(analysis: Analysis) -> Note:
    """Return the remark that the history is too thin, with every reason."""
    has_figures = bool(analysis.forecasts)
    careful = _(
        "The history is too thin to choose a model by proof. The figures ahead come from a careful"
        " model that was not tested here: use the order of customers, distrust the amounts."
    )
    silent = _("The history is too thin for a forecast, so the report shows facts only.")
    return Note(
        level="watch",
        text=careful if has_figures else silent,
        more=tuple(reason_sentence(code) for code in analysis.choice.reasons),
    )


def reason_sentence(code: str) -> str:
    """Return why, in a sentence; an unknown code as it is."""
    return {
        "few_customers": _("There are too few customers; about a hundred are needed."),
        "few_repeaters": _("Too few customers bought twice; about fifty are needed."),
        "few_holdout_purchases": _("Too few purchases fall into the days kept for the test."),
        "short_span": _("The sales cover too short a time to see a rhythm."),
        "no_repeat_purchase": _("Nobody has bought a second time yet."),
    }.get(code, code)
