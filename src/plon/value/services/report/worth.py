"""What the base is worth, and how sure we are."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis
from plon.lifetime.words.periods import next_phrase
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain import confidence
from plon.value.domain.known import has_forecast, has_value, is_beyond_the_past, is_slipping
from plon.value.services.report.section import Light, Note, Section, Tile
from plon.value.services.report.sureness import lights
from plon.value.services.report.thinness import thin_note
from plon.value.services.words import contact_purpose, contact_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The first thing to do, and the way to the rest."""

    text: str
    purpose: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth(Section):
    """The main figure, the first thing to do, more figures, and how far they can be trusted."""

    template: ClassVar[str] = "value/report/worth.html"

    main: tuple[Tile, ...]
    step: Step | None
    tiles: tuple[Tile, ...]
    lights: tuple[Light, ...]


def worth(analysis: Analysis, speech: Speech) -> Worth:
    """Return the first part of the report."""
    return Worth(
        anchor="worth",
        menu=_("What it is worth"),
        question=_("What is your customer base worth?"),
        answer=answer(analysis, speech),
        notes=notes(analysis, speech),
        main=tuple(filter(None, [main_tile(analysis, speech)])),
        step=step(analysis, speech),
        tiles=tuple(tiles(analysis, speech)),
        lights=tuple(lights(analysis, speech)) if has_forecast(analysis) else (),
    )


def answer(analysis: Analysis, speech: Speech) -> str:
    """Return the main figure with its range in one sentence, or the facts without one."""
    interval = confidence.asked_ahead(analysis)
    if interval is None:
        return facts(analysis, speech)
    level, period = speech.share(interval.level), next_phrase(analysis.horizon, speech.language)
    if not has_value(analysis):
        span = speech.count_span(interval.low, interval.high)
        return _(
            "Over the %(period)s your customers should make about %(count)s purchases"
            " (%(level)s of outcomes: %(span)s)."
        ) % {
            "period": period,
            "count": speech.count(interval.value),
            "level": level,
            "span": span,
        }
    figures = {
        "period": period,
        "value": speech.estimate(interval.value),
        "span": speech.money_span(interval.low, interval.high),
        "level": level,
    }
    if analysis.value_is_margin:
        return (
            _(
                "Over the %(period)s your customers should bring about %(value)s of margin"
                " (%(level)s of outcomes: %(span)s)."
            )
            % figures
        )
    return (
        _(
            "Over the %(period)s your customers should bring about %(value)s of revenue"
            " (%(level)s of outcomes: %(span)s)."
        )
        % figures
    )


def facts(analysis: Analysis, speech: Speech) -> str:
    """Return what is known without a forecast."""
    totals = analysis.totals
    customers = customers_phrase(totals.customers, speech)
    purchases = purchases_phrase(totals.purchases, speech)
    if not analysis.has_amount:
        return _(
            "So far: %(customers)s, %(purchases)s. It is too early to say what comes next."
        ) % {
            "customers": customers,
            "purchases": purchases,
        }
    return _(
        "So far: %(customers)s, %(purchases)s, %(revenue)s. It is too early to say what comes next."
    ) % {
        "customers": customers,
        "purchases": purchases,
        "revenue": speech.money(totals.revenue_minor),
    }


def customers_phrase(count: int, speech: Speech) -> str:
    """Return "1 customer", "2,462 customers"."""
    text = ngettext("%(count)s customer", "%(count)s customers", count)
    return text % {"count": speech.number(count)}


def purchases_phrase(count: int, speech: Speech) -> str:
    """Return "1 purchase", "9,871 purchases"."""
    text = ngettext("%(count)s purchase", "%(count)s purchases", count)
    return text % {"count": speech.number(count)}


def notes(analysis: Analysis, speech: Speech) -> tuple[Note, ...]:
    """Return what must be said before any figure is used."""
    found = []
    if analysis.choice.verdict == "too_thin":
        found.append(thin_note(analysis))
    if not analysis.has_amount:
        text = _(
            "The file has no amounts, so the report shows numbers of purchases and chances,"
            " and no money. Add a column of amounts to see values."
        )
        found.append(Note(level="info", text=text))
    if has_forecast(analysis) and is_beyond_the_past(analysis):
        text = _(
            "The forecast of the %(period)s reaches further than your sales go back, so it could"
            " not be tested at that length. Take it as a direction."
        ) % {"period": next_phrase(analysis.horizon, speech.language)}
        found.append(Note(level="watch", text=text))
    return tuple(found)


def tiles(analysis: Analysis, speech: Speech) -> list[Tile]:
    """Return the key figures beside the main one, the most important first."""
    made = [
        alive_tile(analysis, speech),
        slipping_tile(analysis, speech),
        revenue_tile(analysis, speech),
        repeat_tile(analysis, speech),
        top_tile(analysis, speech),
    ]
    return [tile for tile in made if tile is not None]


def main_tile(analysis: Analysis, speech: Speech) -> Tile | None:
    """Return the value of the base over the horizon, or purchases without amounts."""
    interval, as_of = confidence.asked_ahead(analysis), speech.day(analysis.as_of)
    if interval is None:
        return None
    note = _("%(level)s of outcomes lie in this range; as of %(day)s") % {
        "level": speech.share(interval.level),
        "day": as_of,
    }
    period = {"period": next_phrase(analysis.horizon, speech.language)}
    if not has_value(analysis):
        return Tile(
            label=_("Purchases, %(period)s") % period,
            value=speech.count(interval.value),
            range=speech.count_span(interval.low, interval.high),
            note=note,
            is_main=True,
            key="expected",
        )
    margin, revenue = (
        _("Margin from this base, %(period)s"),
        _("Revenue from this base, %(period)s"),
    )
    return Tile(
        label=(margin if analysis.value_is_margin else revenue) % period,
        value=speech.estimate(interval.value),
        range=speech.money_span(interval.low, interval.high),
        note=note,
        is_main=True,
        key="expected",
    )


def step(analysis: Analysis, speech: Speech) -> Step | None:
    """Return whom to contact first and for what; None where nobody waits."""
    found = analysis.contacts
    if not found or not has_forecast(analysis):
        return None
    first = {"name": found[0].customer, "reason": contact_reason(found[0].reason)}
    more = ngettext(
        "The customer, with the reason",
        "All %(count)s customers, with reasons",
        len(found),
    )
    return Step(
        text=_("First step: %(name)s. %(reason)s.") % first,
        purpose=contact_purpose(found[0].purpose),
        more=more % {"count": speech.number(len(found))},
    )


def alive_tile(analysis: Analysis, speech: Speech) -> Tile:
    """Return how many customers are still here; all of them where that is not known."""
    totals = analysis.totals
    if not has_forecast(analysis):
        since = _("since %(day)s") % {"day": speech.day(analysis.first_day)}
        return Tile(
            label=_("Customers"),
            value=speech.number(totals.customers),
            note=since,
            key="still-here",
        )
    note = _("of %(count)s; expected number, as of %(day)s") % {
        "count": speech.number(totals.customers),
        "day": speech.day(analysis.as_of),
    }
    return Tile(
        label=_("Customers still with you"),
        value=speech.count(totals.alive),
        note=note,
        key="still-here",
    )


def slipping_tile(analysis: Analysis, speech: Speech) -> Tile | None:
    """Return how many slip away, with what they are worth."""
    if not has_forecast(analysis):
        return None
    totals, label, key = analysis.totals, _("Slipping away"), "slipping"
    if not is_slipping(analysis):
        nobody = _("Nobody")
        return Tile(label=label, value=speech.number(0), level="good", word=nobody, key=key)
    if not has_value(analysis):
        note = _("customers, as of %(day)s") % {"day": speech.day(analysis.as_of)}
        people = speech.number(totals.slipping_customers)
        return Tile(label=label, value=people, note=note, key=key)
    note = ngettext(
        "%(count)s customer; value over 12 months",
        "%(count)s customers; value over 12 months",
        totals.slipping_customers,
    ) % {"count": speech.number(totals.slipping_customers)}
    value = speech.estimate(totals.slipping_value_minor)
    return Tile(label=label, value=value, note=note, key=key)


def revenue_tile(analysis: Analysis, speech: Speech) -> Tile:
    """Return what the base brought so far; purchases without amounts."""
    totals, key = analysis.totals, "revenue"
    period = f"{speech.day(analysis.first_day)} – {speech.day(analysis.as_of)}"
    if not analysis.has_amount:
        count = speech.number(totals.purchases)
        return Tile(label=_("Purchases so far"), value=count, note=period, key=key)
    exactly = _("%(period)s; turnover less what was given back, exactly %(revenue)s") % {
        "period": period,
        "revenue": speech.money(totals.revenue_minor),
    }
    value = speech.estimate(totals.revenue_minor)
    is_round = value == speech.money(totals.revenue_minor)
    note = _("%(period)s; turnover less what was given back") % {"period": period}
    note = note if is_round else exactly
    return Tile(label=_("Revenue so far"), value=value, note=note, key=key)


def repeat_tile(analysis: Analysis, speech: Speech) -> Tile:
    """Return which share came back."""
    return Tile(
        label=_("Came back at least once"),
        value=speech.share(analysis.totals.repeat_share),
        note=_("of all customers so far"),
        key="came-back",
    )


def top_tile(analysis: Analysis, speech: Speech) -> Tile | None:
    """Return how much the best fifth brings."""
    if not analysis.has_amount or analysis.totals.customers < 5:
        return None
    return Tile(
        label=_("Brought by the best 20%% of customers") % (),
        value=speech.share(analysis.totals.top_20_share),
        note=_("of revenue so far"),
        key="best-fifth",
    )
