"""Tasks in words, as lists and cards show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.accounts.queries import Caller
from plon.agenda.domain import Outcome
from plon.agenda.queries import TaskFacts
from plon.customers import queries as customers
from plon.lifetime.answer.why import days_phrase
from plon.ui.components import Button, Task
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.ui.speech import Speech

NO_NUMBER = customers.Numbers()
ON_THE_ROW = (Outcome.TALKED, Outcome.NO_ANSWER, Outcome.NOT_INTERESTED)


def outcome_word(code: str) -> str:
    """Return what came of a task."""
    return outcome_words().get(code, code)


def outcome_words() -> dict[str, str]:
    """Return all that may come of a task, by code."""
    return {
        "talked": _("Talked"),
        "sold": _("Sold"),
        "no_answer": _("No answer"),
        "not_interested": _("Not interested"),
        "wrong_number": _("Wrong number"),
        "done": _("Done"),
    }


def noted(code: str) -> str:
    """Return that an outcome, or "later", was written down."""
    word = outcome_word(code) if code in set(Outcome) else _("Put off")
    return _("Noted: %(what)s.") % {"what": word.lower()}


def back_href(task_id: UUID) -> str:
    """Return the address that takes back what was last said of a task."""
    return f"/tasks/{task_id}/back/"


def outcomes() -> list[Button]:
    """Return what may come of a call, and "later"."""
    words = outcome_words()
    said = [Button(word=words[one.value], name="outcome", value=one.value) for one in ON_THE_ROW]
    return [*said, Button(word=_("Later"), name="outcome", value="later", kind="quiet")]


def due_word(due_at: datetime, *, now: datetime, zone: ZoneInfo) -> str:
    """Return until when, as people say it."""
    days = (due_at.astimezone(zone).date() - now.astimezone(zone).date()).days
    if days < 0:
        return _("late by %(days)s") % {"days": days_phrase(-days, language=active_language())}
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return _("in %(days)s") % {"days": days_phrase(days, language=active_language())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """For whom tasks are put in words, and when."""

    speech: Speech
    zone: ZoneInfo
    now: datetime
    sees_value: bool

    @classmethod
    def of(cls, caller: Caller, *, now: datetime) -> "Reader":
        """Return how somebody of the firm reads."""
        firm = caller.firm
        return cls(
            speech=Speech(language=active_language(), currency=firm.currency),
            zone=firm.zone,
            now=now,
            sees_value="value.read" in caller.rights,
        )

    def worth(self, task: TaskFacts) -> str:
        """Return what a task may bring; "" where that is not known, or not for this reader."""
        if task.value_minor is None or not self.sees_value:
            return ""
        return self.speech.estimate(task.value_minor)


def with_ways(
    rows: Sequence[tuple[Task, UUID | None]],
    caller: Caller,
    *,
    numbers: Mapping[UUID, customers.Numbers] | None = None,
) -> list[Task]:
    """Return rows about customers with the ways to reach them: a call, WhatsApp.

    Without the right to see addresses, and without a number, there are none. numbers: where they
    are known already.
    """
    if "customers.read" not in caller.rights:
        return [row for row, _customer_id in rows]
    if numbers is None:
        numbers = customers.numbers_of({each for _row, each in rows if each is not None})
    return [
        replace(row, buttons=[*_ways(numbers[whose]), *row.buttons])
        if whose and numbers.get(whose, NO_NUMBER) != NO_NUMBER
        else row
        for row, whose in rows
    ]


def _ways(numbers: customers.Numbers) -> list[Button]:
    """Return links that call and write; nothing leaves before somebody presses them."""
    call = Button(word=_("Call"), href=f"tel:{numbers.phone}", icon="phone")
    number = (numbers.whatsapp or numbers.phone).removeprefix("+")
    write = Button(word="WhatsApp", href=f"https://wa.me/{number}", icon="message-circle")
    return [call, write] if numbers.phone else [write]


def task_row(task: TaskFacts, reader: Reader, *, on_card: bool = False) -> Task:
    """Return an open task as a row: who, why, what it may bring, until when, its outcomes.

    on_card: it stands on the customer's own card, so its title does not lead there.
    """
    is_late, own = task.due_at < reader.now, f"/tasks/{task.id}/"
    leads_to_card, worth = task.customer_id is not None and not on_card, reader.worth(task)
    return Task(
        title=task.title,
        why=task.reason,
        level="bad" if is_late else "watch",
        word=_("late") if is_late else _("to do"),
        href=f"/customers/{task.customer_id}/" if leads_to_card else own,
        value=worth,
        value_note=_("in 12 months") if worth else "",
        due=due_word(task.due_at, now=reader.now, zone=reader.zone),
        is_late=is_late,
        buttons=[Button(word=_("More"), href=own, kind="quiet")] if leads_to_card else (),
        action=f"{own}outcome/",
        outcomes=outcomes(),
        script=task.script,
    )
