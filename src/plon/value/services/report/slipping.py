"""Who slips away, and what they are worth."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis
from plon.ui.charts import Bars, Shares, Table
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain import known, leaving
from plon.value.services.report.partings import by_silence, by_tier
from plon.value.services.report.section import Note, Section

TONES = ("watch", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Slipping(Section):
    """Those likelier lost than before, beside all others."""

    template: ClassVar[str] = "value/report/slipping.html"

    chart: Shares | None
    tiers: Bars | None
    silence: Bars | None
    meaning: str


def slipping(analysis: Analysis, speech: Speech) -> Slipping | None:
    """Return the part on who leaves; None where nothing can be said of it."""
    if not known.has_forecast(analysis):
        return None
    is_any = known.is_slipping(analysis)
    return Slipping(
        anchor="slipping",
        menu=_("Who slips away"),
        question=(
            _("Who is slipping away, and what are they worth?")
            if known.has_value(analysis)
            else _("Who is slipping away?")
        ),
        answer=answer(analysis, speech) if is_any else _("Nobody is slipping away now."),
        notes=() if is_any else (good_news(),),
        chart=chart(analysis, speech),
        tiers=by_tier(analysis, speech),
        silence=by_silence(analysis, speech),
        meaning=meaning(analysis),
    )


def answer(analysis: Analysis, speech: Speech) -> str:
    """Return how many, and what they would bring if they stayed."""
    totals = analysis.totals
    count = {"count": speech.number(totals.slipping_customers)}
    if not known.has_value(analysis):
        return (
            ngettext(
                "%(count)s customer is slipping away.",
                "%(count)s customers are slipping away.",
                totals.slipping_customers,
            )
            % count
        )
    share = totals.slipping_value_minor / (totals.value_12m_minor.value or 1)
    return ngettext(
        "%(count)s customer worth about %(value)s over 12 months is slipping away: %(share)s of"
        " the value of the base.",
        "%(count)s customers worth about %(value)s over 12 months are slipping away: %(share)s of"
        " the value of the base.",
        totals.slipping_customers,
    ) % {
        **count,
        "value": speech.estimate(totals.slipping_value_minor),
        "share": speech.share(share),
    }


def good_news() -> Note:
    """Return a short reason to be glad."""
    text = _(
        "Everyone who is still worth waiting for keeps their usual rhythm. Come back to this page"
        " in a month."
    )
    return Note(level="good", text=text)


def meaning(analysis: Analysis) -> str:
    """Return what the word means here, and where each customer stands."""
    told = _(
        "Slipping away means: silent for longer than four in five customers with the same rhythm,"
        " and not yet lost."
    )
    each = _(
        "Each customer's chance and reason are in customers.csv beside this report, columns"
        " probability_alive and why."
    )
    marked = _(
        "All of them are in customers.csv beside this report: column is_slipping, with their"
        " chance and reason in probability_alive and why."
    )
    return f"{told} {marked if leaving.is_marked(analysis.customers) else each}"


def chart(analysis: Analysis, speech: Speech) -> Shares | None:
    """Return the part that slips away beside the rest: of value, or of people without amounts."""
    if not known.is_slipping(analysis):
        return None
    totals, has_value = analysis.totals, known.has_value(analysis)
    part = totals.slipping_value_minor if has_value else float(totals.slipping_customers)
    whole = totals.value_12m_minor.value if has_value else float(totals.customers)
    rest = max(0.0, whole - part)
    tell = speech.estimate if has_value else speech.number
    in_value = _("Expected value over 12 months, as of %(day)s")
    in_people = _("Customers, as of %(day)s")
    rows = [(_("slipping away"), tell(part)), (_("all others"), tell(rest))]
    caption = _("What slips away beside the rest")
    return Shares(
        title=(in_value if has_value else in_people) % {"day": speech.day(analysis.as_of)},
        summary=answer(analysis, speech),
        table=Table(caption=caption, headings=[_("Part"), _("Figure")], rows=rows),
        legend=[(tone, f"{name}: {text}") for tone, (name, text) in zip(TONES, rows, strict=True)],
        parts=list(zip(TONES, (part, rest), strict=True)),
    )
