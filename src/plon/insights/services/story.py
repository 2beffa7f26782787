"""What happened with a customer: the newest first, of all kinds or of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from plon.accounts.queries import WorkspaceFacts
from plon.agenda import queries as agenda
from plon.agenda.services import words as agenda_words
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.insights.services import words
from plon.orders import queries as orders
from plon.orders.services.words import status_word
from plon.ui.components import Entry, Tab, Timeline
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value import queries as value

ENTRIES_MAX = 60
ENTRIES_FIRST = 12
PLACE = "#happened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part of it: one kind ("" for all), the newest or all of them."""

    kind: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom the card is made, and when."""

    firm: WorkspaceFacts
    sees_value: bool
    sees_orders: bool
    now: datetime
    asked: Asked = Asked()

    @property
    def speech(self) -> Speech:
        return Speech(language=active_language(), currency=self.firm.currency)

    @property
    def of_tasks(self) -> agenda_words.Reader:
        return agenda_words.Reader(
            speech=self.speech, zone=self.firm.zone, now=self.now, sees_value=self.sees_value
        )

    @property
    def today(self) -> date:
        return date_in(self.firm.zone, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    at: datetime
    text: str
    icon: str
    note: str
    href: str = ""


def story(
    card: customers.Card,
    bought: Sequence[orders.OrderFacts],
    tasks: Sequence[agenda.TaskFacts],
    figures: value.CustomerFigures | None,
    reader: Reader,
) -> Timeline:
    """Return what is expected, then what happened, with its kinds above where there are several."""
    found = {
        "purchases": [_order(order) for order in bought],
        "tasks": [_task(task, task.closed_at) for task in tasks if task.closed_at is not None],
        "notes": [_note(note) for note in card.notes],
        "events": [_life(lived, reader) for lived in card.life],
    }
    asked = reader.asked
    kinds = [kind for kind, happened in found.items() if happened]
    kind = asked.kind if asked.kind in kinds else ""
    told = found[kind] if kind else [each for happened in found.values() for each in happened]
    told = sorted(told, key=lambda each: each.at, reverse=True)[:ENTRIES_MAX]
    shown = told if asked.is_whole else told[:ENTRIES_FIRST]
    is_buying = kind in {"", "purchases"}
    return Timeline(
        label=_("What happened"),
        entries=[
            *(_expected(figures, reader) if is_buying else []),
            *(_entry(each, reader) for each in shown),
        ],
        filters=_filters(kinds, kind) if len(kinds) > 1 else [],
        more_href=f"?show={kind}&whole=yes{PLACE}" if len(shown) < len(told) else "",
    )


def _filters(kinds: Sequence[str], current: str) -> list[Tab]:
    names = {
        "": _("All"),
        "purchases": _("Purchases"),
        "tasks": _("Tasks"),
        "notes": _("Notes"),
        "events": _("Events"),
    }
    return [
        Tab(word=names[kind], href=f"?show={kind}{PLACE}", is_current=kind == current)
        for kind in ("", *kinds)
    ]


def _entry(each: _Happening, reader: Reader) -> Entry:
    return Entry(
        when=reader.speech.day(date_in(reader.firm.zone, each.at)),
        machine_when=each.at.isoformat(),
        text=each.text,
        icon=each.icon,
        note=each.note,
        href=each.href,
        href_word=_("Open") if each.href else "",
        is_expected=each.at > reader.now + timedelta(days=1),
    )


def _expected(figures: value.CustomerFigures | None, reader: Reader) -> list[Entry]:
    if figures is None or figures.due_date is None or figures.due_date < reader.today:
        return []
    return [
        Entry(
            when=reader.speech.day(figures.due_date),
            text=_("A purchase is expected by then"),
            icon="calendar",
            is_expected=True,
        )
    ]


def _task(task: agenda.TaskFacts, closed_at: datetime) -> _Happening:
    note = agenda_words.outcome_word(task.outcome)
    return _Happening(at=closed_at, text=task.title, icon="check", note=note)


def _note(note: customers.Noted) -> _Happening:
    return _Happening(at=note.written_at, text=note.text, icon="clipboard-list", note=note.author)


def _life(lived: customers.Lived, reader: Reader) -> _Happening:
    at = datetime.combine(lived.event_date, datetime.min.time(), tzinfo=reader.firm.zone)
    return _Happening(at=at, text=words.life_word(lived.kind), icon="calendar", note=lived.note)


def _order(order: orders.OrderFacts) -> _Happening:
    speech = Speech(language=active_language(), currency=order.currency)
    parts = [status_word(order.status), order.channel]
    if order.refunded_minor:
        parts.append(_("given back: %(amount)s") % {"amount": speech.money(order.refunded_minor)})
    what = order.product or ""
    if what and (others := (order.line_count or 1) - 1):
        what = _("%(product)s and %(count)s more") % {"product": what, "count": others}
    return _Happening(
        at=order.ordered_at,
        text=" · ".join(filter(None, [speech.money(order.total_minor), what])),
        icon="shopping-bag",
        note=" · ".join(filter(None, parts)),
        href=f"/orders/{order.id}/",
    )
