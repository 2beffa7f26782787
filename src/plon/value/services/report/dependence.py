"""On how few the revenue depends: best customers, channels, groups; and what channels bring."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, ChannelValue
from plon.lifetime.words import (
    group_label,
    segment_share_sentence,
    segment_value_sentence,
    top_share_sentence,
)
from plon.ui.charts import Bar, Bars, Shares, Table
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.services.report.section import Light, Section

LEVELS = {"none": "good", "warning": "watch", "severe": "bad"}
Ranked = tuple[tuple[str, float, str], ...]  # (name, share, level), largest first
NAME_MAX = 28  # letters of a channel beside its bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence(Section):
    """Shares with their warnings, and the ranking of channels."""

    template: ClassVar[str] = "value/report/dependence.html"

    top: Shares
    lights: tuple[Light, ...]
    channels: Bars | None
    channel_table: Table | None


def dependence(analysis: Analysis, speech: Speech) -> Dependence | None:
    """Return the part on concentration; None without amounts or with hardly any customer."""
    if not analysis.has_amount or analysis.totals.customers < 5:
        return None
    found = analysis.concentration
    return Dependence(
        anchor="dependence",
        menu=_("Dependence"),
        question=_("On whom does your revenue depend?"),
        answer=top_share_sentence(found.top_20_share, found.top_20_level, speech.language),
        top=top_chart(analysis, speech),
        lights=tuple(lights(analysis, speech)),
        channels=channel_bars(analysis, speech),
        channel_table=channel_table(analysis, speech),
    )


def top_chart(analysis: Analysis, speech: Speech) -> Shares:
    """Return the best fifth beside all others."""
    found = analysis.concentration
    best, rest = speech.share(found.top_20_share), speech.share(1 - found.top_20_share)
    names = _("best 20%% of customers") % (), _("all others")
    period = f"{speech.day(analysis.first_day)} – {speech.day(analysis.as_of)}"
    return Shares(
        title=_("Revenue, %(period)s") % {"period": period},
        summary=top_share_sentence(found.top_20_share, found.top_20_level, speech.language),
        table=Table(
            caption=_("Shares of revenue"),
            headings=[_("Customers"), _("Share")],
            rows=[[names[0], best], [names[1], rest]],
        ),
        legend=(("1", f"{names[0]}: {best}"), ("rest", f"{names[1]}: {rest}")),
        parts=(("1", found.top_20_share), ("rest", 1 - found.top_20_share)),
    )


def lights(analysis: Analysis, speech: Speech) -> list[Light]:
    """Return a light for the largest channel and the largest group, of revenue or of value."""
    found, language = analysis.concentration, speech.language
    words = {"none": _("Spread out"), "warning": _("Watch"), "severe": _("Dangerous")}
    made = [light(_("Best customers"), found.top_20_level, words, text="")]
    for label, revenue, value, name in (
        (_("Largest channel"), found.channels, found.channels_by_value, lambda code: code),
        (
            _("Largest group"),
            found.groups,
            found.groups_by_value,
            lambda code: group_label(code, language),
        ),
    ):
        if revenue:
            sentence, (code, share, level) = worse(revenue, value)
            text = sentence(name(code), share, level, language)
            made.append(light(label, level, words, text=text))
    return made


def worse(revenue: Ranked, value: Ranked) -> tuple[Callable[..., str], tuple[str, float, str]]:
    """Return the largest share of revenue, or of value where that one is the greater risk."""
    ranks = list(LEVELS)
    if value and ranks.index(value[0][2]) > ranks.index(revenue[0][2]):
        return segment_value_sentence, value[0]
    return segment_share_sentence, revenue[0]


def light(label: str, level: str, words: dict[str, str], *, text: str) -> Light:
    """Return a concentration level as a light."""
    return Light(
        label=label, level=LEVELS.get(level, "unknown"), word=words.get(level, level), text=text
    )


def channel_name(name: str) -> str:
    """Return the channel, or that it is not known."""
    return name or _("no channel given")


def channel_bars(analysis: Analysis, speech: Speech) -> Bars | None:
    """Return value a customer by channel, best first."""
    ranked = analysis.channels
    if not ranked:
        return None
    best = ranked[0]
    return Bars(
        title=_(
            "Value a customer by first channel: revenue so far plus 12 months ahead, as of %(day)s"
        )
        % {"day": speech.day(analysis.as_of)},
        summary=_(
            "The most valuable customers come from this channel: %(channel)s (%(value)s each)."
        )
        % {"channel": channel_name(best.channel), "value": speech.estimate(best.ltv_minor)},
        table=channel_table(analysis, speech) or Table(caption="", headings=(), rows=()),
        bars=[
            Bar(
                label=shortened(channel_name(each.channel)),
                value=each.ltv_minor,
                text=speech.estimate(each.ltv_minor),
            )
            for each in ranked
        ],
    )


def shortened(name: str) -> str:
    """Return a name that fits beside its figure; the table has it whole."""
    return name if len(name) <= NAME_MAX else name[: NAME_MAX - 1] + "…"


def channel_table(analysis: Analysis, speech: Speech) -> Table | None:
    """Return the channels with all their figures."""
    if not analysis.channels:
        return None

    def row(each: ChannelValue) -> list[str]:
        return [
            channel_name(each.channel),
            speech.number(each.customers),
            speech.money(each.revenue_minor),
            speech.estimate(each.value_12m_minor),
            speech.estimate(each.ltv_minor),
            speech.share(each.repeat_share),
        ]

    return Table(
        caption=_("Channels by value a customer"),
        headings=[
            _("Channel"),
            _("Customers"),
            _("Revenue so far"),
            _("Value, 12 months"),
            _("A customer"),
            _("Came back"),
        ],
        rows=[row(each) for each in analysis.channels],
    )
