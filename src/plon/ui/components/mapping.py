"""A column of a file and what we take it for. Shown by ui/mapper_row.html."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A meaning that a column may have."""

    key: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A column of the file, with values from it and the meaning we guessed."""

    name: str  # of the field in the form
    heading: str  # as it stands in the file
    samples: Sequence[str]
    guesses: Sequence[Guess]
    chosen: str = ""  # key of a guess
    level: str = "good"
    word: str = ""  # "sure", "please check"
    error: str = ""
