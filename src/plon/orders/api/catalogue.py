"""Operations on products."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from plon.accounts.queries import Key, program
from plon.orders import services
from plon.orders.api.records import (
    ProductChange,
    ProductFilters,
    ProductIn,
    ProductOut,
    ProductPage,
)
from plon.orders.models import Product
from plon.runtime.rest import Row, answer, by_key, wanted

router = Router(tags=["products"])
READ, WRITE = Key("orders.read"), Key("catalogue.write")
COLUMNS = tuple(ProductOut.model_fields)
EARNING = ("commission_minor", "commission_bp", "margin_bp", "unit_cost_minor")


@router.get("/products", auth=READ, response=ProductPage, summary="List products")
def list_products(request: HttpRequest, filters: Query[ProductFilters]) -> HttpResponse:
    """The catalogue, by code."""
    wanted(request, filters)
    told = filters.model_dump(include={"code", "category", "is_active"}, exclude_none=True)
    found = Product.objects.filter(**told).values(*COLUMNS)
    rows, cursor = by_key(found, "code", filters, kind=str)
    return answer({"data": [_seen(request, row) for row in rows], "next_cursor": cursor})


@router.post(
    "/products",
    auth=WRITE,
    response={200: ProductOut, 201: ProductOut},
    summary="Add a product",
)
def add_product(request: HttpRequest, body: ProductIn) -> HttpResponse:
    """A code that is new is added (201); the same product again changes nothing (200)."""
    product_id, is_new = services.add_product(
        program(request), product=services.NewProduct(**body.model_dump()), now=timezone.now()
    )
    address = f"/api/v1/products/{product_id}" if is_new else ""
    return answer(_one(request, product_id), status=201 if is_new else 200, location=address)


@router.get("/products/{uuid:product_id}", auth=READ, response=ProductOut, summary="Get a product")
def get_product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """A product of the catalogue."""
    return answer(_one(request, product_id))


@router.patch(
    "/products/{uuid:product_id}", auth=WRITE, response=ProductOut, summary="Change a product"
)
def change_product(request: HttpRequest, product_id: UUID, body: ProductChange) -> HttpResponse:
    """Changes the fields told. Orders keep what they earned; figures are made anew."""
    changes: dict[str, Any] = body.model_dump(exclude_unset=True)
    services.change_product(
        program(request), product_id=product_id, changes=changes, now=timezone.now()
    )
    return answer(_one(request, product_id))


def _one(request: HttpRequest, product_id: UUID) -> Row:
    rows: list[Row] = list(Product.objects.filter(id=product_id).values(*COLUMNS))
    if not rows:
        raise Http404
    return _seen(request, rows[0])


def _seen(request: HttpRequest, row: Row) -> Row:
    """Return a product as the key may see it: what it earns is for the firm's eyes."""
    if program(request).rights & {"value.read", "catalogue.write"}:
        return row
    return row | dict.fromkeys(EARNING)
