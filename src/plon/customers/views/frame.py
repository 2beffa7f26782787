"""What the pages about one customer share: name, tabs, the way back to the card."""

from collections.abc import Mapping
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from plon.accounts.queries import Caller
from plon.customers import queries


def card_href(customer_id: UUID) -> str:
    """Return the address of the card."""
    return reverse("insights:customer", args=[customer_id])


def existing(customer_id: UUID) -> queries.Card:
    """Return the customer, whole. Raises Http404."""
    found = queries.card(customer_id)
    if found is None or found.merged_into_id is not None:
        raise Http404
    return found


def shown(
    request: HttpRequest,
    caller: Caller,
    card: queries.Card,
    page: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a page about one customer below its tabs; `page` names the template and the route."""
    whole = {
        "card": card,
        "tabs": queries.pages(
            card.id, caller.rights, current=f"customers:{page}", is_erased=card.is_erased
        ),
        "may_write": "customers.write" in caller.rights and not card.is_erased,
        **context,
    }
    return render(request, f"customers/{page}.html", whole, status=status)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: an empty POST is an answer, too."""
    return request.POST if request.method == "POST" else None


def status_of(request: HttpRequest) -> int:
    """Return 422 for a form that is shown again, 200 for one shown first."""
    return 422 if request.method == "POST" else 200


def right_for(request: HttpRequest) -> str:
    """Return the right that a page needs which is read by many and changed by some."""
    return "customers.write" if request.method == "POST" else "customers.read"
