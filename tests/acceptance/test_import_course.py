"""A long file: progress, a pause, a worker that dies, a cancellation, an undoing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from plon.config.wiring import CLOCK, JOBS, REACTIONS
from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.models import Import
from plon.imports.services.preparing import parts
from plon.orders.models import Order
from plon.runtime.duties import LEASE
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from plon.runtime.worker import run_once
from tests.acceptance.importing import bring_in, choices, table, told, upload, worker_runs
from tests.cast import Person, ann

pytestmark = pytest.mark.django_db

LINES = [f"A{n};k{n % 7};2024-01-{1 + n % 28:02};{n},50" for n in range(1, 51)]
CONTENT = table("Nr zamówienia;Nr klienta;Data sprzedaży;Kwota", LINES)


@pytest.fixture(autouse=True)
def _small(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut files into batches of ten rows, two at a time."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(parts, "BATCH_ROWS", 10)
    monkeypatch.setattr(tasks, "BATCHES_AT_ONCE", 2)


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    return owner.browser()


@pytest.fixture
def page(browser: Client) -> str:
    """Return the page of a file that is checked and has been told to load."""
    address = upload(browser, CONTENT)
    browser.post(address, choices(browser.get(address).content))
    worker_runs()
    found = address.removesuffix("columns/")
    browser.post(f"{found}start/")
    return found


def numbers(owner: Person) -> Sequence[str]:
    with inside(owner.workspace_id):
        return sorted(Order.objects.values_list("external_id", flat=True))


def load(owner: Person, page: str) -> bool:
    """Load one batch, as the worker does."""
    import_id = UUID(page.split("/")[2])
    with inside(owner.workspace_id):
        return imports.load_next_batch(
            workspace_id=owner.workspace_id, import_id=import_id, now=timezone.now()
        )


def test_the_page_says_how_far_it_is(owner: Person, browser: Client, page: str) -> None:
    load(owner, page)
    load(owner, page)

    said = told(browser, page)

    assert "20 z 50 wierszy" in said
    assert "40%" in said


def test_a_pause_holds_it_where_it_is(owner: Person, browser: Client, page: str) -> None:
    load(owner, page)
    browser.post(f"{page}pause/")
    worker_runs()
    assert len(numbers(owner)) == 10

    browser.post(f"{page}start/")
    worker_runs()

    assert len(numbers(owner)) == 50


def test_a_worker_that_dies_in_a_batch_leaves_nothing_of_it(
    owner: Person, browser: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(owner, page)
    died = iter([True])

    class Killed(BaseException):
        """The process is gone: no handler runs."""

    real = imports.loading._LOADERS["orders"]

    def dying(*args: Any) -> Any:
        real(*args)
        if next(died, False):
            raise Killed
        return {}

    monkeypatch.setitem(imports.loading._LOADERS, "orders", dying)
    with pytest.raises(Killed):
        run_once(REACTIONS, CLOCK, JOBS, now=timezone.now())
    assert len(numbers(owner)) == 10

    worker_runs(now=timezone.now() + LEASE)

    assert len(numbers(owner)) == 50
    assert "wczytano" in told(browser, page)
    assert not Duty.objects.filter(job="imports.run").exists()


def test_a_batch_is_done_once_by_two_workers(owner: Person, page: str) -> None:
    with inside(owner.workspace_id):
        row = Import.objects.get()
        Import.objects.filter(id=row.id).update(batches_done=1)
        with pytest.raises(imports.loading.BatchTaken):
            imports.loading.mark_done(row, {}, rows=10)


def test_a_cancelled_file_stays_as_far_as_it_came_until_it_is_taken_back(
    owner: Person, browser: Client, page: str
) -> None:
    load(owner, page)
    browser.post(f"{page}cancellation/")
    worker_runs()
    assert len(numbers(owner)) == 10

    browser.post(f"{page}undoing/")
    worker_runs()

    assert numbers(owner) == []


def test_after_thirty_days_it_stays_and_its_files_are_gone(
    owner: Person, browser: Client, page: str, tmp_path: Any
) -> None:
    worker_runs()
    later = timezone.now() + timedelta(days=30, seconds=1)
    worker_runs(now=later)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    with inside(owner.workspace_id):
        row = Import.objects.get()
        with pytest.raises(imports.TooLateToUndo):
            imports.undo(owner.caller, import_id=row.id, now=later)
    assert len(numbers(owner)) == 50


def test_the_upload_is_deleted_once_it_is_loaded(browser: Client, tmp_path: Any) -> None:
    bring_in(browser, CONTENT)

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["rejected.parquet"]


def test_sales_that_are_loaded_lead_on_to_today_and_to_value(browser: Client) -> None:
    page = bring_in(browser, CONTENT)

    told_of = browser.get(page).content.decode()

    assert '<a class="button primary" href="/">' in told_of
    assert '<a class="button" href="/value/">' in told_of
    assert "są właśnie liczone" in told_of
    again = bring_in(browser, CONTENT)
    assert "są właśnie liczone" not in told(browser, again)
