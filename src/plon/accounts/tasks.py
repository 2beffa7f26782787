"""Jobs of this room."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from plon.accounts import queries, services
from plon.accounts.adapters import smtp
from plon.accounts.forms.letter_words import letter_words
from plon.accounts.ports import Mail, MailFailed, MailServer
from plon.accounts.services import forget_answers
from plon.accounts.services.letters import LOOK_AGAIN
from plon.runtime.tenancy import inside

__all__ = ["check_mail", "forget_ended", "forget_old_answers", "send_letter"]


def forget_old_answers(*, now: datetime) -> None:
    """Delete, in every workspace, the answers kept for programs longer than a day."""
    for workspace_id in queries.every_workspace():
        with inside(workspace_id):
            forget_answers(now=now)


def forget_ended(*, now: datetime) -> None:
    """Delete sessions that are over, and links and invitations that ended a month ago."""
    services.forget_ended(now=now)


def send_letter(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Send one mail; return when to try again, None: sent, given up, or not wanted any more."""
    letter_id, server = UUID(subject), settings.PLON_MAIL
    try:
        written = services.open_letter(letter_id, now=now)
    except services.SendingOff:
        return now + LOOK_AGAIN
    if written is None:
        return None
    if server is None:  # its settings were taken away meanwhile
        return now + LOOK_AGAIN
    try:
        smtp.send(server, _mail(written))
    except MailFailed as failure:
        return services.letter_failed(letter_id, failure, now=now)
    services.letter_sent(letter_id, now=now)
    return None


def check_mail(server: MailServer) -> MailFailed | None:
    """Try the mail server without sending; return what is wrong, None where nothing is."""
    try:
        smtp.check(server)
    except MailFailed as failure:
        return failure
    return None


def _mail(written: services.Written) -> Mail:
    with translation.override(written.language):
        words = letter_words(written.kind, firm=written.firm)
        context = {"words": words, "link": written.link, "language": written.language}
        return Mail(
            to=written.to,
            subject=words.subject,
            text=render_to_string("accounts/mail.txt", context),
            html=render_to_string("accounts/mail.html", context),
        )
