"""Language and theme: kept with the account, and in a cookie for those without one."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from plon.accounts import services
from plon.accounts.models import User
from plon.config.menu import THEME_COOKIE

_YEAR_S = int(timedelta(days=365).total_seconds())
_LANGUAGES = {code for code, _name in settings.LANGUAGES}


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on."""
    chosen = request.POST.get("language", "")
    if chosen not in _LANGUAGES:
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        services.change_preferences(user_id=request.user.id, language=chosen)
    return _back(request, cookie=settings.LANGUAGE_COOKIE_NAME, value=chosen)


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Wear another theme from now on."""
    chosen = request.POST.get("theme", "")
    if chosen not in User.Theme.values:
        return HttpResponseBadRequest()
    if isinstance(request.user, User):
        services.change_preferences(user_id=request.user.id, theme=chosen)
    return _back(request, cookie=THEME_COOKIE, value=chosen)


def _back(request: HttpRequest, *, cookie: str, value: str) -> HttpResponse:
    """Return to the page that asked, if it is ours, with the choice in a cookie."""
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(there if is_ours else "/")
    response.set_cookie(
        cookie,
        value,
        max_age=_YEAR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
