"""application/problem+json (RFC 9457), in the language of Accept-Language."""

import secrets
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from pydantic import BaseModel
from pydantic_core import to_json

from plon.config.rest.words import DETAILS, FAULTS, OTHER_FAULT, TITLES
from plon.core.errors import DomainError
from plon.runtime.rest import Fault, FieldsRefused

PREFIX = "/api/"
PAGES = ("/api/v1/docs",)  # of the API's addresses, those for people
TYPE = "application/problem+json"
OF_STATUS: Mapping[int, str] = {
    400: "body_unreadable",
    401: "not_signed_in",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
}


class FieldFault(BaseModel):
    """A field that cannot be used: a JSON pointer into the body, or the name of a parameter."""

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(BaseModel):
    """Why a request was refused. `code` is stable; `title` and `detail` are for people."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[FieldFault] = []


def is_api(request: HttpRequest) -> bool:
    """Say whether a program is answered: by problems in JSON."""
    return request.path_info.startswith(PREFIX) and request.path_info not in PAGES


def of_refusal(refusal: DomainError) -> HttpResponse:
    """Return the answer to what a room refused."""
    faults = refusal.faults if isinstance(refusal, FieldsRefused) else ()
    return problem(refusal.code, status=refusal.status, name=str(refusal), faults=faults)


def of_validation(errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Return the answer to fields that django-ninja could not read."""
    faults = [_fault(error) for error in errors]
    return problem(FieldsRefused.code, status=FieldsRefused.status, faults=faults)


def of_status(status: int) -> HttpResponse:
    """Return the problem of an answer that was none: a page of Django's, or a crash."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return problem("internal_error", status=500, name=secrets.token_hex(3).upper())
    return problem(OF_STATUS.get(status, "not_found"), status=status)


def problem(
    code: str, *, status: int, name: object = "", faults: Iterable[Fault] = ()
) -> HttpResponse:
    """Return a problem in the language that is spoken. name: what its sentence names."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    detail = DETAILS.get(code, title)
    told: dict[str, Any] = {
        "type": f"urn:plon:problem:{code}",
        "title": gettext(str(title)) if isinstance(title, str) else str(title),
        "status": status,
        "code": code,
        "detail": str(detail) % {"name": name} if code in DETAILS else str(detail),
    }
    if errors := [_told(fault) for fault in faults]:
        told["errors"] = errors
    response = HttpResponse(to_json(told), status=status, content_type=TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _fault(error: Mapping[str, Any]) -> Fault:
    """Return a fault of a validation error, whose place begins with where it was sent."""
    source, *path = error["loc"]
    if source == "body":
        return Fault(code=error["type"], pointer=_pointer(path[1:]))  # after the argument's name
    return Fault(code=error["type"], parameter=str(path[-1]) if path else source)


def _pointer(path: Iterable[str | int]) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _told(fault: Fault) -> dict[str, str]:
    detail = str(FAULTS.get(fault.code, OTHER_FAULT))
    place = {"parameter": fault.parameter} if fault.parameter else {"pointer": fault.pointer}
    return {"code": fault.code, "detail": detail, **place}
