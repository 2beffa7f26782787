"""How sure we are: three lights, each with a word and a sentence."""

from plon.lifetime.analysis import Analysis
from plon.lifetime.forecasting.season_presets import PRESETS
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain import confidence
from plon.value.domain.proof import proof
from plon.value.services.report.section import Light

SPOT_ON = 0.005

FLAT = 0.01  # of the mean month: less than it is no season


def lights(analysis: Analysis, speech: Speech) -> list[Light]:
    """Return the lights: proof, width of the range, season."""
    proved, width = confidence.proof_level(analysis), confidence.width_level(analysis)
    season = confidence.season_level(analysis)
    return [
        Light(
            label=_("Tested on days it had not seen"),
            level=proved,
            word=proof_word(proved),
            text=proof_text(analysis, speech),
        ),
        Light(
            label=_("Width of the range"),
            level=width,
            word=width_word(width),
            text=width_text(analysis, speech),
        ),
        Light(
            label=_("Season"),
            level=season,
            word=season_word(analysis, level=season),
            text=season_text(analysis),
        ),
    ]


def proof_word(level: str) -> str:
    """Return what the light of the proof says."""
    return {
        "good": _("Good hit"),
        "watch": _("Fair hit"),
        "bad": _("Weak hit"),
    }.get(level, _("Not tested"))


def proof_text(analysis: Analysis, speech: Speech) -> str:
    """Return the test in a sentence."""
    found = proof(analysis.choice)
    if found is None:
        return _("There were too few sales to keep some days aside for a test.")
    figures = {
        "predicted": speech.count(found.holdout.predicted),
        "actual": speech.count(found.holdout.actual),
        "error": error_phrase(found.holdout.aggregate_error, speech),
    }
    hit = _(
        "The model forecast %(predicted)s purchases on days kept hidden from it;"
        " %(actual)s were made: %(error)s."
    )
    if found.is_better:
        return hit % figures
    if not found.is_closer_in_total:
        return (
            _(
                "A simple rule predicts your customers as well as the model (purchases:"
                " %(predicted)s forecast, %(actual)s made). Use the order of customers,"
                " distrust the amounts."
            )
            % figures
        )
    careful = _(
        "For a single customer a simple rule is as exact, so rely on the total and on the order"
        " of customers."
    )
    return f"{hit % figures} {careful}"


def error_phrase(error: float, speech: Speech) -> str:
    """Return an error of a total in words."""
    if abs(error) < SPOT_ON:
        return _("spot on")
    size = {"size": speech.share(abs(error))}
    return (_("%(size)s too few") if error < 0 else _("%(size)s too many")) % size


def width_word(level: str) -> str:
    """Return what the light of the range says."""
    return {"good": _("Narrow"), "watch": _("Medium"), "bad": _("Wide")}.get(level, _("Unknown"))


def width_text(analysis: Analysis, speech: Speech) -> str:
    """Return the width in a sentence."""
    interval = confidence.asked_ahead(analysis)
    if interval is None or interval.value <= 0:
        return _("The range could not be computed.")
    half = speech.share((interval.high - interval.low) / 2 / interval.value)
    return _("In %(level)s of outcomes the figure is off by no more than about %(half)s.") % {
        "level": speech.share(interval.level),
        "half": half,
    }


def is_flat(analysis: Analysis) -> bool:
    """Say whether the months of the season are alike, as far as whole percents tell."""
    months = analysis.season.months
    return not months or max(months) - min(months) < FLAT


def season_word(analysis: Analysis, *, level: str) -> str:
    """Return what the light of the season says."""
    if level != "good":
        return _("Not from your data")
    return _("Months alike") if is_flat(analysis) else _("Known")


def season_text(analysis: Analysis) -> str:
    """Return where the season comes from, in a sentence; without one, where to name the trade."""
    flat = (
        _(
            "The season is not in the data: the forecast is flat. Expect more in strong months"
            " and less in weak ones, or give your trade with --season."
        )
        if analysis.files  # a report of the command; the application reads its own orders
        else _(
            "The season is not in the data: the forecast is flat. Expect more in strong months"
            " and less in weak ones. Of some trades, chosen in Settings → Firm, public statistics"
            " know the season."
        )
    )
    if analysis.season.source == "learned" and is_flat(analysis):
        return _(
            "Two full years of your sales or more show no season: the months are alike, so it moves"
            " nothing in the forecast."
        )
    said = {
        "given": _("The season is the one you gave."),
        "learned": _("The season was learned from at least two full years of your sales."),
        "blended": _(
            "Your sales cover less than two full years: the season is partly that of your trade."
        ),
        "preset": _("Your sales do not cover a full year: the season is that of your trade."),
    }.get(analysis.season.source, flat)
    is_of_trade = analysis.season.source in {"blended", "preset"}
    trade = season_trade(analysis.season.preset) if is_of_trade else ""
    if not trade:
        return said
    source = _("It comes from public statistics of the United States: %(trade)s (%(source)s).")
    kept = PRESETS[analysis.season.preset]
    return f"{said} {source % {'trade': trade, 'source': f'{kept.source}; {kept.kind}'}}"


def season_trade(preset: str) -> str:
    """Return of which kind of shops a trade's season is; "" for one that was made by hand."""
    return {
        "food": _("grocery stores"),
        "fashion": _("clothing stores"),
        "gifts": _("gift and souvenir stores"),
        "restaurants": _("restaurants and bars"),
        "online": _("online and mail-order shops"),
        "home_and_garden": _("building and garden stores"),
        "electronics": _("electronics stores"),
        "sport_hobby_books": _("sports, hobby and book stores"),
    }.get(preset, "")
