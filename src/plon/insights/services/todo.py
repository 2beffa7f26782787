"""What waits for a person today, from every room: each thing as a row, and how much it presses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from plon.accounts.queries import Caller, WorkspaceFacts
from plon.agenda import queries as agenda
from plon.agenda.services import words as agenda_words
from plon.core.days import date_in, days_after, start_of
from plon.customers import queries as customers
from plon.experiments import queries as experiments
from plon.imports import queries as imports
from plon.insights.domain import TASKS_MAX, Candidate, first
from plon.insights.services import words
from plon.ui.components import Button, Task
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value import queries as value

QUIET = timedelta(days=30)  # somebody spoken to is not proposed again


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something to do, and what puts it into words: few of many are shown."""

    candidate: Candidate
    row: Callable[[], Task]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """For whom the day is made, and when."""

    caller: Caller
    firm: WorkspaceFacts
    speech: Speech
    now: datetime

    def may(self, right: str) -> bool:
        return right in self.caller.rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for a person today, in no order, and how many things: a customer is one."""

    offers: list[Offer]
    count: int
    later: int  # tasks of days to come
    people: Mapping[UUID, customers.Reached]  # those who may be shown and can be called


def waiting(caller: Caller, firm: WorkspaceFacts, *, speech: Speech, now: datetime) -> Waiting:
    """Return what waits for this person in all rooms whose rights they have."""
    asked = Asked(caller=caller, firm=firm, speech=speech, now=now)
    if not asked.may("agenda.work"):
        return Waiting(offers=[], count=0, later=0, people={})
    midnight = days_after(now, 1, firm.zone) - timedelta(microseconds=1)
    pressing = agenda.pressing(workspace_id=firm.id, until=midnight, owner_id=caller.user_id)
    found = _slipping(asked) if asked.may("value.read") else []
    of_tasks = list(_tasks(pressing.tasks, asked))
    first_of_tasks = first([each.candidate for each in of_tasks])  # of them alone some are shown
    of_first = [each.customer_id for each in first_of_tasks if each.customer_id is not None]
    people = customers.reached({*of_first, *(each.customer_id for each in found)})
    others = list(_proposals(found, people, asked))  # about nobody of whom there is a task
    if asked.may("value.write"):
        others += _hypotheses(asked)
    if asked.may("imports.run"):
        others += _imports(asked)
    return Waiting(
        offers=[*of_tasks, *others],
        count=pressing.count + len(others),
        later=pressing.later,
        people=people,
    )


def _tasks(tasks: Sequence[agenda.TaskFacts], asked: Asked) -> Iterator[Offer]:
    reader = agenda_words.Reader.of(asked.caller, now=asked.now)
    for task in tasks:
        yield Offer(
            candidate=Candidate(
                source="agenda",
                key=task.id,
                customer_id=task.customer_id,
                value_minor=task.value_minor,
                urgency=agenda.urgency(due=task.due_at, now=asked.now),
            ),
            row=partial(agenda_words.task_row, task, reader),
        )


def _slipping(asked: Asked) -> Sequence[value.CustomerFigures]:
    """Return the most valuable of those who slip away and to whom nobody has spoken lately."""
    since = asked.now - QUIET
    handled = agenda.recently_handled(workspace_id=asked.firm.id, since=since)
    return value.slipping(limit=2 * TASKS_MAX, but_not=handled)


def _proposals(
    found: Sequence[value.CustomerFigures],
    people: Mapping[UUID, customers.Reached],
    asked: Asked,
) -> Iterator[Offer]:
    for each in [each for each in found if each.customer_id in people][:TASKS_MAX]:
        yield Offer(
            candidate=Candidate(
                source="slipping",
                key=each.customer_id,
                customer_id=each.customer_id,
                value_minor=each.value_12m_minor,
                urgency=1.0,
            ),
            row=partial(_proposal, each, people[each.customer_id].name, asked),
        )


def _proposal(figures: value.CustomerFigures, name: str, asked: Asked) -> Task:
    at_stake = figures.value_12m_minor
    return Task(
        title=words.call_title(name),
        why=words.why_slipping(figures, date_in(asked.firm.zone, asked.now)),
        level="bad",
        word=_("slipping away"),
        href=f"/customers/{figures.customer_id}/",
        value="" if at_stake is None else asked.speech.estimate(at_stake),
        value_note="" if at_stake is None else _("in 12 months"),
        due=_("today"),
        action=f"/today/slipping/{figures.customer_id}/",
        outcomes=agenda_words.outcomes(),
        script=words.slipping_script(),
    )


def _hypotheses(asked: Asked) -> Iterator[Offer]:
    for each in experiments.to_decide(today=date_in(asked.firm.zone, asked.now)):
        over_at = start_of(each.end_date + timedelta(days=1), asked.firm.zone)
        yield Offer(
            candidate=Candidate(
                source="experiments",
                key=each.id,
                customer_id=None,
                value_minor=None,
                urgency=agenda.urgency(due=over_at, now=asked.now),
            ),
            row=partial(_decision, each, over_at, asked),
        )


def _decision(each: experiments.HypothesisFacts, over_at: datetime, asked: Asked) -> Task:
    return Task(
        title=_("Decide: %(hypothesis)s") % {"hypothesis": each.observation},
        why=_("Its last day was %(day)s. Look at the number: %(metric)s.")
        % {"day": asked.speech.day(each.end_date), "metric": each.metric},
        level="watch",
        word=_("to do"),
        href=f"/reports/hypotheses/{each.id}/",
        due=agenda_words.due_word(over_at, now=asked.now, zone=asked.firm.zone),
        buttons=[Button(word=_("Decide"), href=f"/reports/hypotheses/{each.id}/")],
    )


def _imports(asked: Asked) -> Iterator[Offer]:
    for each in imports.waiting_imports():
        yield Offer(
            candidate=Candidate(
                source="imports", key=each.id, customer_id=None, value_minor=None, urgency=1.0
            ),
            row=partial(_unfinished, each),
        )


def _unfinished(each: imports.Waiting) -> Task:
    href = f"/import/{each.id}/"
    return Task(
        title=_("Finish the import: %(file)s") % {"file": each.file_name},
        why=_("The file waits for your word; until then nothing of it is in Plon."),
        level="watch",
        word=_("to do"),
        href=href,
        due=_("today"),
        buttons=[Button(word=_("Continue"), href=href)],
    )
