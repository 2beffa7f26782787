"""The framework's own way to the same rows: no key, no firm to enter, no rate, no middleware."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from ninja import NinjaAPI, Query

from plon.customers.api import reading
from plon.customers.api.records import CustomerFilters, CustomerPage

bare = NinjaAPI(urls_namespace="bare", docs_url=None, openapi_url=None)


@bare.get("/customers", response=CustomerPage)
def list_customers(request: HttpRequest, filters: Query[CustomerFilters]) -> dict[str, Any]:
    """The rows of ours, by its query, through its record."""
    return reading.page_of(filters)


urlpatterns = [path("bare/", bare.urls)]


def here(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Answer from this file's addresses."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.urlconf = __name__
        return get_response(request)

    return respond
