"""Today: at most seven things to do, the figures of a role, the first steps of a new firm."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from plon.accounts.queries import Caller, WorkspaceFacts
from plon.agenda.services import words as agenda_words
from plon.insights import domain
from plon.insights.services import figures, todo
from plon.lifetime.words import group_label
from plon.ui.components import NumberTile, Task
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value import queries as value


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the first steps; done ones are ticked."""

    word: str
    href: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where the work of a role is done that has no tasks."""

    word: str
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What the page shows."""

    tasks: list[Task]
    more: int  # how many more things wait today than the page shows
    later: int  # tasks of days to come
    numbers: list[NumberTile]
    falling: str  # whose value falls, in sentences: groups, segments; "" where none, or not shown
    steps: list[Step]
    ways: list[Way]  # of those who have no tasks
    is_empty: bool  # nobody has bought yet
    is_computing: bool  # there are sales, and no figures of them yet


def today_of(caller: Caller, firm: WorkspaceFacts, *, now: datetime) -> Today:
    """Return the page of this person: what all rooms ask of them, and figures they may see."""
    fresh = value.freshness()
    speech = Speech(language=active_language(), currency=firm.currency)
    day = figures.Day(
        caller=caller, firm=firm, speech=speech, now=now, is_stale=fresh.state != "fresh"
    )
    waiting = todo.waiting(caller, firm, speech=speech, now=now)
    chosen = domain.first([each.candidate for each in waiting.offers])
    rows = {each.candidate.key: each.row for each in waiting.offers}
    is_computing = value.is_first_computing(fresh)
    return Today(
        tasks=agenda_words.with_ways(
            [(rows[each.key](), each.customer_id) for each in chosen],
            caller,
            numbers={whose: each.numbers for whose, each in waiting.people.items()},
        ),
        more=waiting.count - len(chosen),
        later=waiting.later,
        numbers=figures.numbers(day),
        falling=_falling(day),
        ways=_ways(caller.rights),
        steps=_steps(caller, firm, fresh, has_sales=is_computing or fresh.customers > 0),
        is_empty=fresh.customers == 0 and not is_computing,
        is_computing=is_computing,
    )


def _falling(day: figures.Day) -> str:
    """Return in which groups a customer is worth a tenth less or worse, for who sees value."""
    if "value.read" not in day.caller.rights or not day.snapshots:
        return ""
    groups = _said(value.changes_among(day.snapshots).drops, day)
    newest, since = day.snapshots[0].as_of_date, value.alike_since(day.snapshots)
    segments = _named(value.segment_drops(newest=newest, since=since), day)
    return " ".join(filter(None, [groups, segments]))


def _named(drops: Sequence[value.Drop], day: figures.Day) -> str:
    """Return in which kept segments a customer is worth a tenth less or worse."""
    if not drops:
        return ""
    said = ngettext(
        "Value is falling in %(count)s kept segment: %(segments)s.",
        "Value is falling in %(count)s kept segments: %(segments)s.",
        len(drops),
    )
    names = ", ".join(drop.name for drop in drops)
    return said % {"count": day.speech.number(len(drops)), "segments": names}


def _said(drops: Sequence[value.Drop], day: figures.Day) -> str:
    if not drops:
        return ""
    groups = ", ".join(group_label(drop.name, day.speech.language) for drop in drops)
    said = ngettext(
        "Value is falling in %(count)s group of customers: %(groups)s.",
        "Value is falling in %(count)s groups of customers: %(groups)s.",
        len(drops),
    )
    return said % {"count": day.speech.number(len(drops)), "groups": groups}


def _steps(
    caller: Caller, firm: WorkspaceFacts, fresh: value.FreshnessFacts, *, has_sales: bool
) -> list[Step]:
    """Return the first steps while any is open, of those that the role may take."""
    steps = [
        ("imports.run", _("Upload your sales list"), "/import/", has_sales),
        ("catalogue.write", _("Choose your trade"), "/settings/catalogue/trade/", bool(firm.trade)),
        ("value.write", _("Say your margin"), "/value/margin/", fresh.has_margin),
        ("value.write", _("Say what winning a customer costs"), "/value/cost/", fresh.has_cost),
        ("value.write", _("Keep a first segment"), "/value/segments/", fresh.has_segment),
    ]
    seen = [
        Step(word=word, href=href, is_done=is_done)
        for right, word, href, is_done in steps
        if right in caller.rights
    ]
    return [] if all(step.is_done for step in seen) else seen


def _ways(rights: frozenset[str]) -> list[Way]:
    """Return what somebody without tasks does here; nothing for the others."""
    if "agenda.work" in rights:
        return []
    ways = [
        (
            "orders.write",
            _("New transaction"),
            _("Find the customer, then write down what was sold."),
            "/orders/new/",
        ),
        (
            "customers.read",
            _("Find a customer"),
            _("By name, phone, e-mail or number."),
            "/customers/",
        ),
        (
            "orders.read",
            _("Look through transactions"),
            _("By day, product and state, with refunds."),
            "/orders/",
        ),
        (
            "value.read",
            _("See what customers are worth"),
            _("The value of the base, what it costs, and how sure that is."),
            "/value/",
        ),
    ]
    return [
        Way(word=word, text=text, href=href) for right, word, text, href in ways if right in rights
    ]
