"""What stands before every operation: the size of the body, problems for whatever is refused, one
transaction a write, and Idempotency-Key.
"""

import hashlib
import logging
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.config.rest.problems import TYPE, is_api, of_refusal, of_status, problem
from plon.core.errors import DomainError

Respond = Callable[[HttpRequest], HttpResponseBase]

SAFE = {"GET", "HEAD", "OPTIONS"}
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
log = logging.getLogger(__name__)


def problems(get_response: Respond) -> Respond:
    """Let every refusal under /api/ be a problem in JSON, whoever refused: 404 and 500, too."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        if not is_api(request):
            return get_response(request)
        length = str(request.META.get("CONTENT_LENGTH") or "")
        if length.isdecimal() and int(length) > settings.API_BODY_MAX:
            return problem("body_too_large", status=413, name=settings.API_BODY_MAX)
        response = get_response(request)
        said = response.headers.get("Content-Type", "")
        if response.status_code < HTTPStatus.BAD_REQUEST or said.startswith(TYPE):
            return response
        return _translated(response, request)

    return respond


def _translated(response: HttpResponseBase, request: HttpRequest) -> HttpResponse:
    made = of_status(response.status_code)
    if "Allow" in response.headers:
        made.headers["Allow"] = response.headers["Allow"]
    if made.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("operation crashed", extra={"problem": made.content, "path": request.path})
    return made


def writes(get_response: Respond) -> Respond:
    """Do all of a write or nothing: a refused one leaves no trace. One with a key is done once."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        caller = cast("Caller | None", getattr(request, "caller", None))
        if not is_api(request) or request.method in SAFE or caller is None:
            return get_response(request)
        key = request.headers.get(HEADER) if request.method == "POST" else None
        if key is not None and not _KEY.fullmatch(key):
            return problem("idempotency_key_unusable", status=422)
        with transaction.atomic():
            response = _once(request, caller, key, get_response) if key else get_response(request)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                transaction.set_rollback(True)
        return response

    return respond


def _once(
    request: HttpRequest, caller: Caller, key: str, get_response: Respond
) -> HttpResponseBase:
    """Answer as before where the key came with this very request; else act, and keep the answer."""
    told = f"{request.method} {request.get_full_path()}\n".encode() + request.body
    fingerprint = hashlib.sha256(told).hexdigest()
    try:
        kept = accounts.claim_answer(caller, key=key, fingerprint=fingerprint, now=timezone.now())
    except DomainError as refusal:
        return of_refusal(refusal)
    if kept is not None:
        return _again(kept)
    response = get_response(request)
    if isinstance(response, HttpResponse) and response.status_code < HTTPStatus.BAD_REQUEST:
        answer = accounts.Answer(
            status=response.status_code,
            body=response.content.decode(),
            location=response.headers.get("Location", ""),
        )
        accounts.keep_answer(caller, key=key, answer=answer)
    return response


def _again(kept: accounts.Answer) -> HttpResponse:
    response = HttpResponse(kept.body, status=kept.status, content_type="application/json")
    response.headers[REPLAYED] = "true"
    if kept.location:
        response.headers["Location"] = kept.location
    return response
