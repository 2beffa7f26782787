"""Operations that change a known customer: fields, and addresses."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from plon.accounts.queries import program
from plon.customers import domain, services
from plon.customers.api import reading
from plon.customers.api.records import CustomerChange, CustomerOut, IdentityIn, IdentityRow
from plon.customers.api.router import WRITE, router
from plon.customers.models import Customer, Identity
from plon.runtime.rest import Fault, FieldsRefused, answer, no_content

WHY: Mapping[str, str] = {
    services.TAKEN: "identity_taken",
    services.UNREADABLE: "address_unreadable",
}
_NULLABLE = {"birthday", "company_birthday", "first_visit_date", "referrer_id"}
_LONG = {"needs", "preferences"}  # of several lines


@router.patch(
    "/customers/{uuid:customer_id}",
    auth=WRITE,
    response=CustomerOut,
    summary="Change a customer",
)
def change_customer(request: HttpRequest, customer_id: UUID, body: CustomerChange) -> HttpResponse:
    """Changes the fields told, whatever stood there; null empties one. All others stay.

    An import will not fill again what is emptied here.
    """
    told = body.model_dump(exclude_unset=True)
    changes = {name: _normal(name, value) for name, value in told.items()}
    if long := [name for name, value in changes.items() if _is_too_long(name, value)]:
        raise FieldsRefused(*(Fault(code="string_too_long", pointer=f"/{each}") for each in long))
    try:
        services.change_fields(
            program(request), customer_id=customer_id, changes=changes, now=timezone.now()
        )
    except services.ReferrerUnfit:
        raise FieldsRefused(Fault(code="referrer_unfit", pointer="/referrer_id")) from None
    return answer(reading.one(customer_id))


@router.post(
    "/customers/{uuid:customer_id}/identities",
    auth=WRITE,
    response={200: IdentityRow, 201: IdentityRow},
    summary="Add an identity to a customer",
)
def add_identity(request: HttpRequest, customer_id: UUID, body: IdentityIn) -> HttpResponse:
    """Gives the customer one more address (201); one that they have is known (200).

    An address of another customer is refused: it belongs to one only.
    """
    now = timezone.now()
    address = services.Address(kind=body.kind, text=body.value)
    try:
        identity_id = services.add_address(
            program(request), customer_id=customer_id, address=address, now=now
        )
    except services.AddressesRefused as refused:
        faults = [Fault(code=WHY[each.why], pointer="/value") for each in refused.refusals]
        raise FieldsRefused(*faults) from None
    row = Identity.objects.get(id=identity_id)
    told = {"id": row.id, "kind": row.kind, "value": row.shown}
    return answer(told, status=201 if row.created_at >= now else 200)


@router.delete(
    "/customers/{uuid:customer_id}/identities/{uuid:identity_id}",
    auth=WRITE,
    response={204: None},
    summary="Remove an identity of a customer",
)
def remove_identity(request: HttpRequest, customer_id: UUID, identity_id: UUID) -> HttpResponse:
    """Takes the address away; no import will bring it back to this customer."""
    if not Identity.objects.filter(id=identity_id, customer_id=customer_id).exists():
        raise Http404
    services.remove_address(
        program(request), customer_id=customer_id, address_id=identity_id, now=timezone.now()
    )
    return no_content()


def _normal(name: str, value: Any) -> Any:
    """Return a field as it is kept: tidied, codes in their one spelling; null as what is blank."""
    if value is None:
        return None if name in _NULLABLE else ""
    if not isinstance(value, str) or name in _LONG:
        return value
    tidied = domain.tidy(value)
    if name in {"country", "language"}:
        return domain.normal_code(tidied, is_upper=name == "country") or ""
    return domain.normal_tax_id(tidied) or tidied if name == "tax_id" else tidied


def _is_too_long(name: str, value: Any) -> bool:
    """Say so of a text that grew as its signs were taken apart (NFC)."""
    bound = getattr(Customer._meta.get_field(name), "max_length", None)
    return isinstance(value, str) and bound is not None and len(value) > bound
