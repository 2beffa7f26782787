"""What programs send and get of figures and segments."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Union
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool

from plon.runtime.rest import Body, Filters, Out, Text200, Typed80

Risk = Literal["high", "medium", "low", "unknown"]
State = Literal["empty", "fresh", "stale", "running"]


class AsOf(Out):
    """Of which day the figures are, and how they were made."""

    as_of_date: date
    computed_at: datetime
    state: State = Field(description="stale: something changed since; new ones are being made.")
    currency: str
    horizon_months: int = Field(description="Of value_12m and expected_12m.")
    method: str = Field(description="The model that speaks; empty where none can.")
    model_version: str


class MoneyAhead(Out):
    """An expected amount in minor units; low and high bound the middle 80 % of outcomes."""

    minor: int | None
    low_minor: int | None
    high_minor: int | None


class CountAhead(Out):
    """An expected number; low and high bound the middle 80 % of outcomes."""

    count: float | None
    low: float | None
    high: float | None


class FiguresOut(Out):
    """One customer's figures. null: not known, or the customer never bought."""

    customer_id: UUID
    first_date: date | None
    last_date: date | None = Field(description="Of the last purchase.")
    purchase_days: int
    products: int = Field(description="Different products bought, as of now.")
    observed_minor: int | None = Field(description="Brought so far, refunds taken off.")
    ltv_minor: int | None = Field(description="Observed and expected together.")
    value_12m: MoneyAhead
    expected_12m: CountAhead = Field(description="Purchases.")
    alive: float | None = Field(description="Chance of not having left.")
    risk: Risk
    is_slipping: bool | None
    due_date: date | None
    group: str | None = Field(description="RFM group.")
    r_score: int | None
    f_score: int | None
    m_score: int | None
    tier: str | None
    channel: str | None = Field(description="Of the first purchase.")


Method = Literal[
    "observed",
    "from_sales",
    "discounted",
    "broker",
    "margin_times_purchases",
    "arpu_times_lifetime",
    "order_times_frequency",
    "margin_over_churn",
    "net_present_value",
    "sum_of_segments",
]
Reason = Literal[
    "no_amounts",
    "no_margin",
    "too_early",
    "one_purchase",
    "known_too_short",
    "no_cost",
    "no_churn",
]


class MethodOut(Out):
    """The customer's lifetime value by one method; where it is not known, `unknown` says why."""

    method: Method
    minor: int | None
    low_minor: int | None = Field(description="Of the middle 80 % of outcomes, where there is one.")
    high_minor: int | None
    sum: str = Field(description="The formula with the customer's numbers, in major units.")
    unknown: Reason | None


class CustomerValue(FiguresOut):
    """One customer's figures, by every method too, and of which day they are."""

    as_of: AsOf
    methods: list[MethodOut] = Field(description="Empty while there is no analysis of the base.")


class ValuePage(Out):
    """A page of figures; as_of is null before the first were made."""

    as_of: AsOf | None
    data: list[FiguresOut]
    next_cursor: str | None


class ValueFilters(Filters):
    """Whose figures to list."""

    segment_id: UUID | None = Field(None, description="Who belongs to the segment now.")
    group: str | None = Field(None, min_length=1, max_length=16)
    tier: str | None = Field(None, min_length=1, max_length=8)
    is_slipping: bool | None = None


class BaseOut(Out):
    """What all customers together are worth."""

    as_of: AsOf
    customers: int
    value_12m: MoneyAhead
    ltv_mean_minor: int | None
    slipping_customers: int
    slipping_minor: int | None
    groups: dict[str, int] = Field(description="Customers of each RFM group.")


class Condition(Body):
    """One condition; `value` as people write it: money in major units, whole days, a name."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    field: Literal[
        "group",
        "tier",
        "risk",
        "value_12m",
        "observed",
        "ltv",
        "days_since",
        "days_known",
        "purchases",
        "recency",
        "frequency",
        "monetary",
        "is_slipping",
        "never_bought",
        "channel",
        "product",
        "order_channel",
        "order_status",
        "tag",
        "consent",
        "event",
        "kind",
        "city",
        "region",
        "acquired_by",
        "campaign",
        "was_referred",
        "has_complaint",
        "has_returned",
    ]
    op: Literal["is", "at_least", "at_most"]
    value: Text200 = ""
    is_denied: StrictBool = Field(False, alias="not")


class Rule(Body):
    """Conditions and rules, of which all or any must hold; at most three deep."""

    join: Literal["all", "any"]
    parts: Annotated[list[Union["Rule", Condition]], Field(max_length=20)] = []


class SegmentIn(Body):
    """A segment: customers by a sentence of conditions."""

    name: Typed80
    rule: Rule


class SegmentOut(Out):
    """A segment. Its customers: GET /value?segment_id=…"""

    id: UUID
    name: str
    rule: dict[str, Any] = Field(description="As SegmentIn has it.")


class SegmentWorth(SegmentOut):
    """A segment, how many belong to it now, and what they are worth."""

    customers: int
    observed_minor: int | None
    value_12m_minor: int | None
    ltv_mean_minor: int | None


class SegmentPage(Out):
    """A page of segments."""

    data: list[SegmentOut]
    next_cursor: str | None
