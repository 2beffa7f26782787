"""The report: one file that opens anywhere, without a network and without a script."""

from datetime import datetime
from pathlib import Path

from django.template.loader import get_template, render_to_string
from django.utils import translation

import plon
from plon.lifetime.analysis import Analysis
from plon.ui import styles
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.ui.typography import bind_short_words, options_as_code
from plon.value.services.report.cohorts import cohorts
from plon.value.services.report.contacts import contacts
from plon.value.services.report.dependence import dependence
from plon.value.services.report.findings import findings
from plon.value.services.report.groups import groups
from plon.value.services.report.intake import intake
from plon.value.services.report.method import method
from plon.value.services.report.outlook import outlook
from plon.value.services.report.slipping import slipping
from plon.value.services.report.spread import spread
from plon.value.services.report.worth import worth

ROOMS = Path(plon.__file__).parent
REPORT = "value/report.html"
PARTS = (
    worth,
    slipping,
    contacts,
    groups,
    cohorts,
    spread,
    outlook,
    dependence,
    findings,
    intake,
    method,
)


PARSED_AHEAD = (
    REPORT,
    "ui/document.html",
    "ui/figure.html",
    "ui/light.html",
    "ui/table.html",
    "ui/tile.html",
)
FOLDERS = ("value/report", "ui/charts")


def parse_ahead() -> None:
    """Parse the templates of the report, so that drawing it need not; safe to repeat."""
    for name in PARSED_AHEAD:
        get_template(name)
    for folder in FOLDERS:
        room = folder.partition("/")[0]
        for path in sorted((ROOMS / room / "templates" / folder).glob("*.html")):
            get_template(f"{folder}/{path.name}")


def render_report(analysis: Analysis, *, language: str, generated_at: datetime) -> str:
    """Return the report as one self-contained HTML file in "pl" or "en".

    generated_at: an aware moment, told in its own zone. The same arguments give the same text.
    """
    speech = Speech(language=language, currency=analysis.currency)
    with translation.override(language):
        page = options_as_code(render_to_string(REPORT, context(analysis, speech, generated_at)))
    return bind_short_words(page) if language == "pl" else page


def context(analysis: Analysis, speech: Speech, generated_at: datetime) -> dict[str, object]:
    """Return what the template needs."""
    made = day_and_time(generated_at, speech)
    title = _("Customer value")
    sections = [section for part in PARTS if (section := part(analysis, speech)) is not None]
    return {
        "language": speech.language,
        "title": title,
        "sections": sections,
        "files": ", ".join(analysis.files),
        "period": f"{speech.day(analysis.first_day)} – {speech.day(analysis.as_of)}",
        "as_of": speech.day(analysis.as_of),
        "currency": analysis.currency if analysis.has_amount else "",
        "generated": made,
        "generated_iso": generated_at.isoformat(timespec="minutes"),
        "styles": styles.inline(running_head=f"Plon · {title} · {speech.day(analysis.as_of)}"),
    }


def day_and_time(moment: datetime, speech: Speech) -> str:
    """Return 22 lis 2026, 14:05."""
    return f"{speech.day(moment.date())}, {moment:%H:%M}"
