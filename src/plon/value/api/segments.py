"""Operations on segments."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from plon.accounts.queries import Key, program
from plon.core.days import date_in
from plon.runtime.rest import Fault, FieldsRefused, Filters, answer, by_key, no_content, wanted
from plon.value import queries
from plon.value.api.records import SegmentIn, SegmentOut, SegmentPage, SegmentWorth
from plon.value.models import Segment
from plon.value.services import basis as commands

router = Router(tags=["segments"])
READ, WRITE = Key("value.read"), Key("value.write")
COLUMNS = tuple(SegmentOut.model_fields)


@router.get("/segments", auth=READ, response=SegmentPage, summary="List segments")
def list_segments(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """By name. Who belongs to one: `GET /value?segment_id=…`."""
    wanted(request, filters)
    rows, cursor = by_key(Segment.objects.values(*COLUMNS), "name", filters, kind=str)
    return answer({"data": rows, "next_cursor": cursor})


@router.post(
    "/segments",
    auth=WRITE,
    response={200: SegmentOut, 201: SegmentOut},
    summary="Keep a segment",
)
def keep_segment(request: HttpRequest, body: SegmentIn) -> HttpResponse:
    """Keeps a sentence of conditions under a name (201); the same again is known (200)."""
    rule: dict[str, Any] = body.rule.model_dump(by_alias=True)
    is_known = Segment.objects.filter(name=body.name).exists()
    try:
        segment_id = commands.save_segment(
            program(request), name=body.name, rule=rule, now=timezone.now()
        )
    except queries.RuleUnreadable:
        raise FieldsRefused(Fault(code="rule_unreadable", pointer="/rule")) from None
    told = {"id": segment_id, "name": body.name, "rule": rule}
    address = "" if is_known else f"/api/v1/segments/{segment_id}"
    return answer(told, status=200 if is_known else 201, location=address)


@router.get(
    "/segments/{uuid:segment_id}",
    auth=READ,
    response={200: SegmentWorth, 409: None},
    summary="Get a segment",
)
def get_segment(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """A segment, how many belong to it now, and what they are worth."""
    found = queries.segment(segment_id)
    if found is None:
        raise Http404
    firm = program(request).firm
    today = date_in(firm.zone, timezone.now())
    worth = queries.worth_of(queries.rule_of(found), today=today)
    mean = worth.ltv_mean_minor
    return answer(
        {
            **{name: getattr(found, name) for name in COLUMNS},
            "customers": worth.customers,
            "observed_minor": worth.observed_minor,
            "value_12m_minor": worth.value_12m_minor,
            "ltv_mean_minor": None if mean is None else round(mean),
        }
    )


@router.delete(
    "/segments/{uuid:segment_id}", auth=WRITE, response={204: None}, summary="Remove a segment"
)
def remove_segment(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """Removes the segment, not its customers."""
    if queries.segment(segment_id) is None:
        raise Http404
    commands.remove_segment(program(request), segment_id=segment_id, now=timezone.now())
    return no_content()
