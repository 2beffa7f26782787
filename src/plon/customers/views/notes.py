"""Notes about a customer, and days of a customer's life."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import services
from plon.customers.forms import LifeForm, NoteForm
from plon.customers.forms.noting import LIFE_WORDS
from plon.customers.views.frame import existing, posted, right_for, shown, status_of
from plon.lifetime import wording
from plon.ui import notices
from plon.ui.language import active_language


@require_http_methods(["GET", "POST"])
def notes(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Show all notes, the newest first; POST writes one down."""
    caller = accounts.caller(request, may=right_for(request))
    card = existing(customer_id)
    form = NoteForm(posted(request))
    if form.is_valid():
        services.add_note(
            caller, customer_id=customer_id, text=form.cleaned_data["text"], now=timezone.now()
        )
        notices.done(request, _("The note is on the card."))
        return redirect("customers:notes", customer_id)
    zone = caller.firm.zone
    rows = [
        {"note": note, "day": _day(date_in(zone, note.written_at))} for note in reversed(card.notes)
    ]
    context = {"form": form, "rows": rows}
    return shown(request, caller, card, "notes", context, status=status_of(request))


@require_POST
def note_removal(request: HttpRequest, customer_id: UUID, note_id: UUID) -> HttpResponse:
    """Delete a note."""
    caller = accounts.caller(request, may="customers.write")
    existing(customer_id)
    services.remove_note(caller, customer_id=customer_id, note_id=note_id, now=timezone.now())
    notices.done(request, _("The note is gone."))
    return redirect("customers:notes", customer_id)


@require_http_methods(["GET", "POST"])
def life(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Show the days of a customer's life; POST writes one down."""
    caller = accounts.caller(request, may=right_for(request))
    card = existing(customer_id)
    form = LifeForm(posted(request))
    if form.is_valid():
        services.add_life_event(
            workspace_id=caller.workspace_id, customer_id=customer_id, **form.cleaned_data
        )
        notices.done(request, _("The event is on the card."))
        return redirect("customers:life", customer_id)
    rows = [
        {"event": event, "word": LIFE_WORDS[event.kind], "day": _day(event.event_date)}
        for event in sorted(card.life, key=lambda event: event.event_date, reverse=True)
    ]
    context = {"form": form, "rows": rows}
    return shown(request, caller, card, "life", context, status=status_of(request))


@require_POST
def life_removal(request: HttpRequest, customer_id: UUID, event_id: UUID) -> HttpResponse:
    """Delete a day of a customer's life."""
    accounts.caller(request, may="customers.write")
    existing(customer_id)
    services.remove_life_event(customer_id=customer_id, event_id=event_id)
    notices.done(request, _("The event is gone."))
    return redirect("customers:life", customer_id)


def _day(day: date) -> str:
    return wording.day(day, language=active_language())
