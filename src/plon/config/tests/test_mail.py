"""The mail server's address in the environment, and what the checkup says of it."""

import pytest
from pytest_django import Settings

from plon.accounts.ports import MailServer
from plon.config.environment import SettingUnreadable
from plon.config.mail import mail_server
from plon.config.mail_checkup import examine_mail
from tests.mail_server import HOST
from tests.mail_server import mail_server as running_server

SENDER = "Plon <plon@example.org>"


def test_none_is_none() -> None:
    assert mail_server("", sender="") is None


@pytest.mark.parametrize(
    ("url", "port", "is_tls", "is_open"),
    [
        ("smtps://a%40b:p%3Aw@mail.example.org", 465, True, False),
        ("smtp://a%40b:p%3Aw@mail.example.org", 587, False, False),
        ("smtp://a%40b:p%3Aw@mail.example.org:25?tls=no", 25, False, True),
        ("smtps://a%40b:p%3Aw@mail.example.org?tls=no", 465, True, False),
    ],
)
def test_an_address_is_read(url: str, port: int, is_tls: bool, is_open: bool) -> None:
    found = mail_server(url, sender=SENDER)

    assert found == MailServer(
        host="mail.example.org",
        port=port,
        sender=SENDER,
        user="a@b",
        password="p:w",
        is_tls=is_tls,
        is_open=is_open,
    )
    assert "p:w" not in repr(found)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("mail.example.org", SENDER),
        ("http://secret@mail.example.org", SENDER),
        ("smtp://", SENDER),
        ("smtp://a:secret@mail.example.org:port", SENDER),
        ("smtp://a:secret@mail.example.org", ""),
        ("smtp://a:secret@mail.example.org", "a@example.org\nBcc: eve@example.org"),
    ],
)
def test_another_is_refused_without_repeating_it(url: str, sender: str) -> None:
    with pytest.raises(SettingUnreadable) as refused:
        mail_server(url, sender=sender)

    assert "secret" not in str(refused.value)


def test_without_a_server_the_checkup_says_what_does_not_work(settings: Settings) -> None:
    settings.PLON_MAIL = None
    found = examine_mail()

    assert "PLON_MAIL_URL" in found.advice
    assert not found.is_grave


def test_a_server_that_answers_is_well(settings: Settings) -> None:
    with running_server() as box:
        settings.PLON_MAIL = MailServer(host=HOST, port=box.port, sender=SENDER, is_open=True)
        found = examine_mail()

    assert (found.advice, found.detail) == ("", f"{HOST}:{box.port}")
    assert box.mails == []


@pytest.mark.parametrize(
    ("word", "answer", "advice"),
    [
        ("AUTH", "535 wrong", "password made for programs"),
        ("EHLO", "502 no", "offers no encryption or no sign-in"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    settings: Settings, word: str, answer: str, advice: str
) -> None:
    with running_server() as box:
        box.answers[word] = answer
        settings.PLON_MAIL = MailServer(
            host=HOST, port=box.port, sender=SENDER, user="a", password="secret", is_open=True
        )
        found = examine_mail()

    assert advice in found.advice
    assert found.is_grave
    assert "secret" not in f"{found.advice} {found.detail}"


def test_nobody_there_is_grave(settings: Settings) -> None:
    with running_server() as gone:
        pass
    settings.PLON_MAIL = MailServer(host=HOST, port=gone.port, sender=SENDER, is_open=True)

    found = examine_mail()

    assert "does not answer" in found.advice
    assert found.is_grave
