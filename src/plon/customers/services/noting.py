"""Notes about a customer, and days of a customer's life."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.customers.models import LifeEvent, Note
from plon.customers.services.living import living
from plon.runtime.ids import new_id


@transaction.atomic
def add_note(caller: Caller, *, customer_id: UUID, text: str, now: datetime) -> UUID:
    """Write down what somebody knows of a customer; return the note's id. Raises CustomerGone."""
    note = Note.objects.create(
        id=new_id(),
        workspace_id=caller.workspace_id,
        customer=living(customer_id),
        text=text,
        author=caller.actor,
        author_name=caller.name,
        written_at=now,
    )
    return note.id


@transaction.atomic
def remove_note(caller: Caller, *, customer_id: UUID, note_id: UUID, now: datetime) -> None:
    """Delete a note of a customer. Safe to repeat."""
    gone, _each = Note.objects.filter(customer_id=customer_id, id=note_id).delete()
    if gone:
        accounts.record(caller, "note.removed", subject=f"customer:{customer_id}", now=now)


@transaction.atomic
def add_life_event(
    *, workspace_id: UUID, customer_id: UUID, kind: str, event_date: date, note: str = ""
) -> UUID:
    """Write down a day in a customer's life; return its id. Raises CustomerGone.

    kind: a code of LifeEvent.Kind. Safe to repeat: the same day of the same kind stands once.
    """
    customer = living(customer_id)
    known = LifeEvent.objects.filter(customer=customer, kind=kind, event_date=event_date).first()
    if known is not None:
        known.note = note
        known.save(update_fields=["note"])
        return known.id
    return LifeEvent.objects.create(
        id=new_id(),
        workspace_id=workspace_id,
        customer=customer,
        kind=kind,
        event_date=event_date,
        note=note,
    ).id


@transaction.atomic
def remove_life_event(*, customer_id: UUID, event_id: UUID) -> None:
    """Delete a day of a customer's life. Safe to repeat."""
    LifeEvent.objects.filter(customer_id=customer_id, id=event_id).delete()
