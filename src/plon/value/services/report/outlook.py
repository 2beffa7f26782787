"""What the next months bring: the forecast with its range, and the season in it."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, Forecast, Interval
from plon.ui.charts import Column, Columns, Fan, FanPoint, Intervals, Range, Table, ticks
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain.known import forecasts, has_value
from plon.value.services.report.evidence import Evidence, evidence
from plon.value.services.report.section import Section
from plon.value.services.report.sureness import season_text
from plon.value.services.report.thinness import months_phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Section):
    """The forecast, its season, and the test of it."""

    template: ClassVar[str] = "value/report/outlook.html"

    known_only: str
    fan: Fan | None
    purchases: Intervals
    season: Columns | None
    season_text: str
    evidence: Evidence | None


def outlook(analysis: Analysis, speech: Speech) -> Outlook | None:
    """Return the part on the months ahead; None without a forecast."""
    known = forecasts(analysis)
    if not known:
        return None
    return Outlook(
        anchor="forecast",
        menu=_("Forecast and proof"),
        question=_("What will the next months bring, and how do we know?"),
        answer=answer(known, analysis, speech),
        known_only=_("Only today's customers are counted; new ones will come on top."),
        fan=fan(known, analysis, speech) if has_value(analysis) else None,
        purchases=purchases(known, analysis, speech),
        season=season(analysis, speech),
        season_text=season_text(analysis.season.source),
        evidence=evidence(analysis, speech),
    )


def answer(known: list[Forecast], analysis: Analysis, speech: Speech) -> str:
    """Return the nearest forecast with its range."""
    near = known[0]
    if not has_value(analysis):
        return ngettext(
            "In the next month: about %(count)s purchases (%(span)s).",
            "In the next %(months)s months: about %(count)s purchases (%(span)s).",
            near.months,
        ) % {
            "months": near.months,
            "count": speech.count(near.purchases.value),
            "span": speech.count_span(near.purchases.low, near.purchases.high),
        }
    return ngettext(
        "In the next month: about %(value)s (%(span)s) from %(count)s purchases.",
        "In the next %(months)s months: about %(value)s (%(span)s) from %(count)s purchases.",
        near.months,
    ) % {
        "months": near.months,
        "value": speech.estimate(near.value_minor.value),
        "span": speech.money_span(near.value_minor.low, near.value_minor.high),
        "count": speech.count(near.purchases.value),
    }


def fan(known: list[Forecast], analysis: Analysis, speech: Speech) -> Fan:
    """Return value ahead, adding up month by month."""
    top = max(each.value_minor.high for each in known)
    margin, revenue = (
        _("Margin ahead, adding up from %(day)s; the band holds %(level)s of outcomes"),
        _("Revenue ahead, adding up from %(day)s; the band holds %(level)s of outcomes"),
    )
    title = (margin if analysis.value_is_margin else revenue) % {
        "day": speech.day(analysis.as_of),
        "level": speech.share(known[-1].value_minor.level),
    }
    return Fan(
        title=title,
        summary=answer(known, analysis, speech),
        table=table(known, speech, is_value=True),
        points=[
            FanPoint(
                at=each.months,
                label=months_phrase(each.months),
                value=each.value_minor.value,
                low=each.value_minor.low,
                high=each.value_minor.high,
                text=speech.estimate(each.value_minor.value),
            )
            for each in known
        ],
        levels=[(level * 100, speech.money(level * 100)) for level in ticks(top / 100)[1:]],
    )


def purchases(known: list[Forecast], analysis: Analysis, speech: Speech) -> Intervals:
    """Return the purchases of each horizon with their ranges."""
    far = known[-1]
    summary = ngettext(
        "Over a month: %(count)s purchases, %(span)s.",
        "Over %(months)s months: %(count)s purchases, %(span)s.",
        far.months,
    ) % {
        "months": far.months,
        "count": speech.count(far.purchases.value),
        "span": speech.count_span(far.purchases.low, far.purchases.high),
    }
    return Intervals(
        title=_(
            "Purchases ahead of today's customers, from %(day)s; the bar holds %(level)s of"
            " outcomes"
        )
        % {"day": speech.day(analysis.as_of), "level": speech.share(far.purchases.level)},
        summary=summary,
        table=table(known, speech, is_value=False),
        ranges=[
            Range(
                label=months_phrase(each.months),
                value=each.purchases.value,
                low=each.purchases.low,
                high=each.purchases.high,
                text=f"{speech.count(each.purchases.value)} "
                f"({speech.count_span(each.purchases.low, each.purchases.high)})",
            )
            for each in known
        ],
    )


def table(known: list[Forecast], speech: Speech, *, is_value: bool) -> Table:
    """Return the forecasts as a table, with and without the season."""
    headings = (_("Period"), _("Forecast"), _("From"), _("To"), _("Without the season"))
    caption = _("Value ahead") if is_value else _("Purchases ahead")
    tell = speech.estimate if is_value else speech.count

    def row(each: Forecast) -> list[str]:
        found: Interval = each.value_minor if is_value else each.purchases
        flat = each.value_without_season_minor if is_value else each.purchases_without_season
        figures = (found.value, found.low, found.high, flat)
        return [months_phrase(each.months), *(tell(figure) for figure in figures)]

    return Table(caption=caption, headings=headings, rows=[row(each) for each in known])


def season(analysis: Analysis, speech: Speech) -> Columns | None:
    """Return the months of the season; None where it is flat."""
    months = analysis.season.months
    if analysis.season.source == "none" or len(months) != 12 or max(months) == min(months):
        return None
    names = [speech.month_name(i) for i in range(12)]
    best = max(range(12), key=lambda i: months[i])
    return Columns(
        title=_("Season: a month's purchases, the mean month is 100%%") % (),
        summary=_("The strongest month is %(month)s: %(share)s of the mean.")
        % {"month": names[best], "share": speech.share(months[best])},
        table=Table(
            caption=_("Season by month"),
            headings=[_("Month"), _("Share of the mean")],
            rows=[[n, speech.share(m)] for n, m in zip(names, months, strict=True)],
        ),
        legend=(("level", _("mean month")),),
        columns=[
            Column(
                label=name,
                value=weight,
                text=speech.number(100 * weight),
                tone="1" if weight >= 1 else "6",
            )
            for name, weight in zip(names, months, strict=True)
        ],
        level=1.0,
    )
