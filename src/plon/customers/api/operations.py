"""Operations on customers and their identities."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query

from plon.accounts.queries import program
from plon.customers import services
from plon.customers.api import reading
from plon.customers.api.records import (
    CustomerFilters,
    CustomerIn,
    CustomerOut,
    CustomerPage,
    IdentityList,
)
from plon.customers.api.router import READ, WRITE, router
from plon.customers.queries import FOUND_BY, normal_address
from plon.runtime.rest import Fault, FieldsRefused, answer, wanted


@router.get("/customers", auth=READ, response=CustomerPage, summary="List customers")
def list_customers(request: HttpRequest, filters: Query[CustomerFilters]) -> HttpResponse:
    """The newest first; with `updated_since` the longest unchanged first, to follow changes.

    Customers that were merged or erased are left out.
    """
    wanted(request, filters)
    return answer(reading.page_of(filters))


@router.post(
    "/customers",
    auth=WRITE,
    response={200: CustomerOut, 201: CustomerOut},
    summary="Find or make a customer",
)
def tell_customer(request: HttpRequest, body: CustomerIn) -> HttpResponse:
    """Finds the customer with any of the identities told (200), else makes one (201).

    Of a known customer, blank fields are filled and new identities and tags added; fields that
    have a value stay: those change on the card. Another customer's identity stays theirs.
    """
    now = timezone.now()
    person = services.Person(**_told(body))
    if not (person.external_id or person.email or person.phone):
        raise FieldsRefused(Fault(code="identity_missing"))
    customer_id = services.tell_customer(program(request), person=person, now=now)
    return _answer(customer_id, is_new_at=now)


@router.get(
    "/customers/{uuid:customer_id}", auth=READ, response=CustomerOut, summary="Get a customer"
)
def get_customer(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """A customer who was merged or erased, too: then `merged_into_id` or `erased_at` says so."""
    row = reading.one(customer_id)
    if row is None:
        raise Http404
    return answer(row)


@router.get(
    "/customers/{uuid:customer_id}/identities",
    auth=READ,
    response=IdentityList,
    summary="List a customer's identities",
)
def list_identities(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """E-mail addresses, phone numbers, handles, and ids in other systems."""
    if reading.one(customer_id) is None:
        raise Http404
    return answer({"data": reading.identities_of(customer_id)})


def _told(body: CustomerIn) -> dict[str, Any]:
    """Return what was told; refuse addresses that are none: they would be lost."""
    told = {name: value for name, value in body.model_dump().items() if value is not None}
    faults = [
        Fault(code="address_unreadable", pointer=f"/{name}")
        for name, kind in FOUND_BY.items()
        if told.get(name) and normal_address(kind, told[name]) is None
    ]
    if faults:
        raise FieldsRefused(*faults)
    return told | {"tags": tuple(told["tags"])}


def _answer(customer_id: UUID, *, is_new_at: Any) -> HttpResponse:
    row = reading.one(customer_id)
    assert row is not None  # noqa: S101 - just found or made
    is_new = row["created_at"] == is_new_at
    address = f"/api/v1/customers/{customer_id}"
    return answer(row, status=201 if is_new else 200, location=address if is_new else "")
