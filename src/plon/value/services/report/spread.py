"""How value spreads over customers."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, Distribution
from plon.lifetime.words import tier_label
from plon.ui.charts import Bar, Bars, Histogram, Table
from plon.ui.language import gettext as _
from plon.ui.speech import DASH, Speech
from plon.value.domain.known import has_value
from plon.value.services.report.section import Section
from plon.value.services.report.worth import customers_phrase

LABELS = 4  # under the histogram
LABEL_LAST = 0.65  # of the width: the label of the last bar needs the rest on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Section):
    """The histogram and the tiers."""

    template: ClassVar[str] = "value/report/spread.html"

    histogram: Histogram
    tiers: Bars | None


def spread(analysis: Analysis, speech: Speech) -> Spread | None:
    """Return the part on the distribution; None where value is not known."""
    found = analysis.distribution
    if found is None or not has_value(analysis):
        return None
    return Spread(
        anchor="spread",
        menu=_("Spread of value"),
        question=_("How is value spread over customers?"),
        answer=answer(found, speech),
        histogram=histogram(found, analysis, speech),
        tiers=tiers(analysis, speech),
    )


def answer(found: Distribution, speech: Speech) -> str:
    """Return the middle and the top tenth."""
    return _(
        "Half of the customers are worth less than %(half)s over the next 12 months, one in ten"
        " more than %(tenth)s; the mean is %(mean)s."
    ) % {
        "half": speech.estimate(found.p50_minor),
        "tenth": speech.estimate(found.p90_minor),
        "mean": speech.estimate(found.mean_minor),
    }


def histogram(found: Distribution, analysis: Analysis, speech: Speech) -> Histogram:
    """Return the counts with the middle and the top tenth marked."""
    edges, last = found.edges_minor, len(found.counts) - 1
    step = max(1, -(-last // LABELS))
    labelled = [edges[i] for i in range(0, last, step) if i / (last + 1) < LABEL_LAST]
    beyond = _("%(amount)s and more") % {"amount": speech.money(edges[last])}
    names = [
        beyond if i == last and last else span(edges[i], edges[i + 1], speech)
        for i in range(last + 1)
    ]
    return Histogram(
        title=_("Customers by expected value over 12 months, as of %(day)s")
        % {"day": speech.day(analysis.as_of)},
        summary=answer(found, speech),
        table=Table(
            caption=_("Customers by expected value over 12 months"),
            headings=[_("Value"), _("Customers")],
            rows=[[n, speech.number(c)] for n, c in zip(names, found.counts, strict=True)],
        ),
        edges=edges,
        counts=found.counts,
        marks=[
            (found.p50_minor, _("half: %(amount)s") % {"amount": speech.estimate(found.p50_minor)}),
            (
                found.p90_minor,
                _("top 10%%: %(amount)s") % {"amount": speech.estimate(found.p90_minor)},
            ),
        ],
        edge_labels=[
            *((edge, speech.money(edge)) for edge in labelled),
            (edges[-1], f"≥ {speech.money(edges[last])}"),
        ],
    )


def span(low: float, high: float, speech: Speech) -> str:
    """Return the edges of a bar."""
    return f"{speech.number(low / 100)}{DASH}{speech.money(high)}"


def tiers(analysis: Analysis, speech: Speech) -> Bars | None:
    """Return value by tier."""
    if not analysis.tiers:
        return None
    whole = sum(value for _code, _people, value in analysis.tiers) or 1
    top = analysis.tiers[0]
    rows = [
        (tier_label(code, speech.language), people, value) for code, people, value in analysis.tiers
    ]
    return Bars(
        title=_("Expected value over 12 months by tier, with numbers of customers, as of %(day)s")
        % {"day": speech.day(analysis.as_of)},
        summary=_("The tier %(tier)s (%(people)s) holds %(share)s of the value ahead.")
        % {
            "tier": tier_label(top[0], speech.language),
            "people": customers_phrase(top[1], speech),
            "share": speech.share(top[2] / whole),
        },
        table=Table(
            caption=_("Expected value by tier"),
            headings=[_("Tier"), _("Customers"), _("Value, 12 months"), _("Share")],
            rows=[
                [name, speech.number(n), speech.estimate(value), speech.share(value / whole)]
                for name, n, value in rows
            ],
        ),
        bars=[
            Bar(
                label=f"{name} · {speech.number(people)}",
                value=value,
                text=f"{speech.estimate(value)} · {speech.share(value / whole)}",
            )
            for name, people, value in rows
        ],
    )
