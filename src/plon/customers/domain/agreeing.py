"""What the words of somebody known as several customers come to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A yes or a no to a channel and a purpose, by one of those who are one now."""

    customer_id: UUID
    is_given: bool
    decided_at: datetime


Matter = tuple[UUID, str, str]  # who a word counts for, on which channel, for what purpose


def decided(
    told: Iterable[tuple[Matter, Word]], *, merged_at: Mapping[UUID, datetime]
) -> dict[Matter, bool]:
    """Return whether the word that counts on each matter is a yes. told: the oldest first.

    merged_at: when somebody was last merged into each customer.
    """
    words: dict[Matter, list[Word]] = {}
    for matter, word in told:
        words.setdefault(matter, []).append(word)
    counted = {of: counting(said, merged_at=merged_at.get(of[0])) for of, said in words.items()}
    return {matter: word.is_given for matter, word in counted.items() if word is not None}


def counting(words: Sequence[Word], *, merged_at: datetime | None) -> Word | None:
    """Return the word that counts; None where nobody said anything. words: the oldest first.

    Since the last merge they are one person, and the newest word counts. Of what was said before
    it, everybody's last word: the stricter one.
    """
    since = [word for word in words if merged_at is None or word.decided_at > merged_at]
    if since:
        return since[-1]
    last = {word.customer_id: word for word in words}
    ordered = sorted(last.values(), key=lambda word: (word.is_given, -word.decided_at.timestamp()))
    return ordered[0] if ordered else None
