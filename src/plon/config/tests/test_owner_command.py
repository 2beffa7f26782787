"""`plon owner`: links for who cannot come in otherwise."""

import re
from collections.abc import Callable
from typing import TypeAlias

import pytest
from django.test import Client

from plon.accounts.models import User
from plon.config import program
from plon.config.commands import ground, serving
from tests.cast import ann

pytestmark = pytest.mark.django_db
Run: TypeAlias = Callable[..., tuple[int, str]]
NEW = "seven geese in a row"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Give what runs the command; the application is loaded already."""
    monkeypatch.setattr(serving, "set_up", lambda *_, **__: None)
    monkeypatch.setattr(ground, "check_current", lambda: None)

    def command(*words: str) -> tuple[int, str]:
        code = program.run(["owner", *words], language="en", environment={"PLON_DEBUG": "1"})
        said = capfd.readouterr()
        return code, said.out + said.err

    return command


def test_the_newest_link_makes_the_first_owner(run: Run) -> None:
    old, new = (re.search(r"/join/\S+", run()[1]) for _ in range(2))

    assert old
    assert new
    assert Client().get(old[0]).status_code == 410
    assert Client().get(new[0]).status_code == 200


def test_an_owner_who_forgot_the_password_chooses_a_new_one(run: Run) -> None:
    owner = ann()
    code, said = run()
    assert (code, "plon owner E-MAIL" in said) == (2, True)

    code, said = run(" Ann@Example.org")

    link = re.search(r"/reset/\S+", said)
    assert link
    assert code == 0
    assert Client().post(link[0], {"password": NEW})["Location"] == "/accounts/login/"
    assert User.objects.get(id=owner.user.id).check_password(NEW)
    assert Client().get(link[0]).status_code == 410


def test_an_address_that_nobody_has_is_refused(run: Run) -> None:
    code, said = run("nobody@example.org")

    assert (code, "Nobody signs in" in said) == (2, True)


def test_before_there_is_an_owner_the_pages_say_where_the_link_is() -> None:
    stranger = Client(headers={"accept-language": "en"})
    for page in ("/accounts/login/", "/join/used"):
        assert "plon owner at any time" in stranger.get(page).content.decode()

    ann()

    for page in ("/accounts/login/", "/join/used"):
        assert "plon owner" not in stranger.get(page).content.decode()
