"""What programs send and get of consents."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, StrictBool

from plon.runtime.rest import Body, Filters, LongText, Moment, Out, Typed120

Channel = Literal[
    "email", "sms", "voice", "whatsapp", "messenger", "instagram", "telegram", "viber"
]
Purpose = Literal["marketing", "referral", "service"]
SOURCE = "Where it was said: counter, phone, paper, page, message, import, or a word of yours."


class ConsentOut(Out):
    """One word of a customer: a consent, or a withdrawal."""

    id: UUID
    customer_id: UUID = Field(description="Who said it: a customer merged later keeps the word.")
    channel: Channel
    purpose: Purpose
    is_given: bool = Field(description="false: withdrawn.")
    decided_at: datetime
    recorded_at: datetime
    wording_id: str = Field(description="The text agreed to; empty for a withdrawal.")
    wording_version: int | None
    wording_sha256: str = Field(description="Of the text, in UTF-8; empty for a withdrawal.")
    language: str = Field(description="Of the text.")
    source: str = Field(description=SOURCE)
    proof: str


class ConsentPage(Out):
    """A page of what a customer said."""

    data: list[ConsentOut]
    next_cursor: str | None


class ConsentFilters(Filters):
    """What of the history to list."""

    channel: Channel | None = None
    purpose: Purpose | None = None


class ConsentIn(Body):
    """What a customer said."""

    channel: Channel
    purpose: Purpose
    is_given: StrictBool = Field(description="false: withdrawn, or never wanted.")
    wording_id: UUID | None = Field(
        None, description="The text agreed to, of this channel and purpose; a consent needs it."
    )
    language: Literal["pl", "en"] | None = Field(None, description="In which it was read.")
    source: Typed120 = Field(description=SOURCE)
    proof: LongText = Field("", description="What shows it: an address, a file, a place.")
    decided_at: Moment | None = Field(None, description="When it was said; left out: now.")


class WordingOut(Out):
    """A version of the text that customers agree to, of one channel and purpose."""

    id: UUID
    channel: Channel
    purpose: Purpose
    version: int
    text_pl: str
    text_en: str
    is_newest: bool = Field(description="The version to be asked now.")
    created_at: datetime


class WordingPage(Out):
    """A page of texts."""

    data: list[WordingOut]
    next_cursor: str | None


class WordingFilters(Filters):
    """Which texts to list."""

    channel: Channel | None = None
    purpose: Purpose | None = None
    is_newest: bool | None = None
