"""What is said of a customer who slips away: done, or later."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.accounts.queries import Caller
from plon.agenda import queries as agenda_queries
from plon.agenda import services as agenda
from plon.core.days import date_in
from plon.core.errors import DomainError
from plon.customers import queries as customers
from plon.insights.services import words
from plon.insights.services.todo import QUIET
from plon.value import queries as value

LATER = "later"
LATER_DAYS = 3  # working days


class NotSlipping(DomainError):
    """The customer has no figures in this workspace that would ask for a contact."""

    code = "not_slipping"
    status = 404


class OutcomeUnknown(DomainError):
    """A proposal was answered with something that is no outcome. Nothing was written."""

    code = "outcome_unknown"
    status = 422


@transaction.atomic
def answer_proposal(caller: Caller, *, customer_id: UUID, said: str, now: datetime) -> UUID:
    """Make the task that Today proposed, and say what came of it; return its id.

    said: a code of agenda.Outcome, or LATER. One task for a customer, a last purchase and a round:
    proposed again after the quiet days, it is a new one. Raises NotSlipping, OutcomeUnknown, and
    TaskOver where somebody was faster; nothing is written then.
    """
    proposed = _proposed(caller, customer_id, now=now)
    if said != LATER and said not in set(agenda.Outcome):
        raise OutcomeUnknown(said)
    task_id = agenda.add_task(workspace_id=caller.workspace_id, task=proposed, now=now)
    if said == LATER:
        agenda.snooze_task(
            workspace_id=caller.workspace_id, task_id=task_id, working_days=LATER_DAYS, now=now
        )
    else:
        agenda.record_outcome(
            workspace_id=caller.workspace_id,
            task_id=task_id,
            outcome=agenda.Outcome(said),
            actor=caller.actor,
            now=now,
        )
    return task_id


def _proposed(caller: Caller, customer_id: UUID, *, now: datetime) -> agenda.NewTask:
    """Return the task that Today proposes to the caller. Raises NotSlipping."""
    found = value.figures_of(customer_ids=[customer_id]).get(customer_id)
    who = customers.reached([customer_id]).get(customer_id)
    if found is None or who is None or "value.read" not in caller.rights:
        raise NotSlipping(str(customer_id))
    cause = f"{value.SLIPPING}:{customer_id}:{found.last_date.isoformat()}"
    rounds = agenda_queries.closed_count(
        workspace_id=caller.workspace_id, cause=cause, before=now - QUIET
    )
    return agenda.NewTask(
        title=words.call_title(who.name),
        customer_id=customer_id,
        reason=words.why_slipping(found, date_in(caller.firm.zone, now)),
        script=words.slipping_script(),
        value_minor=found.value_12m_minor,
        due_at=now,  # as proposed, in the evening, too
        key=f"{cause}:{rounds}" if rounds else cause,
    )
