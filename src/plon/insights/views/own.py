"""A customer's own page. Who it is says the session alone: no address names a customer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries as accounts
from plon.insights.services import own
from plon.ui import notices

CUSTOMER = "customer"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what the firm knows about whoever asks."""
    visitor = accounts.visitor(request, kind=CUSTOMER)
    context = {"page": own.own_page(visitor), "own_firm": visitor.firm}
    return render(request, "insights/own.html", context)


@require_POST
def withdrawal(request: HttpRequest) -> HttpResponse:
    """Withdraw a consent of one's own."""
    visitor = accounts.visitor(request, kind=CUSTOMER)
    is_done = own.withdraw(
        visitor,
        channel=request.POST.get("channel", ""),
        purpose=request.POST.get("purpose", ""),
        address=request.build_absolute_uri(reverse("insights:own")),
        now=timezone.now(),
    )
    if is_done:
        notices.done(request, _("The consent is withdrawn."))
    return redirect("insights:own")
