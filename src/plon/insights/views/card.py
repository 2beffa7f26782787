"""The card of one customer."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.customers import queries as customers
from plon.insights.services.card import profile
from plon.insights.services.story import Asked, Reader


@require_safe
def customer(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """All about one customer on one page; a merged one leads to the one it became."""
    caller = accounts.caller(request, may="customers.read")
    reader = Reader(
        firm=caller.firm,
        sees_value="value.read" in caller.rights,
        sees_orders="orders.read" in caller.rights,
        now=timezone.now(),
        asked=Asked(kind=request.GET.get("show", ""), is_whole="whole" in request.GET),
    )
    found = profile(customer_id, reader)
    if found is None:
        raise Http404
    if found.card.merged_into_id is not None:
        return redirect("insights:customer", found.card.merged_into_id)
    may_write = "customers.write" in caller.rights and not found.card.is_erased
    context = {
        "profile": found,
        "may_work": "agenda.work" in caller.rights,
        "may_sell": "orders.write" in caller.rights,
        "may_write": may_write,
        "tag_names": customers.tag_names() if may_write else [],
        "tabs": customers.pages(
            customer_id,
            caller.rights,
            current="insights:customer",
            is_erased=found.card.is_erased,
        ),
    }
    return render(request, "insights/card.html", context)
