"""What programs send and get of customers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, StrictBool

from plon.runtime.rest import (
    Body,
    Day,
    Filters,
    LongText,
    Moment,
    Out,
    Text40,
    Text80,
    Text120,
    Text200,
    Text254,
    without_default,
)

Kind = Literal["person", "company", "partner", "supplier", "employee"]
IdentityKind = Literal[
    "email", "phone", "whatsapp", "messenger", "instagram", "telegram", "viber", "external"
]


class IdentityOut(Out):
    """An address of a customer, as it was written."""

    kind: IdentityKind
    value: str


class CustomerOut(Out):
    """A customer: a person or a firm."""

    id: UUID
    kind: Kind
    first_name: str
    last_name: str
    company_name: str
    tax_id: str
    street: str
    postcode: str
    city: str
    country: str = Field(description="ISO 3166-1, two letters.")
    region: str
    language: str
    preferred_channel: str
    birthday: date | None
    company_birthday: date | None
    first_visit_date: date | None
    acquisition_channel: str
    campaign: str
    referrer_id: UUID | None = Field(description="The customer who brought this one.")
    data_source: str
    has_complaint: bool
    has_returned: bool
    favourite_product: str
    needs: str
    preferences: str
    identities: list[IdentityOut]
    tags: list[str]
    created_at: datetime
    updated_at: datetime
    erased_at: datetime | None = Field(description="When the person was erased, else null.")
    merged_into_id: UUID | None = Field(description="The customer who stands for this one now.")


class CustomerPage(Out):
    """A page of customers."""

    data: list[CustomerOut]
    next_cursor: str | None


class CustomerFilters(Filters):
    """Whom to list."""

    external_id: str | None = Field(None, min_length=1, max_length=254)
    email: str | None = Field(None, min_length=1, max_length=254)
    phone: str | None = Field(None, min_length=1, max_length=40)
    kind: Kind | None = None
    tag: str | None = Field(None, min_length=1, max_length=60)
    created_from: Moment | None = None
    created_until: Moment | None = Field(None, description="Before this moment.")
    updated_since: Moment | None = Field(
        None, description="Changed at this moment or later; the longest unchanged come first then."
    )


class CustomerFields(Body):
    """Fields of a customer; what is left out stays as it is."""

    kind: Kind | None = None
    first_name: Text120 | None = None
    last_name: Text120 | None = None
    company_name: Text200 | None = None
    tax_id: Text40 | None = Field(None, max_length=20)
    street: Text200 | None = None
    postcode: Text40 | None = Field(None, max_length=12)
    city: Text120 | None = None
    country: Text40 | None = Field(None, pattern="^([A-Za-z]{2})?$")
    region: Text80 | None = None
    language: Text40 | None = Field(None, pattern="^([A-Za-z]{2})?$")
    preferred_channel: IdentityKind | None = None
    birthday: Day | None = None
    company_birthday: Day | None = None
    first_visit_date: Day | None = None
    acquisition_channel: Text80 | None = None
    campaign: Text120 | None = None
    data_source: Text120 | None = None
    favourite_product: Text200 | None = None
    needs: LongText | None = None
    preferences: LongText | None = None


class CustomerIn(CustomerFields):
    """A customer to find by any of these identities, or to make."""

    external_id: Text254 | None = Field(
        None, description="The customer's id in your system, as `shop:4711` where you have several."
    )
    email: Text254 | None = None
    phone: Text40 | None = Field(None, description="A number of Poland needs no prefix.")
    tags: list[Text80] = Field([], max_length=50)


class CustomerChange(CustomerFields):
    """What to change of a customer; null empties a field."""

    kind: Kind = Field("person", json_schema_extra=without_default)
    referrer_id: UUID | None = Field(None, description="The customer who brought this one.")
    has_complaint: StrictBool = Field(False, json_schema_extra=without_default)
    has_returned: StrictBool = Field(False, json_schema_extra=without_default)


class IdentityIn(Body):
    """An address to add to a customer."""

    kind: IdentityKind
    value: Text254


class IdentityRow(IdentityOut):
    """An address of a customer, with the id to remove it by."""

    id: UUID


class IdentityList(Out):
    """The addresses of a customer."""

    data: list[IdentityRow]
