"""How sure we are, as three lights: the proof on hidden days, the width, the season.

Levels: "good", "watch", "bad", "unknown". The bounds are ours; they only choose a word.
"""

from plon.lifetime.analysis import Analysis, Interval
from plon.value.domain.known import USUAL, asked, has_value
from plon.value.domain.proof import proof

ERROR_GOOD, ERROR_WATCH = 0.10, 0.25  # of the total forecast on hidden days
WIDTH_GOOD, WIDTH_WATCH = 0.15, 0.35  # half the range, of the figure
SEASONS = {"given": "good", "learned": "good", "blended": "watch", "preset": "watch"}


def proof_level(analysis: Analysis) -> str:
    """Return how good the forecast of hidden days was; never good if a simple rule did as well."""
    found = proof(analysis.choice)
    if found is None:
        return "unknown"
    level = graded(abs(found.holdout.aggregate_error), good=ERROR_GOOD, watch=ERROR_WATCH)
    return level if found.is_better or level == "bad" else "watch"


def width_level(analysis: Analysis) -> str:
    """Return how narrow the range of the main figure is."""
    interval = asked_ahead(analysis)
    if interval is None or interval.value <= 0 or interval.method == "none":
        return "unknown"
    half = (interval.high - interval.low) / 2 / interval.value
    return graded(half, good=WIDTH_GOOD, watch=WIDTH_WATCH)


def season_level(analysis: Analysis) -> str:
    """Return how well the season is known."""
    return SEASONS.get(analysis.season.source, "unknown")


def asked_ahead(analysis: Analysis) -> Interval | None:
    """Return the main figure: value over the horizon asked for, or purchases without amounts."""
    if has_value(analysis) and analysis.horizon == USUAL:
        return analysis.totals.value_12m_minor
    found = asked(analysis)
    if found is None:
        return None
    return found.value_minor if has_value(analysis) else found.purchases


def graded(figure: float, *, good: float, watch: float) -> str:
    """Return "good" up to the first bound, "watch" up to the second, else "bad"."""
    if figure <= good:
        return "good"
    return "watch" if figure <= watch else "bad"
