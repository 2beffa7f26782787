"""Operations on consents: what a customer said, one more word, the texts that are agreed to."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from plon.accounts.queries import Key, program
from plon.customers import services
from plon.customers.api import agreed, reading
from plon.customers.api.consent_records import (
    ConsentFilters,
    ConsentIn,
    ConsentOut,
    ConsentPage,
    WordingFilters,
    WordingPage,
)
from plon.runtime.rest import Fault, FieldsRefused, answer, wanted

router = Router(tags=["consents"])
READ, WRITE = Key("customers.read"), Key("customers.write")


@router.get(
    "/customers/{uuid:customer_id}/consents",
    auth=READ,
    response=ConsentPage,
    summary="List what a customer said",
)
def list_consents(
    request: HttpRequest, customer_id: UUID, filters: Query[ConsentFilters]
) -> HttpResponse:
    """Consents given and withdrawn, the newest decision first. Nothing in it is ever changed.

    Of a channel and a purpose the newest decision counts, and at the same moment a withdrawal.
    What those said who were merged into the customer is in it, too.
    """
    wanted(request, filters)
    if reading.one(customer_id) is None:
        raise Http404
    return answer(agreed.page_of(customer_id, filters))


@router.post(
    "/customers/{uuid:customer_id}/consents",
    auth=WRITE,
    response={200: ConsentOut, 201: ConsentOut},
    summary="Record what a customer said",
)
def record_consent(request: HttpRequest, customer_id: UUID, body: ConsentIn) -> HttpResponse:
    """Adds a consent or a withdrawal to the history (201); the same once more is known (200).

    A consent needs the text that was agreed to, a withdrawal none. With the source `import` a
    consent does not come back that was withdrawn before: refused with 409.
    """
    now = timezone.now()
    told = body.model_dump(exclude={"source"}, exclude_none=True)
    said = services.Said(**told, form=body.source)
    try:
        (consent_id,) = services.note_consents(
            program(request), customer_id=customer_id, said=[said], now=now
        )
    except services.DecidedLater:
        raise FieldsRefused(Fault(code="decided_later", pointer="/decided_at")) from None
    except services.WordingMissing:
        raise FieldsRefused(Fault(code="wording_missing", pointer="/wording_id")) from None
    row = agreed.one(consent_id)
    return answer(row, status=201 if row["recorded_at"] == now else 200)


@router.get("/wordings", auth=READ, response=WordingPage, summary="List the texts of consents")
def list_wordings(request: HttpRequest, filters: Query[WordingFilters]) -> HttpResponse:
    """Every version of each text, the first written first; `is_newest` lists those asked now."""
    wanted(request, filters)
    return answer(agreed.wordings_of(filters))
