"""Tasks in words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from plon.agenda.services import words

WARSAW = ZoneInfo("Europe/Warsaw")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("hours", "told"),
    [(-24, "late by 1 day"), (0, "today"), (1, "today"), (2, "tomorrow"), (48, "in 2 days")],
)
def test_a_day_is_named_by_the_calendar_of_the_firm(hours: int, told: str) -> None:
    evening = datetime(2026, 4, 12, 20, 30, tzinfo=UTC)  # half past ten in Warsaw

    assert words.due_word(evening + timedelta(hours=hours), now=evening, zone=WARSAW) == told
