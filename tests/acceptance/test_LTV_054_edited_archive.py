"""LTV-054: an archive that somebody edited is loaded as far as it can be read, and fills no disk."""

import zipfile
from io import BytesIO
from typing import Any

import pytest

from plon.runtime.tenancy import inside
from tests.acceptance.archives import changed, exported, fill, packed, rows_in, told
from tests.acceptance.importing import refusals, upload, worker_runs
from tests.cast import Person, ann, cora

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-054")]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> Person:
    owner = ann()
    with inside(owner.workspace_id):
        fill(owner)
    return owner


@pytest.mark.parametrize(
    ("name", "column", "cells"),
    [
        ("tasks", "value_minor", [str(2**63)]),
        ("tasks", "value_minor", ["1,5"]),
        ("tasks", "due_at", ["2026-11-26T10:00:00"]),
        ("tasks", "due_at", ["0001-01-01T00:00:00+14:00"]),
        ("notes", "written_at", ["0001-01-01T00:00:00+14:00"]),
        ("segments", "rule", ["[]"]),
        ("segments", "rule", ["[" * 100_000]),
        ("segments", "rule", ['{"join": "all", "parts": [], "note": NaN}']),
        ("segments", "rule", [r'{"join": "all", "parts": [], "note": "\u0000"}']),
        ("segments", "rule", [r'{"join": "all", "parts": [], "note": "\ud800"}']),
        ("wordings", "version", ["0"]),
        ("wordings", "version", [str(2**40)]),
        ("notes", "written_at", ["2026-11-26T10:00:00"]),
        ("addresses", "shown", [""]),
        ("addresses", "kind", ["pigeon"]),
    ],
)
def test_what_no_column_can_hold_is_refused_alone(
    owner: Person, name: str, column: str, cells: list[str]
) -> None:
    lists, other = exported(owner), cora()
    file = f"{name}.csv"
    lists[file] = changed(lists[file], column, *cells)

    upload(other.browser(), packed(lists), name="plon.zip")
    worker_runs()

    results = {name: found for name, _state, found in told(other)}[file]
    assert results["records_refused"] == 1


@pytest.mark.parametrize(
    ("name", "column", "cells"),
    [
        ("wordings", "text_pl", ["Czy?"]),
        ("views", "query", ["city=Radom"]),
        ("segments", "rule", ['{"join": "any", "parts": []}']),
    ],
)
def test_of_a_row_told_twice_the_first_counts(
    owner: Person, name: str, column: str, cells: list[str]
) -> None:
    lists, other = exported(owner), cora()
    file = f"{name}.csv"
    again = changed(lists[file], column, *cells).partition(b"\r\n")[2]
    whole = lists[file] + again

    upload(other.browser(), packed(lists | {file: whole}), name="plon.zip")
    worker_runs()

    results = {name: found for name, _state, found in told(other)}[file]
    assert (results["records_created"], results["records_known"]) == (1, 1)
    assert rows_in(exported(other)[file]) == rows_in(lists[file])


def test_lists_that_together_fill_the_disk_are_refused(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, file = cora(), BytesIO()
    heading, row = exported(owner)["life_events.csv"].splitlines(keepends=True)[:2]
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("life_events.csv", "orders-AAA.csv"):
            archive.writestr(name, heading + row * 1_000)
    file.name, most = "plon.zip", len(row) * 1_500
    assert file.seek(0) < file.getbuffer().nbytes < most
    monkeypatch.setattr("plon.imports.services.storage.BYTES_MAX", most)

    answer = other.browser().post("/import/", {"file": file})

    assert answer.status_code == 422
    assert "większy niż" in refusals(answer.content)[0]
    assert told(other) == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_a_list_twice_is_none_of_ours(owner: Person) -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for _twice in range(2):
            archive.writestr("notes.csv", exported(owner)["notes.csv"])
    file.name, file_at = "plon.zip", file.seek(0)
    assert file_at == 0

    assert cora().browser().post("/import/", {"file": file}).status_code == 422
