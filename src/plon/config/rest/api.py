"""The REST API at /api/v1/: every room's operations, and how refusals are answered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from pydantic_core import from_json

from plon import __version__
from plon.config.rest.description import Description
from plon.config.rest.problems import of_refusal, of_status, of_validation
from plon.core.errors import DomainError
from plon.customers.api import consents, customers
from plon.orders.api import products, sales
from plon.value.api import costs, segments, value

VERSION = "v1"


class StrictParser(Parser):
    """Reads JSON alone: no NaN, no half signs, no towers of brackets."""

    def parse_body(self, request: HttpRequest) -> Any:
        return from_json(request.body, allow_inf_nan=False)


class Api(NinjaAPI):
    """The API with a description of our own."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return Description(self, path_prefix or f"/api/{VERSION}/")


def made() -> Api:
    """Return the API of all rooms."""
    api = Api(
        title="Plon",
        version=__version__,
        description="Customers, orders and what they are worth. Guide: docs/guides/api.md.",
        docs_url=None,
        openapi_url=None,  # rest.pages serves it, made once
        urls_namespace=f"api-{VERSION}",
        parser=StrictParser(),
    )
    for router in (customers, consents, products, sales, segments, value, costs):
        api.add_router("", router)
    api.add_exception_handler(DomainError, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(HttpError, _failed)
    api.add_exception_handler(Http404, _missing)
    return api


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    return of_refusal(refusal)


def _invalid(request: HttpRequest, invalid: Any) -> HttpResponse:
    return of_validation(invalid.errors)


def _failed(request: HttpRequest, failed: Any) -> HttpResponse:
    return of_status(failed.status_code)


def _missing(request: HttpRequest, missing: Any) -> HttpResponse:
    return of_status(404)


api = made()
