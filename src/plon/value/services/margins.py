"""Sales without a margin: how many, since when, and where something can be done about it."""

from collections.abc import Mapping

from plon.lifetime.analysis import Analysis, Finding
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain.known import margins_missing
from plon.value.services.report.section import Light, Note

LIST, FIELD = "/orders/?margin=missing", "/value/margin/"


def missing_note(analysis: Analysis, speech: Speech, *, rights: frozenset[str]) -> Note | None:
    """Return that value is turnover, and why; None where every sale has a margin."""
    found = margins_missing(analysis)
    if found is None:
        return None
    said = {
        "count": speech.number(found.sales),
        "all": speech.number(found.of_sales),
        "day": speech.day(found.since),
    }
    if found.sales == found.of_sales:
        text = _("No sale has a margin, so all value is counted from revenue, not from margin.")
    else:
        text = (
            ngettext(
                "%(count)s of %(all)s sales has no margin, the first of %(day)s. That is why all"
                " value is counted from revenue: a sum of margin and revenue would be neither.",
                "%(count)s of %(all)s sales have no margin, the first of %(day)s. That is why all"
                " value is counted from revenue: a sum of margin and revenue would be neither.",
                found.sales,
            )
            % said
        )
    if "value.write" in rights:
        advice = _("Say your usual margin: it will count for these sales.")
        text = f"{text} {advice}"
    return Note(level="watch", text=text, ways=ways(rights))


def ways(rights: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return where such sales are seen, and where the usual margin is said: (address, word)."""
    offered: Mapping[str, tuple[str, str]] = {
        "value.write": (FIELD, _("Say the usual margin")),
        "orders.read": (LIST, _("Show the sales without a margin")),
    }
    return tuple(way for right, way in offered.items() if right in rights)


def with_ways(light: Light, finding: Finding, *, rights: frozenset[str]) -> Light:
    """Return the light of a finding, with the ways to mend it where it is about margins."""
    if finding.code != "revenue_without_margin":
        return light
    return Light(
        label=light.label, level=light.level, word=light.word, text=light.text, ways=ways(rights)
    )
