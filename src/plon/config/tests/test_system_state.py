"""The page that says whether everything runs."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from plon.config import keeping
from plon.config.system_state import State, states
from plon.ledger.queries import Fault, Finding, Verdict
from plon.ledger.services import keep_proof
from plon.runtime import duties, pulse
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from plon.value.models import Freshness
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(settings: Settings, tmp_path: Path) -> Person:
    settings.DATA_FOLDER = tmp_path
    settings.MEDIA_ROOT = tmp_path
    return ann()


def levels(owner: Person) -> dict[str, State]:
    """Return the firm's own states by what they are about, in their order."""
    keys = ("worker", "waiting", "failed", "figures", "backup")
    with inside(owner.workspace_id):
        found = list(states(workspace_id=owner.workspace_id, stop=None, now=NOW))
    assert all(each.advice for each in found if each.level not in {"good"})
    return dict(zip(keys, found, strict=False))


def test_a_new_firm_without_a_worker(owner: Person) -> None:
    found = levels(owner)

    assert (found["worker"].level, found["waiting"].level) == ("bad", "good")
    assert (found["failed"].level, found["figures"].href) == ("good", "/import/")

    pulse.beat(uuid4(), now=NOW)
    assert levels(owner)["worker"].level == "good"


@pytest.mark.parametrize(
    ("minutes", "level", "told"),
    [(9, "good", "9 minut"), (11, "watch", "11 minut"), (200, "watch", "3 godzin")],
)
def test_work_that_waits_too_long(owner: Person, minutes: int, level: str, told: str) -> None:
    due_at = NOW - timedelta(minutes=minutes)
    duties.ask("value.refresh", workspace_id=owner.workspace_id, due_at=due_at)
    Duty.objects.update(asked_at=due_at)

    waiting = levels(owner)["waiting"]

    assert (waiting.level, told in waiting.word) == (level, True)


def test_work_that_was_given_up(owner: Person) -> None:
    duties.ask("value.refresh", workspace_id=owner.workspace_id, due_at=NOW)
    Duty.objects.update(due_at=None)

    assert levels(owner)["failed"].level == "bad"


@pytest.mark.parametrize(
    ("state", "level"),
    [("empty", "unknown"), ("stale", "watch"), ("running", "good"), ("fresh", "good")],
)
def test_figures(owner: Person, state: str, level: str) -> None:
    with inside(owner.workspace_id):
        Freshness.objects.create(workspace_id=owner.workspace_id, state=state)

    assert levels(owner)["figures"].level == level


@pytest.mark.parametrize(
    ("days", "level"), [(None, "watch"), (0, "good"), (2, "good"), (3, "watch")]
)
def test_the_last_backup(owner: Person, tmp_path: Path, days: int | None, level: str) -> None:
    if days is not None:
        (tmp_path / keeping.LAST).touch()
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(tmp_path / keeping.LAST, (moment, moment))

    found = levels(owner)["backup"]

    assert found.level == (level if connection.vendor == "sqlite" else "unknown")


def test_the_page_says_it(owner: Person) -> None:
    pulse.beat(uuid4(), now=timezone.now())

    page = owner.browser().get("/settings/system/")

    assert page.status_code == 200
    assert len(page.context["states"]) >= 10
    assert all(state.what in page.text.replace("&#x27;", "'") for state in page.context["states"])


@pytest.mark.parametrize(
    ("hours", "faults", "level"),
    [(1, {}, "good"), (49, {}, "watch"), (1, {Fault.BALANCE: 2}, "bad"), (None, {}, None)],
)
def test_the_books_of_value(
    owner: Person, hours: int | None, faults: dict[Fault, int], level: str | None
) -> None:
    if hours is not None:
        findings = [Finding(fault=one, count=count, examples=()) for one, count in faults.items()]
        verdict = Verdict(transfers=1, postings=1, accounts=2, head="0", findings=tuple(findings))
        at = NOW - timedelta(hours=hours)
        keep_proof(workspace_id=owner.workspace_id, verdict=verdict, now=at)

    with inside(owner.workspace_id):
        found = list(states(workspace_id=owner.workspace_id, stop=None, now=NOW))

    told = [each.level for each in found if each.what == "Księgi wartości"]
    assert told == ([] if level is None else [level])
