"""What programs send and get of channels and their costs."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from plon.runtime.rest import Body, Minor, Out, Typed80

Month = Annotated[
    str, Field(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$", description="As 2026-03.")
]


class CostIn(Body):
    """What winning customers by one channel cost in one month."""

    channel: Typed80 = Field(description="As orders name it.")
    month: Month
    spent_minor: Minor


class CostOut(Out):
    """A cost that is kept."""

    id: UUID
    channel: str
    month: str
    spent_minor: int


class CostPage(Out):
    """A page of costs."""

    data: list[CostOut]
    next_cursor: str | None


class ChannelOut(Out):
    """A channel of first purchases. null: not known."""

    channel: str = Field(description="Empty: orders name none.")
    customers: int
    ltv_minor: int | None = Field(description="So far and 12 months ahead, a customer.")
    spent_minor: int | None
    won: int | None = Field(description="First bought in the months whose cost was told.")
    cost_minor: int | None = Field(description="Of winning one customer: spent ÷ won.")
    ratio: float | None = Field(description="LTV:CAC.")
    band: Literal["loses", "break_even", "below_standard", "healthy", "cautious", "scale"] | None
    advice: Literal["cut", "fix", "improve", "keep", "scale"] | None


class ChannelsOut(Out):
    """All channels."""

    data: list[ChannelOut]
