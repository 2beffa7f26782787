"""Pages and files of no room: the styles of all pages, and calm pages when something fails."""

import logging
import secrets
import sys
from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from plon.config.middleware import asked_language
from plon.config.rest.problems import is_api, of_status, problem
from plon.runtime import full_disk
from plon.ui import styles

log = logging.getLogger(__name__)


@require_safe
def style_sheet(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Return all styles; their address changes with them, so browsers keep them for ever."""
    if fingerprint != styles.fingerprint():
        raise Http404
    response = HttpResponse(styles.application(), content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that a request cannot be read, or came for a host that is not ours.

    That is found before anybody knows who asks: the page asks the request and files alone.
    """
    is_elsewhere = isinstance(exception, DisallowedHost)
    language = getattr(request, "LANGUAGE_CODE", "") or asked_language(request)
    with translation.override(language):
        if is_api(request):
            return problem("host_unknown", status=400) if is_elsewhere else of_status(400)
        theme = request.COOKIES.get("theme", "")
        said = {"is_elsewhere": is_elsewhere, "language": language, "theme": theme}
        return HttpResponseBadRequest(render_to_string("config/unreadable.html", said))


def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """Say that this may not be done. `reason` is Django's, of a form whose page is too old."""
    context = {"is_old_form": bool(reason)}
    return render(request, "config/forbidden.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, or none for this person."""
    return render(request, "config/not_found.html", status=404)


def crashed(request: HttpRequest) -> HttpResponse:
    """Say that it was our fault, with a code that stands in the log. Asks the database nothing.

    A disk without room is nobody's fault, and is called by its name. Django calls this while the
    error is at hand.
    """
    if full_disk.is_full(sys.exc_info()[1]):
        return _no_room(request)
    code = secrets.token_hex(3).upper()
    log.error("page crashed", extra={"code": code, "path": request.path})
    return HttpResponseServerError(_crash_page(request, code=code))


def _no_room(request: HttpRequest) -> HttpResponse:
    log.error("disk is full", extra={"path": request.path})
    status = HTTPStatus.INSUFFICIENT_STORAGE
    if is_api(request):
        return problem("disk_full", status=status)
    return HttpResponse(_crash_page(request, is_full=True), status=status)


def _crash_page(request: HttpRequest, **said: object) -> str:
    theme = request.COOKIES.get("theme", "")
    return render_to_string(
        "config/crashed.html", {"language": get_language(), "theme": theme, **said}
    )
