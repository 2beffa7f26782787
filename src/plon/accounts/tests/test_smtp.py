"""Mail over SMTP, against a real server on loopback."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plon.accounts.adapters import smtp
from plon.accounts.ports import Mail, MailFailed, MailServer
from tests.mail_server import HOST, MailBox, certificate, mail_server

MAIL = Mail(
    to="dan@example.org",
    subject="Zaproszenie — Młyn",
    text="Dzień dobry",
    html="<p>Dzień dobry</p>",
)


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as running:
        yield running


def server(box: MailBox, **more: object) -> MailServer:
    plain = MailServer(host=HOST, port=box.port, sender="Plon <plon@example.org>", is_open=True)
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_mail_arrives_in_both_forms(box: MailBox) -> None:
    smtp.send(server(box), MAIL)

    [mail] = box.mails
    assert (mail["To"], mail["From"], mail["Subject"]) == (
        "dan@example.org",
        "Plon <plon@example.org>",
        MAIL.subject,
    )
    assert mail["Auto-Submitted"] == "auto-generated"
    forms = {part.get_content_type(): part.get_content().strip() for part in mail.iter_parts()}
    assert forms == {"text/plain": "Dzień dobry", "text/html": "<p>Dzień dobry</p>"}


def test_a_line_break_never_makes_a_header(box: MailBox) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        smtp.send(server(box), replace(MAIL, subject="x\r\nBcc: eve@example.org"))

    assert box.mails == []


@pytest.mark.parametrize(
    ("word", "answer", "reason", "is_final"),
    [
        ("RCPT", "550 no such user", "recipient", True),
        ("RCPT", "451 later", "recipient", False),
        ("DATA", "554 spam", "refused", False),
        ("AUTH", "535 wrong", "login", False),
        ("MAIL", "530 sign in", "refused", False),
    ],
)
def test_a_refusal_has_its_reason(
    box: MailBox, word: str, answer: str, reason: str, is_final: bool
) -> None:
    box.answers[word] = answer

    with pytest.raises(MailFailed) as caught:
        smtp.send(server(box, user="plon", password="secret"), MAIL)

    assert (caught.value.reason, caught.value.is_final) == (reason, is_final)
    assert "secret" not in f"{caught.value!r} {caught.value.said}"


def test_nobody_there_is_said() -> None:
    with mail_server() as gone:
        pass

    with pytest.raises(MailFailed, match="no_answer"):
        smtp.send(server(gone), MAIL)


def test_a_password_is_never_said_in_the_open(box: MailBox) -> None:
    with pytest.raises(MailFailed, match="no_tls"):
        smtp.send(server(box, is_open=False, user="plon", password="secret"), MAIL)

    assert "AUTH" not in box.spoken
    assert box.mails == []


@pytest.mark.parametrize("is_tls_first", [True, False])
def test_it_is_encrypted(
    is_tls_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public, context = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(public))

    with mail_server(tls=context, is_tls_first=is_tls_first) as box:
        safe = server(box, is_open=False, is_tls=is_tls_first, user="plon", password="secret")
        smtp.send(safe, MAIL)

    assert len(box.mails) == 1
    assert ("STARTTLS" in box.spoken) is not is_tls_first


def test_a_certificate_of_nobody_is_refused(tmp_path: Path) -> None:
    _, context = certificate(tmp_path)

    with mail_server(tls=context) as box, pytest.raises(MailFailed, match="certificate"):
        smtp.send(server(box, is_open=False), MAIL)

    assert box.mails == []


def test_a_check_sends_nothing(box: MailBox) -> None:
    smtp.check(server(box, user="plon", password="secret"))

    assert box.spoken == ["EHLO", "AUTH", "NOOP", "QUIT"]


def test_a_check_is_not_endless(monkeypatch: pytest.MonkeyPatch) -> None:
    assert smtp.PATIENCE_S <= 15
    monkeypatch.setattr(smtp, "PATIENCE_S", 0.2)
    with socket.socket() as deaf:
        deaf.bind((HOST, 0))
        deaf.listen()
        there = MailServer(host=HOST, port=deaf.getsockname()[1], sender="a@example.org")
        with pytest.raises(MailFailed, match="no_answer"):
            smtp.check(there)
