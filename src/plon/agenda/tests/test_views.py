"""A task written down by hand, and what is said of it."""

from datetime import timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from plon.accounts.domain import Role
from plon.agenda import services
from plon.agenda.domain import due_at
from plon.agenda.models import Task
from plon.agenda.services import NewTask
from plon.customers.models import Customer
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db
GIVEN = {"title": "Oddzwonić", "kind": "call", "working_days": "1", "value_minor": "1 200,50"}


@pytest.fixture
def bakery() -> Person:
    return ann()


@pytest.fixture
def task_id(bakery: Person) -> UUID:
    with inside(bakery.workspace_id):
        return services.add_task(
            workspace_id=bakery.workspace_id, task=NewTask(title="Zadzwoń"), now=NOW
        )


def kept(who: Person) -> Task:
    with inside(who.workspace_id):
        return Task.objects.get()


def test_a_task_is_written_down(bakery: Person) -> None:
    browser = bakery.browser()
    form = browser.get("/tasks/new/").context["form"]
    mine = {"owner_id": str(form["owner_id"].value()), "script": "Zapytaj o tort"}

    response = browser.post("/tasks/new/", {**GIVEN, **mine})

    assert response.headers["Location"] == "/"
    assert (kept(bakery).value_minor, kept(bakery).owner_id) == (1_200_50, bakery.user.id)
    assert kept(bakery).script == "Zapytaj o tort"


def test_a_task_is_written_down_for_somebody_else_or_for_whoever_comes_first(
    bakery: Person,
) -> None:
    ben = person("Ben", workspace_id=bakery.workspace_id, role=Role.OPERATOR)
    for owner_id in ("", str(ben.user.id)):
        bakery.browser().post("/tasks/new/", {**GIVEN, "owner_id": owner_id})

    with inside(bakery.workspace_id):
        assert list(Task.objects.order_by("id").values_list("owner_id", flat=True)) == [
            None,
            ben.user.id,
        ]


def test_a_task_is_written_down_for_no_stranger(bakery: Person) -> None:
    given = {**GIVEN, "owner_id": str(cora().user.id)}

    assert bakery.browser().post("/tasks/new/", given).status_code == 422


def test_a_form_without_a_title_comes_back(bakery: Person) -> None:
    assert bakery.browser().post("/tasks/new/", {**GIVEN, "title": ""}).status_code == 422


def test_a_task_is_not_about_somebody_of_another_firm(bakery: Person) -> None:
    stranger = cora()
    with inside(stranger.workspace_id):
        theirs = Customer.objects.create(
            workspace_id=stranger.workspace_id, created_at=NOW, updated_at=NOW
        )

    for foreign in (theirs.id, uuid4()):
        response = bakery.browser().post("/tasks/new/", {**GIVEN, "customer_id": str(foreign)})
        assert response.status_code == 404


@pytest.mark.parametrize("outcome", ["done", "no_answer", "later"])
def test_an_outcome_is_kept(bakery: Person, task_id: UUID, outcome: str) -> None:
    response = bakery.browser().post(f"/tasks/{task_id}/outcome/", {"outcome": outcome})

    assert response.status_code == 302
    assert (kept(bakery).closed_at is None) == (outcome != "done")


def test_for_htmx_the_row_goes(bakery: Person, task_id: UUID) -> None:
    response = bakery.browser().post(
        f"/tasks/{task_id}/outcome/", {"outcome": "done"}, headers={"HX-Request": "true"}
    )

    assert response.status_code == 200
    assert response.text.strip().startswith('<div hx-swap-oob="beforeend:#toasts">')
    assert f'action="/tasks/{task_id}/back/"' in response.text


def test_for_htmx_a_refused_row_stays_and_says_why(bakery: Person, task_id: UUID) -> None:
    browser, address, htmx = bakery.browser(), f"/tasks/{task_id}/outcome/", {"HX-Request": "true"}

    refused = browser.post(address, {"outcome": "x"}, headers=htmx)
    browser.post(address, {"outcome": "sold"})
    over = browser.post(address, {"outcome": "done"}, headers=htmx)
    page = browser.post(address, {"outcome": "done"})

    for answer, status, asks in ((refused, 422, True), (over, 409, False)):
        assert answer.status_code == status
        assert answer.text.strip().startswith('<li class="task"')
        assert answer.text.count("<li") == 1
        assert 'class="field-error" role="alert"' in answer.text
        assert ("hx-post" in answer.text) == asks
    assert f'href="/tasks/{task_id}/"' in over.text
    assert (page.status_code, "<html" in page.text) == (409, True)
    assert kept(bakery).outcome == "sold"
    other = uuid4()
    assert (
        browser.post(f"/tasks/{other}/outcome/", {"outcome": "x"}, headers=htmx).status_code == 404
    )


@pytest.mark.parametrize("said", ["done", "no_answer", "later"])
def test_what_was_said_is_taken_back(bakery: Person, task_id: UUID, said: str) -> None:
    before, browser = kept(bakery), bakery.browser()
    browser.post(f"/tasks/{task_id}/outcome/", {"outcome": said, "note": "Kto?"})

    response = browser.post(
        f"/tasks/{task_id}/back/", headers={"Referer": "http://testserver/tasks/?start=0"}
    )

    assert response.headers["Location"] == "http://testserver/tasks/?start=0"
    for name in ("due_at", "attempts", "snoozes", "outcome", "outcome_note", "closed_at"):
        assert getattr(kept(bakery), name) == getattr(before, name), name


def test_a_closed_task_has_a_way_back_on_its_page(bakery: Person, task_id: UUID) -> None:
    browser, page = bakery.browser(), f"/tasks/{task_id}/"
    browser.post(f"{page}outcome/", {"outcome": "done"})
    assert f'action="{page}back/"' in browser.get(page).text

    response = browser.post(f"{page}back/", headers={"Referer": "https://elsewhere.example/"})

    assert response.headers["Location"] == "/"
    assert f'action="{page}back/"' not in browser.get(page).text


def test_a_task_is_put_off_to_a_day(bakery: Person, task_id: UUID) -> None:
    day = timezone.localdate() + timedelta(days=40)

    bakery.browser().post(f"/tasks/{task_id}/outcome/", {"outcome": "day", "day": day.isoformat()})

    assert kept(bakery).due_at.astimezone(ZoneInfo("Europe/Warsaw")).date() == day


@pytest.mark.parametrize("day", ["", "2020-01-01", "x"])
def test_a_task_is_put_off_to_no_day_that_is_past(bakery: Person, task_id: UUID, day: str) -> None:
    before = kept(bakery).due_at

    response = bakery.browser().post(f"/tasks/{task_id}/outcome/", {"outcome": "day", "day": day})

    assert response.status_code == 422
    assert "field-error" in response.text
    assert kept(bakery).due_at == before


def test_an_unknown_outcome_changes_nothing(bakery: Person, task_id: UUID) -> None:
    response = bakery.browser().post(f"/tasks/{task_id}/outcome/", {"outcome": "x"})

    assert response.status_code == 422
    assert kept(bakery).closed_at is None


def test_the_till_has_no_tasks(bakery: Person, task_id: UUID) -> None:
    clerk = person("Ben", workspace_id=bakery.workspace_id, role=Role.COUNTER).browser()

    assert clerk.get("/tasks/new/").status_code == 403
    assert clerk.post(f"/tasks/{task_id}/outcome/", {"outcome": "done"}).status_code == 403


class TestList:
    def test_holds_ones_own_and_nobodys_or_everybodys(self, bakery: Person, task_id: UUID) -> None:
        ben = person("Ben", workspace_id=bakery.workspace_id, role=Role.OPERATOR)
        with inside(bakery.workspace_id):
            services.add_task(
                workspace_id=bakery.workspace_id,
                task=NewTask(title="Dla Bena", owner_id=ben.user.id),
                now=NOW,
            )
        browser = bakery.browser()

        mine = browser.get("/tasks/").context["tasks"]
        everybodys = browser.get("/tasks/?whose=everybody").context["tasks"]

        assert [task.title for task in mine] == ["Zadzwoń"]
        assert {task.title for task in everybodys} == {"Zadzwoń", "Dla Bena"}

    def test_comes_page_by_page(self, bakery: Person) -> None:
        with inside(bakery.workspace_id):
            for number in range(55):
                services.add_task(
                    workspace_id=bakery.workspace_id, task=NewTask(title=f"{number}"), now=NOW
                )
        browser, seen = bakery.browser(), []

        first = browser.get("/tasks/").context
        second = browser.get(f"/tasks/{first['pager'].next_href}").context
        seen = [task.title for task in [*first["tasks"], *second["tasks"]]]

        assert (first["pager"].text, second["pager"].text) == ("1–50 z 55", "51–55 z 55")
        assert len(set(seen)) == 55
        assert second["pager"].next_href == ""
        for nonsense in ("x", "9" * 30, "500"):
            again = browser.get("/tasks/", {"start": nonsense}).context["pager"]
            assert again.previous_href == ""

    def test_says_that_nothing_is_open(self, bakery: Person) -> None:
        assert "Nie ma otwartych zadań" in bakery.browser().get("/tasks/").text


class TestTask:
    def test_shows_why_what_to_say_and_who(self, bakery: Person) -> None:
        with inside(bakery.workspace_id):
            told = NewTask(
                title="Zadzwoń: Dan",
                reason="Cisza od 40 dni",
                script="Zapytaj, jak się ma",
                value_minor=50_000,
                owner_id=bakery.user.id,
            )
            one = services.add_task(workspace_id=bakery.workspace_id, task=told, now=NOW)

        found = bakery.browser().get(f"/tasks/{one}/")

        facts = dict(found.context["facts"])
        assert facts["Kto to robi"] == "Ann"
        assert facts["Dlaczego"] == "Cisza od 40 dni"
        assert facts["Ile to może dać"] == "500\xa0zł"
        assert "Zapytaj, jak się ma" in found.text

    def test_keeps_a_note_and_shows_it_when_closed(self, bakery: Person, task_id: UUID) -> None:
        browser = bakery.browser()

        browser.post(f"/tasks/{task_id}/outcome/", {"outcome": "sold", "note": "Tort na sobotę"})

        found = browser.get(f"/tasks/{task_id}/")
        facts = dict(found.context["facts"])
        assert (facts["Wynik"], facts["Notatka"]) == ("Sprzedaż", "Tort na sobotę")
        assert "/outcome/" not in found.text

    @pytest.mark.parametrize(("said", "days"), [("tomorrow", 1), ("later", 3), ("week", 5)])
    def test_is_put_off_by_working_days(
        self, bakery: Person, task_id: UUID, said: str, days: int
    ) -> None:
        before = timezone.now()

        bakery.browser().post(f"/tasks/{task_id}/outcome/", {"outcome": said})

        zone = ZoneInfo("Europe/Warsaw")
        assert kept(bakery).due_at == due_at(now=before, working_days=days, zone=zone)

    def test_is_handed_over_and_given_back(self, bakery: Person, task_id: UUID) -> None:
        ben = person("Ben", workspace_id=bakery.workspace_id, role=Role.OPERATOR)
        browser = bakery.browser()

        browser.post(f"/tasks/{task_id}/owner/", {"owner_id": str(ben.user.id)})
        assert kept(bakery).owner_id == ben.user.id

        browser.post(f"/tasks/{task_id}/owner/", {"owner_id": ""})
        assert kept(bakery).owner_id is None

    def test_is_given_to_nobody_who_does_no_tasks_here(self, bakery: Person, task_id: UUID) -> None:
        clerk = person("Ben", workspace_id=bakery.workspace_id, role=Role.COUNTER)

        for foreign in (clerk.user.id, cora().user.id):
            response = bakery.browser().post(f"/tasks/{task_id}/owner/", {"owner_id": str(foreign)})
            assert response.status_code == 422
        assert kept(bakery).owner_id is None

    def test_of_another_firm_is_not_there(self, task_id: UUID) -> None:
        assert cora().browser().get(f"/tasks/{task_id}/").status_code == 404
