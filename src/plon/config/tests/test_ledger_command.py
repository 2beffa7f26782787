"""`plon ledger` in words and exit codes; the firms and the files it touches."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from plon.config import books, program
from plon.config.commands import ground, ledger, serving
from plon.ledger import services
from plon.ledger.models import Account
from plon.ledger.queries import Fault
from plon.ledger.services import Kind
from plon.ledger.tests import desk
from plon.ledger.tests.desk import line, post
from plon.lifetime.wording import catalogue
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db
Run: TypeAlias = Callable[..., tuple[int, str]]


@pytest.fixture
def owner(monkeypatch: pytest.MonkeyPatch) -> Person:
    """Make a firm with books; the application is loaded already."""
    monkeypatch.setattr(serving, "set_up", lambda *_, **__: None)
    monkeypatch.setattr(ground, "check_current", lambda: None)
    one = ann()
    with inside(one.workspace_id):
        desk.open_units(one.workspace_id)
        post(one.workspace_id, "a", line(Kind.EXPENSE, Kind.PENDING, 500))
        services.seal(workspace_id=one.workspace_id, now=NOW)
    return one


@pytest.fixture
def run(owner: Person, capfd: pytest.CaptureFixture[str]) -> Run:
    """Give what runs the command; it answers with its exit code and all it said."""

    def command(*words: str, language: str = "en") -> tuple[int, str]:
        code = program.run(["ledger", *words], language=language, environment={"PLON_DEBUG": "1"})
        said = capfd.readouterr()
        return code, said.out + said.err

    return command


@pytest.mark.parametrize(
    ("language", "told"), [("en", "The books are sound"), ("pl", "Księgi się zgadzają")]
)
def test_sound_books_are_said_to_be_sound(run: Run, language: str, told: str) -> None:
    code, said = run("verify", language=language)

    assert (code, told in said, "Bakery" in said) == (0, True, True)


@pytest.mark.parametrize(("language", "told"), [("en", "NOT sound"), ("pl", "NIE zgadzają")])
def test_a_difference_leaves_with_one(owner: Person, run: Run, language: str, told: str) -> None:
    with inside(owner.workspace_id):
        Account.objects.filter(kind="pending").update(balance_minor=499)

    code, said = run("verify", "--firm", str(owner.workspace_id), language=language)

    assert (code, told in said) == (1, True)


def test_an_export_is_printed_or_written_to_a_new_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "books.journal"

    assert run("export", "--to", str(file)) == (0, "")
    assert run("export") == (0, file.read_text(encoding="utf-8"))
    assert "balances kept" in file.read_text(encoding="utf-8")
    assert run("export", "--to", str(file))[0] == 2


def test_one_of_several_firms_is_to_be_named(run: Run) -> None:
    cora()

    assert run("export") == (2, "Name one firm with --firm: Bakery, Cora's.\n")
    assert run("export", "--firm", "Bakery")[0] == 0
    assert [name for _id, name in books.firms("")] == ["Bakery", "Cora's"]


def test_an_unknown_firm_and_an_unknown_word_are_refused(run: Run) -> None:
    assert run("verify", "--firm", "Nowhere") == (2, "There is no firm “Nowhere”.\n")
    code, said = run("burn")
    assert (code, "write verify or export" in said) == (2, True)


def test_every_fault_has_words_in_both_languages() -> None:
    assert set(ledger.FAULTS) == {fault.value for fault in Fault}
    polish = catalogue("pl").gettext
    assert [words for words in ledger.FAULTS.values() if polish(words) == words] == []
