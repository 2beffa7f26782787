"""What a customer agreed to: who may contact them how, the history, a new entry by hand."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries as accounts
from plon.accounts.queries import Caller
from plon.core.days import date_in
from plon.customers import queries, services
from plon.customers.forms.consents import ALL, GivenForm, WithdrawnForm, wording_choice
from plon.customers.forms.words import CHANNELS, OTHER_PLACES, PLACES, PURPOSES, REASONS
from plon.customers.models import Wording
from plon.customers.services import Said
from plon.customers.views.frame import existing, shown
from plon.lifetime import wording
from plon.ui import notices
from plon.ui.language import active_language

UNFIT = 422


@require_safe
def consents(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Show whether a customer may be contacted, and all that was said."""
    caller = accounts.caller(request, may="customers.read")
    return _page(request, caller, existing(customer_id))


@require_POST
def given(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Write down that a customer agreed."""
    caller = accounts.caller(request, may="customers.write")
    card, now = existing(customer_id), timezone.now()
    zone = caller.firm.zone
    form = GivenForm(request.POST, wordings=_texts(), today=date_in(zone, now))
    if not form.is_valid():
        return _page(request, caller, card, given_form=form, status=UNFIT)
    said = form.cleaned_data
    text = Wording.objects.get(id=said["wording"])
    word = Said(
        channel=text.channel,
        purpose=text.purpose,
        is_given=True,
        form=said["form"],
        wording_id=text.id,
        language=said["language"],
        proof=said["proof"],
        decided_at=_moment(said["decided_on"], zone, now, is_given=True),
    )
    services.note_consents(caller, customer_id=customer_id, said=[word], now=now)
    notices.done(request, _("The consent is written down."))
    return redirect("customers:consents", customer_id)


@require_POST
def withdrawn(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Write down that a customer does not want to be contacted."""
    caller = accounts.caller(request, may="customers.write")
    card, now = existing(customer_id), timezone.now()
    zone = caller.firm.zone
    form = WithdrawnForm(request.POST, today=date_in(zone, now))
    if not form.is_valid():
        return _page(request, caller, card, withdrawn_form=form, status=UNFIT)
    said = form.cleaned_data
    words = [
        Said(
            channel=channel,
            purpose=said["purpose"],
            is_given=False,
            form=said["form"],
            proof=said["proof"],
            decided_at=_moment(said["decided_on"], zone, now, is_given=False),
        )
        for channel in (CHANNELS if said["channel"] == ALL else [said["channel"]])
    ]
    services.note_consents(caller, customer_id=customer_id, said=words, now=now)
    notices.done(request, _("Written down: from now on nobody is to contact them so."))
    return redirect("customers:consents", customer_id)


def _page(
    request: HttpRequest,
    caller: Caller,
    card: queries.Card,
    *,
    given_form: GivenForm | None = None,
    withdrawn_form: WithdrawnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    zone = caller.firm.zone
    today = date_in(zone, timezone.now())
    texts = _texts()
    context = {
        "contacts": [
            {"what": _both(channel, purpose), "may": found.may, "why": REASONS.get(found.why, "")}
            for channel, purpose, found in queries.contacts(card.id)
        ],
        "words": [_word(word, zone) for word in queries.history(card.id)],
        "given_form": given_form or GivenForm(None, wordings=texts, today=today),
        "withdrawn_form": withdrawn_form or WithdrawnForm(today=today, auto_id="no_%s"),
        "may_settle": "settings.firm" in caller.rights,
        "has_texts": bool(texts),
    }
    return shown(request, caller, card, "consents", context, status=status)


def _texts() -> list[tuple[str, str]]:
    rows = Wording.objects.order_by("channel", "purpose", "-version")
    return [wording_choice(row) for row in rows]


def _moment(day: date | None, zone: ZoneInfo, now: datetime, *, is_given: bool) -> datetime | None:
    """Return when something was said: now, or on a day before.

    Of a day whose hour is not known, consents come first and withdrawals last.
    """
    if day is None or day >= date_in(zone, now):
        return None
    if is_given:
        return datetime.combine(day, time.min, tzinfo=zone)
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone) - timedelta(seconds=1)


def _both(channel: str, purpose: str) -> str:
    return f"{CHANNELS[channel]} · {PURPOSES[purpose]}"


def _word(word: queries.Told, zone: ZoneInfo) -> dict[str, object]:
    places = {**PLACES, **OTHER_PLACES}
    return {
        "what": _both(word.channel, word.purpose),
        "word": word,
        "day": wording.day(date_in(zone, word.decided_at), language=active_language()),
        "where": places.get(word.form, word.form),
    }
