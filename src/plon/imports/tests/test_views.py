"""Every address of the room: for whom it is, and for whom it is not."""

from typing import Any

import pytest
from django.test import Client

from plon.accounts.domain import Role
from plon.imports.models import Import
from plon.runtime import duties, full_disk
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db

READ = ["", "columns/", "rejected.csv"]
DONE = ["start/", "pause/", "cancellation/", "undoing/"]


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def page(owner: Person, settings: Any, tmp_path: Any) -> str:
    settings.MEDIA_ROOT = tmp_path
    with inside(owner.workspace_id):
        row = Import.objects.create(
            workspace_id=owner.workspace_id,
            kind="orders",
            state="checked",
            file_name="a.csv",
            folder="0" * 32,
            size_bytes=1,
            shape="",
            actor=owner.caller.actor,
            created_at=NOW,
        )
    return f"/import/{row.id}/"


def answers(browser: Client, page: str) -> dict[str, int]:
    found = {each: browser.get(page + each).status_code for each in READ}
    return found | {each: browser.post(page + each).status_code for each in DONE}


def test_a_stranger_finds_nothing(page: str) -> None:
    assert set(answers(cora().browser(), page).values()) == {404}


def test_who_may_not_import_is_refused(owner: Person, page: str) -> None:
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

    found = answers(ben.browser(), page)

    assert set(found.values()) == {403}
    assert ben.browser().get("/import/").status_code == 403
    for what in ("customers", "products", "orders", "workspace"):
        assert ben.browser().post(f"/import/export/{what}/").status_code == 403


def test_nobody_signed_in_is_sent_to_sign_in(page: str) -> None:
    assert set(answers(Client(), page).values()) == {302}


def test_nothing_changes_by_reading(owner: Person, page: str) -> None:
    browser = owner.browser()

    assert {browser.get(page + each).status_code for each in DONE} == {405}
    assert browser.get("/import/export/customers/").status_code == 405


def test_a_part_is_given_to_htmx(owner: Person, page: str) -> None:
    part = owner.browser().get(page, headers={"HX-Request": "true"}).content.decode()

    assert part.lstrip().startswith("<section")
    assert "<html" not in part


def test_a_step_that_is_past_is_refused(owner: Person, page: str) -> None:
    browser = owner.browser()

    assert [browser.post(page + each).status_code for each in ("pause/", "undoing/")] == [409, 409]


def test_rejected_rows_that_are_not_there_are_not_found(owner: Person, page: str) -> None:
    assert owner.browser().get(f"{page}rejected.csv").status_code == 404


def test_an_unknown_list_is_not_found(owner: Person) -> None:
    assert owner.browser().post("/import/export/gold/").status_code == 404


@pytest.mark.parametrize(
    ("state", "is_there"), [("waiting", True), ("checking", True), ("done", False)]
)
def test_what_is_on_its_way_can_be_cancelled(
    owner: Person, page: str, state: str, is_there: bool
) -> None:
    with inside(owner.workspace_id):
        Import.objects.update(state=state)

    assert ("cancellation/" in owner.browser().get(page).content.decode()) == is_there


def test_a_file_may_be_dropped_on_the_page(owner: Person) -> None:
    assert "data-file-drop" in owner.browser().get("/import/").content.decode()


def test_says_before_what_no_click_takes_back(owner: Person) -> None:
    page = owner.browser().get("/import/").content.decode()

    assert "zgód, notatek i zadań już nie" in page


@pytest.mark.parametrize(
    ("failed", "is_told"),
    [
        ("OperationalError('database or disk is full')", True),
        ("RuntimeError('a defect of ours')", False),
    ],
)
def test_an_import_that_a_full_disk_holds_up_says_so(
    owner: Person, page: str, failed: str, is_told: bool
) -> None:
    row_id = page.split("/")[2]
    with inside(owner.workspace_id):
        Import.objects.update(state="running")
    duties.ask("imports.run", workspace_id=owner.workspace_id, due_at=NOW, subject=row_id)
    claimed = duties.claim({"imports.run": lambda **_: None}, now=NOW)
    assert claimed is not None
    browser = owner.browser()
    before = browser.get(page).content.decode()

    duties.give_back(claimed, error=failed, now=NOW)

    assert "Dysk, na którym działa Plon, jest pełny" not in before
    after = browser.get(page).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert ("Dysk, na którym działa Plon, jest pełny" in after) is is_told


def test_an_import_on_a_disk_where_nothing_can_be_written_down_says_so(
    owner: Person, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside(owner.workspace_id):
        Import.objects.update(state="running")

    monkeypatch.setattr(full_disk, "LEAST_BYTES", 1 << 80)

    assert "jest pełny" in owner.browser().get(page).content.decode()
