"""Operations on channels: what they cost by month, and what that brings."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from plon.accounts.queries import Key, program
from plon.core.days import date_in
from plon.runtime.rest import Filters, Row, answer, by_key, no_content, wanted
from plon.value.api.cost_records import ChannelsOut, CostIn, CostOut, CostPage
from plon.value.models import ChannelCost
from plon.value.queries.channels import channels
from plon.value.services import channel_costs as commands

router = Router(tags=["value"])
READ, WRITE = Key("value.read"), Key("value.write")
COLUMNS = tuple(CostOut.model_fields)


@router.get(
    "/value/channels", auth=READ, response=ChannelsOut, summary="List channels by value to cost"
)
def list_channels(request: HttpRequest) -> HttpResponse:
    """Best LTV:CAC first; those whose cost is not known after them, by lifetime value."""
    firm = program(request).firm
    names = (
        *("channel", "customers", "ltv_minor", "spent_minor", "won", "cost_minor"),
        *("band", "advice"),
    )
    found = channels(today=date_in(firm.zone, timezone.now()))
    data = [
        {name: getattr(each, name) for name in names}
        | {"ratio": None if each.ratio is None else round(float(each.ratio), 4)}
        for each in found
    ]
    return answer({"data": data})


@router.get(
    "/value/costs", auth=READ, response=CostPage, summary="List what channels cost by month"
)
def list_costs(request: HttpRequest, filters: Query[Filters]) -> HttpResponse:
    """Each channel and month once."""
    wanted(request, filters)
    found = ChannelCost.objects.values(*COLUMNS)
    rows, cursor = by_key(found, "id", filters, kind=UUID)
    return answer({"data": [_shown(row) for row in rows], "next_cursor": cursor})


@router.post(
    "/value/costs",
    auth=WRITE,
    response={200: CostOut, 201: CostOut},
    summary="Tell what a channel cost in a month",
)
def keep_cost(request: HttpRequest, body: CostIn) -> HttpResponse:
    """Keeps the amount (201), or puts it in the place of what was told before (200)."""
    month = date.fromisoformat(f"{body.month}-01")
    cost_id, is_new = commands.keep_channel_cost(
        program(request),
        channel=body.channel,
        month=month,
        spent_minor=body.spent_minor,
        now=timezone.now(),
    )
    told = {"id": cost_id, **body.model_dump()}
    return answer(told, status=201 if is_new else 200)


@router.delete(
    "/value/costs/{uuid:cost_id}", auth=WRITE, response={204: None}, summary="Remove a cost"
)
def remove_cost(request: HttpRequest, cost_id: UUID) -> HttpResponse:
    """Takes away what was told of a channel in a month."""
    if not ChannelCost.objects.filter(id=cost_id).exists():
        raise Http404
    commands.remove_channel_cost(program(request), cost_id=cost_id, now=timezone.now())
    return no_content()


def _shown(row: Row) -> Row:
    return row | {"month": f"{row['month']:%Y-%m}"}
