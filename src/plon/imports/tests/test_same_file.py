"""The check says so where the very same file was loaded before, and brings nothing."""

import pytest

from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.tests.course import PEOPLE, brought_in, checked, import_row
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

pytestmark = pytest.mark.django_db

SAID = "Ten plik został już wczytany"


def page(owner: Person, *args: bytes, **said: object) -> str:
    import_id = checked(owner, *args, **said)  # type: ignore[arg-type]
    return owner.browser().get(f"/import/{import_id}/").content.decode()


def take_back(owner: Person, content: bytes) -> None:
    taken = brought_in(owner, content)
    with inside(owner.workspace_id):
        imports.undo(owner.caller, import_id=taken, now=NOW)
    tasks.undo(workspace_id=owner.workspace_id, subject=str(taken), now=NOW)


def test_says_when_and_under_which_name(owner: Person) -> None:
    assert SAID not in page(owner)
    brought_in(owner)

    told = page(owner)

    assert SAID in told
    assert "list.csv" in told
    again = brought_in(owner)
    assert import_row(owner, again).results["customers_created"] == 0


def test_says_nothing_of_another_file_or_other_columns(owner: Person) -> None:
    brought_in(owner)

    assert SAID not in page(owner, PEOPLE + b"9;Sopot\n")
    assert SAID not in page(owner, mapping={"external_id": "id"})
    assert SAID not in page(owner, kind=Kind.PRODUCTS, mapping={"code": "id", "name": "city"})


def test_says_nothing_where_something_was_taken_back_since(owner: Person) -> None:
    brought_in(owner)
    take_back(owner, b"id;city\n9;Sopot\n")

    assert SAID not in page(owner)
