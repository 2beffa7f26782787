"""Where everything that can be set stands."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.config.menu import settings_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the pages of settings that the caller may open."""
    caller = accounts.caller(request, may="account.own")
    return render(request, "config/settings.html", {"pages": settings_of(caller.rights)})
