"""What happens around every request: language, workspace, calm errors, private pages."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from urllib.parse import unquote
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
from django.utils import timezone, translation

from plon.accounts import queries as accounts
from plon.accounts import services
from plon.accounts.models import User
from plon.config import stay
from plon.config.refused import SAID
from plon.config.rest.problems import is_api, of_refusal, problem
from plon.core.errors import DomainError
from plon.runtime.tenancy import inside

Answer = Callable[[HttpRequest], HttpResponseBase]

DOORS = ("/join/", "/enter/")  # lead into a workspace: whoever comes is inside none yet
OWN = "/my/"  # pages of people outside the firm: no member's session and no key counts there
OWN_DOORS = ("/my/enter/",)
# Asked by somebody, and entered by the page itself: from one workspace to another, or for a part
# of the work alone, since the rest takes long.
THEMSELVES = ("/demo/", "/value/summary.pdf")
_LANGUAGES = {code for code, _name in settings.LANGUAGES}


def language(get_response: Answer) -> Answer:
    """Speak the language of the account, else of the cookie, else of the browser, else Polish."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        chosen = _chosen_language(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return respond


def _chosen_language(request: HttpRequest) -> str:
    user = None if is_api(request) else request.user
    if isinstance(user, User) and user.language in _LANGUAGES:
        return user.language
    return asked_language(request)


def asked_language(request: HttpRequest) -> str:
    """Return the language of the cookie, which a program has none of, else of the browser."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in _LANGUAGES and not is_api(request):
        return cookie
    asked = translation.get_language_from_request(request).partition("-")[0]
    return asked if asked in _LANGUAGES else "pl"


def readable(get_response: Answer) -> Answer:
    """Refuse an address with the sign that ends text in C: no database keeps it, PostgreSQL fails.

    Forms refuse it themselves.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        if "\0" not in request.path_info + unquote(request.META.get("QUERY_STRING", "")):
            return get_response(request)
        if is_api(request):
            return problem("address_with_nul", status=400)
        raise BadRequest

    return respond


def packed(get_response: Answer) -> Answer:
    """Compress what anybody may keep: styles and scripts. Pages hold secrets, and stay as they are.

    A part of a file stays, too: its place in the whole is told in plain bytes.
    """
    pack = GZipMiddleware(get_response)

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_public = "public" in response.headers.get("Cache-Control", "")
        if response.status_code != HTTPStatus.OK or not is_public:
            return response
        return pack.process_response(request, response)

    return respond


def pages_above(get_response: Answer) -> Answer:
    """Lead a browser from an address that only takes a form to the page above it.

    A refused form stands at such an address: whoever opens it again is not told of methods.
    """

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not is_page or is_api(request):
            return response
        return redirect(_above(request.path_info))

    return respond


def _above(path: str) -> str:
    """Return the nearest address above the path."""
    above = path
    while above != "/":
        above = above.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(above):
            break
    return above


def workspace(get_response: Answer) -> Answer:
    """Enter the workspace of whoever asks, and its time; a stranger enters none, sees no row."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        now: datetime = timezone.now()
        if request.path_info.startswith(OWN):
            return _own_page(request, get_response, now=now)
        found = None if request.path_info.startswith(DOORS) else _caller(request, now=now)
        request.caller = found  # type: ignore[attr-defined]  # read by accounts.caller
        if found is None:
            return get_response(request)
        if found.role is None and (wait_s := _use_key(found, now=now)):
            return _too_many(wait_s)
        with timezone.override(found.firm.zone):
            if request.path_info.startswith(THEMSELVES):
                return get_response(request)
            with inside(found.workspace_id):
                return get_response(request)

    return respond


def _own_page(request: HttpRequest, get_response: Answer, *, now: datetime) -> HttpResponseBase:
    """Enter the workspace of a portal session, if there is one; nobody is a caller there."""
    secret = request.COOKIES.get(settings.PORTAL_COOKIE_NAME, "")
    is_door = request.path_info.startswith(OWN_DOORS)
    found = None if is_door or not secret else accounts.find_visitor(secret, now=now)
    request.caller = None  # type: ignore[attr-defined]  # read by accounts.caller
    request.visitor = found  # type: ignore[attr-defined]  # read by accounts.visitor
    if found is None:
        return get_response(request)
    with timezone.override(found.firm.zone), inside(found.firm.id):
        return get_response(request)


def _caller(request: HttpRequest, *, now: datetime) -> accounts.Caller | None:
    """Return who asks, unless the session has ended. The API knows keys alone, no session."""
    if is_api(request):
        return accounts.find_program(request)
    found = accounts.find_caller(request)
    if found is None or found.role is None:
        return found
    return None if stay.is_over(request, role=found.role, now=now) else found


def _use_key(found: accounts.Caller, *, now: datetime) -> int:
    """Count the request of a key; return the seconds to wait where it may not be answered."""
    key_id = UUID(found.actor.removeprefix("key:"))
    return services.use_api_key(key_id=key_id, per_minute=settings.API_PER_MINUTE, now=now)


def _too_many(wait_s: int) -> HttpResponse:
    refused = problem("too_many_requests", status=429)
    refused.headers["Retry-After"] = str(wait_s)
    return refused


def private(get_response: Answer) -> Answer:
    """Keep whatever does not say otherwise out of every cache: pages are somebody's own."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return respond


class domain_errors:  # noqa: N801 - named as it is read in settings
    """Turn what rooms refuse into answers: JSON for programs, a page for people."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        if is_api(request):
            return of_refusal(error)
        if request.path_info.startswith(OWN):
            told = {"is_link": isinstance(error, services.LinkUnusable)}
            return render(request, "config/own_closed.html", told, status=error.status)
        if isinstance(error, accounts.NotSignedIn):
            return _to_sign_in(request)
        context: dict[str, object] = {"code": error.code, "said": SAID.get(error.code, "")}
        if isinstance(error, services.InvitationUnusable):
            context["is_nobody_here"] = not accounts.has_people()
        return render(request, "config/refused.html", context, status=error.status)


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send a stranger to the sign-in page; tell somebody without a firm so: it is no circle."""
    if request.user.is_authenticated:
        return render(request, "config/refused.html", {"code": "no_workspace"}, status=403)
    if "HX-Request" in request.headers:
        return HttpResponse(status=401, headers={"HX-Redirect": reverse("account_login")})
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
