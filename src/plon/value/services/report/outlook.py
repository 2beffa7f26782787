"""What the next months bring: the forecast with its range, and the season in it."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis, Forecast, Interval
from plon.lifetime.words.periods import next_phrase, period_phrase
from plon.ui.charts import Column, Columns, Fan, FanPoint, Intervals, Range, Table, ticks
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain.known import USUAL, asked, forecasts, has_value
from plon.value.services.report.evidence import Evidence, evidence
from plon.value.services.report.section import Section
from plon.value.services.report.sureness import season_text

ROOM = 0.3  # of the line, for a label: on a phone, too


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
        season_text=season_text(analysis),
        evidence=evidence(analysis, speech),
    )


def answer(known: list[Forecast], analysis: Analysis, speech: Speech) -> str:
    """Return a forecast with its range: the one asked for, else the nearest."""
    told = known[0] if analysis.horizon == USUAL else asked(analysis) or known[0]
    found = {
        "period": next_phrase(told.horizon, speech.language),
        "count": speech.count(told.purchases.value),
    }
    if not has_value(analysis):
        span = speech.count_span(told.purchases.low, told.purchases.high)
        text = _("In the %(period)s: about %(count)s purchases (%(span)s).")
        return text % {**found, "span": span}
    span = speech.money_span(told.value_minor.low, told.value_minor.high)
    text = _("In the %(period)s: about %(value)s (%(span)s) from %(count)s purchases.")
    return text % {**found, "value": speech.estimate(told.value_minor.value), "span": span}


def fan(known: list[Forecast], analysis: Analysis, speech: Speech) -> Fan:
    """Return value ahead, adding up month by month."""
    top = max(each.value_minor.high for each in known)
    named = _named(known, analysis)
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
                at=each.horizon.about_months,
                label=period_phrase(each.horizon, speech.language) if each in named else "",
                value=each.value_minor.value,
                low=each.value_minor.low,
                high=each.value_minor.high,
                text=speech.estimate(each.value_minor.value) if each in named else "",
            )
            for each in known
        ],
        levels=[(level * 100, speech.money(level * 100)) for level in ticks(top / 100)[1:]],
    )


def _named(known: list[Forecast], analysis: Analysis) -> list[Forecast]:
    """Return the forecasts with room for words on the line: the one asked for, then from the far.

    The others have their dots; all have their rows in the table.
    """
    far, found = known[-1].horizon.about_months, list(filter(None, [asked(analysis)]))
    for each in reversed(known):
        at = each.horizon.about_months
        if all(abs(at - other.horizon.about_months) >= ROOM * far for other in found):
            found.append(each)
    return found


def purchases(known: list[Forecast], analysis: Analysis, speech: Speech) -> Intervals:
    """Return the purchases of each horizon with their ranges."""
    far = known[-1]
    summary = _("Over the %(period)s: %(count)s purchases, %(span)s.") % {
        "period": next_phrase(far.horizon, speech.language),
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
                label=period_phrase(each.horizon, speech.language),
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
        return [period_phrase(each.horizon, speech.language), *(tell(figure) for figure in figures)]

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
