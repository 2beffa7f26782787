"""Types of what programs send: strict where JSON has the type, bounded where the database is.

Text is never a number, a number never text; moments carry their offset and become UTC.
"""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, TypeAlias

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StrictStr,
)
from pydantic_core import PydanticCustomError

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR_MIN, YEAR_MAX = 1900, 2199
MINOR_MAX = 10**15  # a sum of thousands of them still fits 64 bits
_NO_NUL = r"^[^\u0000]*$"  # PostgreSQL takes no text with one


class Body(BaseModel):
    """What a program sends. An unknown field is refused: most likely it is misspelt."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What a program gets; every field is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


def without_default(schema: dict[str, Any]) -> None:
    """Take a default out of a field's description: left out of a change, it stays as it is."""
    schema.pop("default", None)


def _written_moment(told: Any) -> Any:
    if not isinstance(told, str | datetime) or (
        isinstance(told, str) and not _MOMENT.fullmatch(told)
    ):
        raise PydanticCustomError("moment_unreadable", "no moment as RFC 3339 writes it")
    return told


def _written_day(told: Any) -> Any:
    if not isinstance(told, str | date) or (isinstance(told, str) and not _DAY.fullmatch(told)):
        raise PydanticCustomError("day_unreadable", "no day as RFC 3339 writes it")
    return told


def _utc(moment: datetime) -> datetime:
    if not YEAR_MIN <= moment.year <= YEAR_MAX:
        raise PydanticCustomError("out_of_time", "a year out of bounds")
    return moment.astimezone(UTC)


def _near(day: date) -> date:
    if not YEAR_MIN <= day.year <= YEAR_MAX:
        raise PydanticCustomError("out_of_time", "a year out of bounds")
    return day


Moment: TypeAlias = Annotated[AwareDatetime, BeforeValidator(_written_moment), AfterValidator(_utc)]
Day: TypeAlias = Annotated[date, BeforeValidator(_written_day), AfterValidator(_near)]
Minor: TypeAlias = Annotated[StrictInt, Field(ge=0, le=MINOR_MAX)]
Signed: TypeAlias = Annotated[StrictInt, Field(ge=-MINOR_MAX, le=MINOR_MAX)]
Count: TypeAlias = Annotated[StrictInt, Field(ge=0, le=10**9)]
Currency: TypeAlias = Annotated[StrictStr, Field(pattern=r"^[A-Z]{3}$")]
Text40: TypeAlias = Annotated[StrictStr, Field(max_length=40, pattern=_NO_NUL)]
Text80: TypeAlias = Annotated[StrictStr, Field(max_length=80, pattern=_NO_NUL)]
Text120: TypeAlias = Annotated[StrictStr, Field(max_length=120, pattern=_NO_NUL)]
Text200: TypeAlias = Annotated[StrictStr, Field(max_length=200, pattern=_NO_NUL)]
Text254: TypeAlias = Annotated[StrictStr, Field(max_length=254, pattern=_NO_NUL)]
LongText: TypeAlias = Annotated[StrictStr, Field(max_length=4_000, pattern=_NO_NUL)]
Typed120: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=120, pattern=_NO_NUL)]
Typed80: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=80, pattern=_NO_NUL)]
Typed200: TypeAlias = Annotated[StrictStr, Field(min_length=1, max_length=200, pattern=_NO_NUL)]
