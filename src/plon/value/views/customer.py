"""One customer's lifetime value by every method: a page, and a part of the customer's card."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.customers import queries as customers
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value.services import own_method_words as words
from plon.value.services.own_methods import own_methods
from plon.value.views.frame import page


@require_safe
def methods(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Every formula with this customer's numbers; htmx asks for the table alone."""
    caller = accounts.caller(request, may="value.read")
    name = customers.names_of([customer_id]).get(customer_id)
    if name is None:
        raise Http404
    speech = Speech(language=active_language(), currency=caller.firm.currency)
    own = own_methods(customer_id=customer_id, zone=caller.firm.zone)
    context = {
        "customer_id": customer_id,
        "name": name,
        "day": "" if own is None else speech.day(own.as_of),
        "own_methods": [] if own is None else words.told(own, speech),
        "assumptions": "" if own is None else words.assumptions(own.habits, speech),
    }
    part = "#table" if "HX-Request" in request.headers else ""
    return page(request, caller, f"value/own_methods.html{part}", context)
