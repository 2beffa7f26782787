"""Operations on orders and refunds."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from plon.accounts.queries import Key, program
from plon.orders import services
from plon.orders.api import reading, telling
from plon.orders.api.records import (
    BatchResult,
    OrderBatchIn,
    OrderChange,
    OrderFilters,
    OrderIn,
    OrderOut,
    OrderPage,
    OrderWritten,
    RefundFilters,
    RefundIn,
    RefundOut,
    RefundPage,
)
from plon.orders.models import Order
from plon.runtime.rest import answer, wanted

router = Router()
READ, WRITE = Key("orders.read"), Key("orders.write")
ORDERS, REFUNDS = ["orders"], ["refunds"]


@router.get("/orders", auth=READ, response=OrderPage, summary="List orders", tags=ORDERS)
def list_orders(request: HttpRequest, filters: Query[OrderFilters]) -> HttpResponse:
    """The newest first, each with its lines."""
    wanted(request, filters)
    return answer(reading.orders_page(filters, rights=program(request).rights))


@router.post(
    "/orders",
    auth=WRITE,
    response={200: OrderOut | OrderWritten, 201: OrderOut | OrderWritten},
    summary="Record an order",
    tags=ORDERS,
)
def record_order(request: HttpRequest, body: OrderIn) -> HttpResponse:
    """Records an order that was just made (201). The same again is known (200); told otherwise, it
    is refused and stays as it was. The catalogue says what it earns, where that is left out.
    """
    now, caller = timezone.now(), program(request)
    (order,) = telling.new_orders(caller.workspace_id, [body], now=now)
    order_id, is_new = services.record_order(workspace_id=caller.workspace_id, order=order, now=now)
    row = reading.written(order_id, rights=caller.rights)
    address = f"/api/v1/orders/{order_id}" if is_new else ""
    return answer(row, status=201 if is_new else 200, location=address)


@router.post(
    "/orders/batch",
    auth=WRITE,
    response=BatchResult,
    summary="Record past orders",
    tags=ORDERS,
)
def record_orders(request: HttpRequest, body: OrderBatchIn) -> HttpResponse:
    """Records history: nobody has just paid. A refused row leaves the others in place; a row that
    cannot be read at all refuses the whole batch, with a pointer to it.
    """
    told = telling.record_batch(program(request).workspace_id, body.orders, now=timezone.now())
    return answer({"data": told})


@router.get(
    "/orders/{uuid:order_id}", auth=READ, response=OrderOut, summary="Get an order", tags=ORDERS
)
def get_order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """An order with its lines."""
    row = reading.order(order_id, rights=program(request).rights)
    if row is None:
        raise Http404
    return answer(row)


@router.patch(
    "/orders/{uuid:order_id}",
    auth=WRITE,
    response=OrderOut | OrderWritten,
    summary="Change an order",
    tags=ORDERS,
)
def change_order(request: HttpRequest, order_id: UUID, body: OrderChange) -> HttpResponse:
    """From lead over application and approved to signed and paid; from there to returned or
    cancelled. Returned gives back what is left of the total. The day of renewal and whether there
    was a complaint change on their own; null is no renewal.
    """
    caller, now, told = program(request), timezone.now(), body.model_dump(exclude_unset=True)
    if "status" in told:
        services.change_status(caller, order_id=order_id, status=told.pop("status"), now=now)
    services.change_details(caller, order_id=order_id, changes=told, now=now)
    return answer(reading.written(order_id, rights=caller.rights))


@router.get("/refunds", auth=READ, response=RefundPage, summary="List refunds", tags=REFUNDS)
def list_refunds(request: HttpRequest, filters: Query[RefundFilters]) -> HttpResponse:
    """By their numbers."""
    wanted(request, filters)
    return answer(reading.refunds_page(filters))


@router.get(
    "/refunds/{uuid:refund_id}", auth=READ, response=RefundOut, summary="Get a refund", tags=REFUNDS
)
def get_refund(request: HttpRequest, refund_id: UUID) -> HttpResponse:
    """A refund."""
    row = reading.refund(refund_id)
    if row is None:
        raise Http404
    return answer(row)


@router.post(
    "/orders/{uuid:order_id}/refunds",
    auth=WRITE,
    response={200: RefundOut, 201: RefundOut},
    summary="Record a refund",
    tags=REFUNDS,
)
def record_refund(request: HttpRequest, order_id: UUID, body: RefundIn) -> HttpResponse:
    """Gives back a part or all of an order (201); an order may have several, together never more
    than its total. The same again is known (200). All given back makes the order returned.
    """
    number = Order.objects.filter(id=order_id).values_list("external_id", flat=True).first()
    if number is None:
        raise Http404
    refund = services.NewRefund(order_external_id=number, **body.model_dump())
    refund_id, is_new = services.give_back(program(request), refund=refund, now=timezone.now())
    address = f"/api/v1/refunds/{refund_id}" if is_new else ""
    return answer(reading.refund(refund_id), status=201 if is_new else 200, location=address)
