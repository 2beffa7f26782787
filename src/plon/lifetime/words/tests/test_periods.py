"""Periods ahead take their unit and its plural in both languages."""

import pytest

from plon.lifetime.units import Horizon
from plon.lifetime.words.periods import next_phrase, period_phrase


@pytest.mark.parametrize(
    ("horizon", "english", "polish"),
    [
        (Horizon(months=1), ("1 month", "next month"), ("1 miesiąc", "najbliższy miesiąc")),
        (Horizon(months=22), ("22 months", "next 22 months"), ("22 miesiące", "najbliższe 22 miesiące")),
        (Horizon(months=12), ("12 months", "next 12 months"), ("12 miesięcy", "najbliższe 12 miesięcy")),
        (Horizon(weeks=1), ("1 week", "next week"), ("1 tydzień", "najbliższy tydzień")),
        (Horizon(weeks=6), ("6 weeks", "next 6 weeks"), ("6 tygodni", "najbliższe 6 tygodni")),
        (Horizon(days=1), ("1 day", "next day"), ("1 dzień", "najbliższy dzień")),
        (Horizon(days=90), ("90 days", "next 90 days"), ("90 dni", "najbliższe 90 dni")),
    ],
)  # fmt: skip
def test_a_period_is_told(
    horizon: Horizon, english: tuple[str, str], polish: tuple[str, str]
) -> None:
    for language, words in (("en", english), ("pl", polish)):
        assert (period_phrase(horizon, language), next_phrase(horizon, language)) == words
