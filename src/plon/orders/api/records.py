"""What programs send and get of products, orders and refunds."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field, StrictBool, StrictInt

from plon.runtime.rest import (
    Body,
    Currency,
    Day,
    Filters,
    LongText,
    Minor,
    Moment,
    Out,
    Signed,
    Text40,
    Text80,
    Text120,
    Text200,
    Text254,
    Typed120,
    Typed200,
    without_default,
)

Status = Literal[
    "lead", "application", "approved", "rejected", "signed", "paid", "cancelled", "returned"
]
Origin = Literal["", "first", "cross_sell", "upsell", "renewal", "referral", "repeat"]
Place = Literal["", "online", "offline"]
Commission = Literal["none", "fixed", "percent", "yearly"]
Pace = Literal["", "slow", "fast"]
Share: TypeAlias = Annotated[StrictInt, Field(ge=0, le=1_000_000)]  # basis points
Months: TypeAlias = Annotated[StrictInt, Field(ge=1, le=1_200)]
Milli: TypeAlias = Annotated[StrictInt, Field(ge=0, le=10**12)]
BATCH_MAX = 500


class ProductFields(Body):
    """Fields of a product; what is left out stays as it is. Amounts in minor units."""

    name: Typed200
    category: Text80 = ""
    commission_model: Commission = Field(
        "none", description="none: margin by margin_bp or unit_cost_minor. yearly: each year."
    )
    commission_minor: Minor | None = Field(None, description="Of fixed and yearly, a piece.")
    commission_bp: Share | None = Field(None, description="Of percent: basis points.")
    is_counted_yearly: StrictBool = Field(
        False, description="Of yearly: for every year of the term at once."
    )
    margin_bp: Share | None = None
    unit_cost_minor: Minor | None = None
    price_minor: Minor | None = Field(None, description="Gross.")
    term_months: Months | None = None
    renewal_months: Months | None = None
    pace: Pace = ""
    eligibility: LongText = Field("", description="For whom it is.")
    note: LongText = ""
    is_active: StrictBool = True
    launch_date: Day | None = None


class ProductIn(ProductFields):
    """A product; its code is unique in the workspace."""

    code: Typed120


class ProductChange(ProductFields):
    """What to change of a product."""

    name: Typed200 = Field("-", description="As it is called.")


class ProductOut(Out):
    """A product of the catalogue. What it costs and pays is null for a key that has neither
    `value.read` nor `catalogue.write`.
    """

    id: UUID
    code: str
    name: str
    category: str
    commission_model: Commission
    commission_minor: int | None
    commission_bp: int | None
    is_counted_yearly: bool
    margin_bp: int | None
    unit_cost_minor: int | None
    price_minor: int | None
    term_months: int | None
    renewal_months: int | None
    pace: Pace
    eligibility: str
    note: str
    is_active: bool
    launch_date: date | None
    created_at: datetime


class ProductPage(Out):
    """A page of products."""

    data: list[ProductOut]
    next_cursor: str | None


class ProductFilters(Filters):
    """Which products to list."""

    code: str | None = Field(None, min_length=1, max_length=120)
    category: str | None = Field(None, min_length=1, max_length=80)
    is_active: bool | None = None


class LineIn(Body):
    """A product of an order. Amounts left out are told by the catalogue's rule."""

    amount_minor: Minor
    product_code: Text120 = Field("", description="A code of the catalogue.")
    name: Text200 = ""
    quantity_milli: Milli = Field(1_000, description="Thousandths of a piece.")
    margin_minor: Signed | None = None
    commission_minor: Minor | None = None


class BuyerIn(Body):
    """Whom an order is for, by any identity: found, or made."""

    external_id: Text254 | None = None
    email: Text254 | None = None
    phone: Text40 | None = None
    first_name: Text120 = ""
    last_name: Text120 = ""
    company_name: Text200 = ""


class OrderIn(Body):
    """An order or a contract; external_id is its number in your system, once for ever."""

    external_id: Typed120
    customer_id: UUID | None = Field(None, description="This, or `customer`.")
    customer: BuyerIn | None = None
    ordered_at: Moment
    total_minor: Minor
    currency: Currency
    status: Status = "paid"
    margin_minor: Signed | None = Field(None, description="Left out: the lines tell.")
    commission_minor: Minor | None = Field(None, description="Left out: the lines tell.")
    channel: Text80 = ""
    place: Place = ""
    origin: Origin = ""
    renewal_date: Day | None = None
    has_complaint: StrictBool = False
    lines: list[LineIn] = Field([], max_length=200)


class OrderBatchIn(Body):
    """Past orders, up to 500 at once."""

    orders: list[OrderIn] = Field(min_length=1, max_length=BATCH_MAX)


class OrderChange(Body):
    """What to change of an order; what is left out stays."""

    status: Status = Field("paid", json_schema_extra=without_default)
    renewal_date: Day | None = None
    has_complaint: StrictBool = Field(False, json_schema_extra=without_default)


class LineOut(Out):
    """A line of an order, with what it earned when it was recorded."""

    product_code: str | None
    name: str
    quantity_milli: int
    amount_minor: int
    margin_minor: int | None
    commission_minor: int | None


class OrderOut(Out):
    """An order. Margin and commission are those of the day it was recorded; null: not known, or
    the key lacks `value.read`.
    """

    id: UUID
    external_id: str
    customer_id: UUID
    status: Status
    ordered_at: datetime
    total_minor: int
    margin_minor: int | None
    commission_minor: int | None
    refunded_minor: int
    currency: str
    channel: str
    place: Place
    origin: Origin
    renewal_date: date | None
    has_complaint: bool
    lines: list[LineOut]
    created_at: datetime
    changed_at: datetime | None


class OrderWritten(Out):
    """What a key without `orders.read` is told of an order that it wrote."""

    id: UUID
    external_id: str
    status: Status


class OrderPage(Out):
    """A page of orders."""

    data: list[OrderOut]
    next_cursor: str | None


class RowResult(Out):
    """What became of one row: `created`, `known` (the same before), or `refused` with a code."""

    external_id: str
    result: Literal["created", "known", "refused"]
    id: UUID | None
    code: str | None


class BatchResult(Out):
    """What became of each row, in their order."""

    data: list[RowResult]


class OrderFilters(Filters):
    """Which orders to list."""

    external_id: str | None = Field(None, min_length=1, max_length=120)
    customer_id: UUID | None = None
    status: Status | None = None
    ordered_from: Moment | None = None
    ordered_until: Moment | None = Field(None, description="Before this moment.")
    updated_since: Moment | None = Field(None, description="Made or changed then or later.")


class RefundIn(Body):
    """Money given back; external_id is its number in your system, once for ever."""

    external_id: Typed120
    amount_minor: Annotated[StrictInt, Field(ge=1, le=10**15)]
    refunded_at: Moment
    reason: Text200 = ""


class RefundOut(Out):
    """A refund of an order."""

    id: UUID
    external_id: str
    order_id: UUID
    amount_minor: int
    currency: str
    refunded_at: datetime
    reason: str
    created_at: datetime


class RefundPage(Out):
    """A page of refunds."""

    data: list[RefundOut]
    next_cursor: str | None


class RefundFilters(Filters):
    """Which refunds to list."""

    order_id: UUID | None = None
    external_id: str | None = Field(None, min_length=1, max_length=120)
    created_since: Moment | None = Field(None, description="Recorded at this moment or later.")
