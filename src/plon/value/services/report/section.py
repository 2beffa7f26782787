"""What every part of the report has: a question, its answer in a sentence, and its own figures."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A framed remark. level: "good", "watch", "bad" or "info"."""

    level: str
    text: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A statement with its traffic light; the word says what the colour says."""

    label: str
    level: str
    word: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A key figure with its range, and what it is of: unit, period, day."""

    label: str
    value: str
    range: str = ""
    note: str = ""
    level: str = ""
    word: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report. `anchor` is its address inside the file."""

    template: ClassVar[str]

    anchor: str
    menu: str
    question: str
    answer: str
    notes: tuple[Note, ...] = ()
