"""When the firm works: said on a page of settings, and what tasks make of it."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from plon.accounts.models import AuditEntry
from plon.agenda import queries, services
from plon.agenda.domain import USUAL
from plon.agenda.models import DayOff, Task
from plon.agenda.services import NewTask
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db
PAGE = "/settings/calendar/"
TUESDAY_TO_SATURDAY = {
    f"{name}_{day}": hour
    for day in range(1, 6)
    for name, hour in (("opens", "10:00"), ("closes", "19:00"))
}


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    client = owner.browser()
    client.post("/language", {"language": "en"})
    return client


def due(owner: Person, working_days: int = 0) -> datetime:
    with inside(owner.workspace_id):
        task = NewTask(title="Call", working_days=working_days)
        task_id = services.add_task(workspace_id=owner.workspace_id, task=task, now=NOW)
        return Task.objects.get(id=task_id).due_at


def test_tasks_are_due_by_the_firms_own_hours(owner: Person, browser: Client) -> None:
    assert due(owner) == datetime(2026, 4, 13, 15, tzinfo=UTC)  # Monday, five o'clock

    assert browser.post(PAGE, TUESDAY_TO_SATURDAY).status_code == 302
    assert due(owner) == datetime(2026, 4, 14, 17, tzinfo=UTC)  # Tuesday, seven
    assert 'value="19:00"' in browser.get(PAGE).text

    browser.post(f"{PAGE}days-off", {"day": "2026-04-14", "name": "Fair"})
    assert due(owner) == datetime(2026, 4, 15, 17, tzinfo=UTC)

    browser.post(f"{PAGE}days-off/end", {"day": "2026-04-14"})
    assert due(owner) == datetime(2026, 4, 14, 17, tzinfo=UTC)
    with inside(owner.workspace_id):
        assert AuditEntry.objects.filter(action="calendar.changed").count() == 3


def test_each_firm_has_its_own(owner: Person, browser: Client) -> None:
    browser.post(PAGE, TUESDAY_TO_SATURDAY | {"has_holidays": "on"})
    stranger = cora()

    with inside(stranger.workspace_id):
        assert queries.calendar().hours == USUAL.hours
    with inside(owner.workspace_id):
        found = queries.calendar()
    assert (set(found.hours), found.country) == ({1, 2, 3, 4, 5}, "PL")


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"opens_0": "09:00"},
        {"opens_0": "17:00", "closes_0": "09:00"},
        {"opens_0": "09:00", "closes_0": "25:00"},
    ],
)
def test_hours_that_make_no_sense_come_back(
    owner: Person, browser: Client, said: dict[str, str]
) -> None:
    assert browser.post(PAGE, said).status_code == 422
    with inside(owner.workspace_id):
        assert queries.calendar().hours == USUAL.hours


def test_a_day_off_is_named_anew_and_removed_once(owner: Person, browser: Client) -> None:
    for name in ("Fair", "Bridge"):
        browser.post(f"{PAGE}days-off", {"day": "2100-04-14", "name": name})
    assert browser.post(f"{PAGE}days-off", {"day": "soon"}).status_code == 422
    assert "Bridge" in browser.get(PAGE).text

    for _ in range(2):
        browser.post(f"{PAGE}days-off/end", {"day": "2100-04-14"})
    with inside(owner.workspace_id):
        assert not DayOff.objects.filter(day=date(2100, 4, 14)).exists()
        assert AuditEntry.objects.count() == 3
