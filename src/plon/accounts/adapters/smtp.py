"""Mail over SMTP, encrypted unless the settings say that the server is at hand."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

from plon.accounts.ports import Mail, MailFailed, MailServer

PATIENCE_S = 15
SAID_MOST = 160
_OWN_FAULTS = range(500, 600)  # SMTP: will be the same next time


def send(server: MailServer, mail: Mail) -> None:
    """Hand a mail over. Raises MailFailed."""
    message = _message(server, mail)
    with _told(), _connected(server) as there:
        there.send_message(message)


def check(server: MailServer) -> None:
    """Connect, greet, encrypt and sign in; send nothing. Raises MailFailed."""
    with _told(), _connected(server) as there:
        there.noop()


def _message(server: MailServer, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, mail.to, mail.subject
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=parseaddr(server.sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    if server.is_tls:
        there: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE_S, context=ssl.create_default_context()
        )
    else:
        there = smtplib.SMTP(server.host, server.port, timeout=PATIENCE_S)
    try:
        there.ehlo()
        if not (server.is_tls or server.is_open):
            there.starttls(context=ssl.create_default_context())
        if server.user:
            there.login(server.user, server.password)
        yield there
    finally:
        with suppress(smtplib.SMTPException, OSError):
            there.quit()


@contextmanager
def _told() -> Iterator[None]:
    """Say in one of our codes what went wrong."""
    try:
        yield
    except smtplib.SMTPAuthenticationError as error:
        raise MailFailed("login", said=_line(error.smtp_error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise MailFailed("recipient", is_final=code in _OWN_FAULTS, said=_line(words)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailFailed("no_tls", said=_line(str(error))) from error
    except ssl.SSLError as error:
        raise MailFailed("certificate", said=_line(str(error))) from error
    except smtplib.SMTPResponseException as error:
        raise MailFailed("refused", said=_line(error.smtp_error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailFailed("no_answer", said=_line(str(error))) from error


def _line(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:SAID_MOST]
