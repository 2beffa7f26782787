"""One date format for a whole column, decided from a sample of it, or given by the owner."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.shapes import Shape, shape_of

_SERIAL = re.compile(r"[2-6]\d{4}(?:\.\d+)?")  # days 20000 to 69999: the years 1954 to 2091
_CODES = {"y": "%Y", "m": "%m", "d": "%d"}
_NAMED_CODES = {**_CODES, "m": "%b"}
_WORDS = (
    ("%Y", "YYYY"), ("%y", "YY"), ("%m", "MM"), ("%b", "MMM"), ("%d", "DD"),
    ("%H", "HH"), ("%I", "hh"),
    ("%M", "mm"), ("%S", "ss"), ("%f", "f"), ("%n", "f"), ("%p", "AM"),
)  # fmt: skip
EXCEL = ("excel-1900", "excel-1904")
TYPED = {"day", "moment", "instant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFormat:
    """The one format of a column.

    kind: "text", "named" (months by name), one of EXCEL, the typed "day", "moment", "instant", or
      "ambiguous": day and month cannot be told apart, and `forms` takes the day first.
    forms: strptime forms: the same date with each way of time that occurs.
    """

    kind: str
    forms: tuple[str, ...] = ()
    has_time: bool = False
    has_offset: bool = False
    evidence: str = "content"
    runner_up: str = ""

    @property
    def name(self) -> str:
        """Return the format as people write it: DD.MM.YYYY HH:mm."""
        text = max(self.forms, key=len, default=self.kind)
        for code, word in _WORDS:
            text = text.replace(code, word)
        return text + ("+ZZ" if self.has_offset else "")


def is_date_like(cells: Iterable[str], *, share: float = 0.9) -> bool:
    """Say whether most cells are dates (serial numbers are not: an amount looks the same)."""
    seen = [shape_of(cell) is not None for cell in cells]
    return bool(seen) and sum(seen) >= share * len(seen)


def is_serial_like(cells: Iterable[str], *, share: float = 0.9) -> bool:
    """Say whether most cells may be Excel's day numbers."""
    seen = [bool(_SERIAL.fullmatch(cell.strip())) for cell in cells]
    return bool(seen) and sum(seen) >= share * len(seen)


def guess_date_format(cells: Iterable[str]) -> DateFormat | None:
    """Decide the format of a column from a sample; None where no cell is a date.

    Day and month are told by a number above 12; else with dots the day comes first, as no country
    writes otherwise; else the answer is "ambiguous" and the whole column must tell.
    """
    texts = [cell.strip() for cell in cells]
    shapes = Counter(shape for text in texts if (shape := shape_of(text)))
    if sum(bool(_SERIAL.fullmatch(text)) for text in texts) > sum(shapes.values()):
        has_time = any("." in text for text in texts)
        return DateFormat(kind=EXCEL[0], has_time=has_time, runner_up=EXCEL[1])
    if not shapes:
        return None
    votes: Counter[tuple[str, str, bool]] = Counter()
    for shape, times in shapes.items():
        votes[_family(shape)] += times
    family = votes.most_common(1)[0][0]
    kin = {shape: times for shape, times in shapes.items() if _family(shape) == family}
    return _format(kin)


def _family(shape: Shape) -> tuple[str, str, bool]:
    order = "two" if shape.order in {"dmy", "mdy"} else shape.order
    return order, shape.gap, shape.short_year


def _format(kin: dict[Shape, int]) -> DateFormat:
    """Return the format of shapes that differ in nothing but the time, and day or month first."""
    clear: Counter[str] = Counter()
    for shape, count in kin.items():
        if shape.order != "two":
            clear[shape.order] += count
    sample = next(iter(kin))
    order = clear.most_common(1)[0][0] if clear else "dmy"
    times = sorted({shape.time for shape in kin})
    codes = _NAMED_CODES if order.startswith("named-") else _CODES
    date = sample.gap.join(codes[part] for part in order.removeprefix("named-"))
    date = date.replace("%Y", "%y") if sample.short_year else date
    forms = tuple(date + time for time in times)
    fmt = DateFormat(
        kind="named" if order.startswith("named-") else "text",
        forms=forms,
        has_time=any(times),
        has_offset=any(shape.has_offset for shape in kin),
    )
    if order in {"dmy", "mdy"}:
        fmt = replace(fmt, runner_up=swapped(fmt).name)
    if clear:
        return fmt
    return replace(fmt, evidence="default") if sample.gap == "." else replace(fmt, kind="ambiguous")


def swapped(fmt: DateFormat) -> DateFormat:
    """Return the same format with day and month in each other's place."""
    other = {"%d": "%m", "%m": "%d"}
    forms = tuple(re.sub("%[dm]", lambda code: other[code[0]], form) for form in fmt.forms)
    return replace(fmt, kind="text", forms=forms, runner_up="")


def given_date_format(text: str, cells: Iterable[str]) -> DateFormat:
    """Return the format the owner gave, "DD.MM.YYYY" or "%d.%m.%Y"; times are taken from cells.

    Raises InputUnusable where the text names no day, month and year.
    """
    if text.lower() in EXCEL:
        has_time = any("." in cell for cell in cells)
        return DateFormat(kind=text.lower(), has_time=has_time, evidence="given")
    form = text if "%" in text else _from_words(text)
    if not re.fullmatch(r"(?=.*%d)(?=.*%[mb])(?=.*%[Yy]).*", form):
        raise InputUnusable(
            sentence('"%(text)s" is no date format: write for example --date-format DD.MM.YYYY.'),
            text=text,
        )
    return _with_times(form, [shape for cell in cells if (shape := shape_of(cell))])


def _from_words(text: str) -> str:
    """Return strptime's form of "DD.MM.YYYY HH:MM"; MM after the hour is minutes."""
    date, hour, rest = re.split(r"([hH]{1,2}|$)", text, maxsplit=1)
    for word, code in (("YYYY", "%Y"), ("YY", "%y"), ("MM", "%m"), ("DD", "%d")):
        date = re.sub(word, code, date, flags=re.IGNORECASE)
    for word, code in (("MM", "%M"), ("SS", "%S")):
        rest = re.sub(word, code, rest, flags=re.IGNORECASE)
    return f"{date}{'%H' * bool(hour)}{rest}"


def _with_times(form: str, shapes: list[Shape]) -> DateFormat:
    times = {""} if "%H" in form or "%I" in form else {shape.time for shape in shapes} or {""}
    forms = tuple(form + time for time in sorted(times))
    is_named = any(shape.order.startswith("named") for shape in shapes)
    return DateFormat(
        kind="named" if is_named else "text",
        forms=forms,
        has_time=any("%M" in form for form in forms),
        has_offset=any(shape.has_offset for shape in shapes),
        evidence="given",
    )
