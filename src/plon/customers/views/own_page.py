"""A customer's own page: the link is made here, shown once, sent by hand; here it ends, too."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plon.accounts import queries as accounts
from plon.customers import services
from plon.customers.views.frame import card_href, existing, shown
from plon.ui import notices
from plon.ui.sharing import ways


@require_POST
def link(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Make a link to a customer's own page. Only its hash is kept, so it is not shown again."""
    caller = accounts.caller(request, may="customers.write")
    card = existing(customer_id)
    token = services.make_own_link(caller, customer_id=customer_id, now=timezone.now())
    mails = [written for kind, written in card.addresses if kind == "email"]
    context = ways(
        link=request.build_absolute_uri(reverse("accounts:own-enter", args=[token])),
        text=_("Your own page at %(firm)s. The link works for 7 days, once.")
        % {"firm": caller.firm.name},
        mail_to=mails[0] if mails else "",
        subject=caller.firm.name,
    )
    return shown(request, caller, card, "own_page", context, status=201)


@require_POST
def closing(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """End the link and every visit of a customer to their own page."""
    caller = accounts.caller(request, may="customers.write")
    existing(customer_id)
    services.close_own_page(caller, customer_id=customer_id, now=timezone.now())
    notices.done(request, _("The own page is closed. A new link opens it again."))
    return redirect(card_href(customer_id))
