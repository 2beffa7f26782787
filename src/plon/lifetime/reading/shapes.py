"""How one cell is written as a date: the order of its parts, what stands between, the time."""

import re
from dataclasses import dataclass

from plon.lifetime.reading.months import NAME, is_month

_TIME = (
    r"(?:(?P<gap>T|,? )(?P<clock>\d{1,2}:\d{2})(?P<seconds>:\d{2})?(?P<part>\.\d{1,9})?"
    r"(?P<half> ?[AaPp][Mm])?(?P<offset> ?(?:Z|UTC|[+-]\d{2}(?::?\d{2})?))?)?"
)
_NUMBERS = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})" + _TIME)
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])" + _TIME)
_NAMED = re.compile(
    rf"(\d{{1,4}}|{NAME})[ .\-/]+(\d{{1,2}}|{NAME})[ .,\-/]+(\d{{1,4}})" + _TIME,
    re.IGNORECASE,
)
YEAR_WORD = r" ?r\.?$"  # Polish "12.11.2026 r."


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """`order`: "ymd", "dmy", "mdy", "two" (either of the last), or "named-" and an order.

    gap: what stands between the parts; time: strptime's form with its leading gap, or nothing.
    """

    order: str
    gap: str = ""
    short_year: bool = False
    time: str = ""
    has_offset: bool = False


def shape_of(cell: str) -> Shape | None:
    """Return how a cell is written as a date, or None where it is none. Serials are not seen."""
    text = re.sub(YEAR_WORD, "", cell.strip())
    if not text[:1].isalnum() or len(text) > 40:
        return None
    if match := _NUMBERS.fullmatch(text):
        return _of_numbers(match)
    if match := _COMPACT.fullmatch(text):
        return Shape("ymd", "", False, _time(match), bool(match["offset"]))
    if match := _NAMED.fullmatch(text.lower()):
        return _of_names(match)
    return None


def _of_numbers(match: re.Match[str]) -> Shape | None:
    first, gap, second, third = match.groups()[:4]
    time, has_offset = _time(match), bool(match["offset"])
    if len(first) == 4:
        is_date = 1 <= int(second) <= 12 and 1 <= int(third) <= 31 and len(third) <= 2
        return Shape("ymd", gap, False, time, has_offset) if is_date else None
    low, high = sorted((int(first), int(second)))
    if len(first) > 2 or len(third) not in {2, 4} or low == 0 or low > 12 or high > 31:
        return None
    order = "dmy" if int(first) > 12 else "mdy" if int(second) > 12 else "two"
    return Shape(order, gap, len(third) == 2, time, has_offset)


def _of_names(match: re.Match[str]) -> Shape | None:
    first, second, third = match.groups()[:3]
    if is_month(second) and first.isdigit():
        order = "ymd" if len(first) == 4 else "dmy"
    elif is_month(first) and second.isdigit():
        order = "mdy"
    else:
        return None
    year = first if order == "ymd" else third
    return Shape(f"named-{order}", " ", len(year) == 2, _time(match), False)


def _time(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if not parts["clock"]:
        return ""
    gap, half = parts["gap"].upper(), parts["half"] or ""
    hour = "%I" if half else "%H"
    seconds = ":%S" if parts["seconds"] else ""
    fraction = len(parts["part"] or "") - 1
    part = ".%n" if fraction > 6 else ".%f" if fraction > 0 else ""
    return f"{gap}{hour}:%M{seconds}{part}{' ' * half.startswith(' ')}{'%p' * bool(half)}"
