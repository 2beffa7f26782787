"""Into a customer's own page by a link, and out of it again."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import services

CUSTOMER = "customer"
PATH = "/my/"  # the only addresses that a browser sends the cookie to


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; pressing it lets in. GET changes nothing: mail scanners open links."""
    now = timezone.now()
    if request.method == "GET":
        firm = services.portal_link_firm(token, kind=CUSTOMER, now=now)
        return render(request, "accounts/own_enter.html", {"own_firm": firm})
    secret = services.enter_portal(token, kind=CUSTOMER, now=now)
    services.leave_portal(_secret(request))
    response = redirect("insights:own")
    response.set_cookie(
        settings.PORTAL_COOKIE_NAME,
        secret,
        max_age=services.STAY,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End the session of this browser."""
    services.leave_portal(_secret(request))
    response = redirect("insights:own")
    response.delete_cookie(settings.PORTAL_COOKIE_NAME, path=PATH, samesite="Lax")
    return response


def _secret(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.PORTAL_COOKIE_NAME, "")
