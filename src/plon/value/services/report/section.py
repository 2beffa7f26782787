"""What every part of the report has: a question, its answer in a sentence, and its own figures."""

from dataclasses import dataclass
from typing import ClassVar

from plon.ui.definition import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A framed remark. level: "good", "watch", "bad" or "info"."""

    level: str
    text: str
    more: tuple[str, ...] = ()
    ways: tuple[tuple[str, str], ...] = ()  # (address, word): where something can be done about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Light:
    """A statement with its traffic light; the word says what the colour says.

    ways: (address, word), where something can be done about it.
    """

    label: str
    level: str
    word: str
    text: str
    ways: tuple[tuple[str, str], ...] = ()


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
    key: str = ""  # of its definition
    definition: Definition | None = None  # where the page opens it


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the report. `anchor` is its address inside the file."""

    template: ClassVar[str]

    anchor: str
    menu: str
    question: str
    answer: str
    notes: tuple[Note, ...] = ()
