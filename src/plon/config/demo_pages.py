"""One click into the demo firms, and one click out."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from plon.accounts import queries as accounts
from plon.accounts import services
from plon.config.demo import doors
from plon.config.demo.fill import demo_firms, fill_demo


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Lead somebody of a real firm into the demo, which is filled in where it must."""
    caller = accounts.caller(request, may="settings.firm")
    now = timezone.now()
    firms = [firm.id for firm in demo_firms(fill_demo(now=now))]
    services.visit_demo(caller, workspace_ids=firms, now=now)
    request.session[accounts.SESSION_WORKSPACE] = str(firms[0])
    return redirect("/")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Lead back to one's own firm, and take the demo from among one's firms.

    A mere visitor is led to the making of a firm, while there is none yet.
    """
    caller = accounts.caller(request, may="account.own")
    own = [each for each in accounts.workspaces_of(caller.person_id) if not each.is_demo]
    now = timezone.now()
    if own:
        services.leave_demo(caller, now=now)
        request.session[accounts.SESSION_WORKSPACE] = str(own[0].id)
        return redirect("/")
    logout(request)
    token = doors.first_owner_link(now=now)
    return redirect("accounts:join", token) if token else redirect("account_login")
