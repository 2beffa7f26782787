"""What the data themselves say against the figures."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis
from plon.lifetime.words import finding_level_label, finding_sentence
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.services.report.section import Light, Note, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Section):
    """Remarks on the data, worst first."""

    template: ClassVar[str] = "value/report/findings.html"

    lights: tuple[Light, ...]


def findings(analysis: Analysis, speech: Speech) -> Findings:
    """Return the part on the quality of data."""
    count = len(analysis.findings)
    heard = ngettext(
        "The check found %(count)s thing worth knowing.",
        "The check found %(count)s things worth knowing.",
        count,
    ) % {"count": count}
    return Findings(
        anchor="findings",
        menu=_("Data check"),
        question=_("Can the data be trusted?"),
        answer=heard if count else _("The check found nothing to object to."),
        notes=() if count else (Note(level="good", text=_("All checks of the data passed.")),),
        lights=tuple(
            Light(
                label="",
                level=each.level,
                word=finding_level_label(each.level, speech.language),
                text=finding_sentence(each, analysis.currency, speech.language),
            )
            for each in analysis.findings
        ),
    )
