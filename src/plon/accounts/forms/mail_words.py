"""How a mail went, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plon.accounts.models import Letter

REASONS: Mapping[str, str | Promise] = {  # ports.MailFailed.reason
    "certificate": _("the mail server's certificate is not valid"),
    "login": _("the mail server does not accept our user and password"),
    "no_answer": _("the mail server does not answer"),
    "no_tls": _("the mail server does not offer what we need, such as encryption"),
    "recipient": _("the mail server does not know this address"),
    "refused": _("the mail server refused the message"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailState:
    """How far a mail is. level: "good", "watch", "bad"; advice: why, and what to do."""

    level: str
    word: str
    advice: str = ""


def mail_states(letters: Iterable[Letter]) -> dict[UUID | None, MailState]:
    """Return how the mails of invitations went, by invitation."""
    return {letter.invitation_id: _state(letter) for letter in letters}


def _state(letter: Letter) -> MailState:
    reason = {"reason": REASONS.get(letter.reason, letter.reason)}
    if letter.sent_at is not None:
        return MailState(level="good", word=gettext("sent by mail"))
    if letter.failed_at is not None:
        advice = gettext("Not sent: %(reason)s. Copy the link and hand it over.") % reason
        return MailState(level="bad", word=gettext("mail failed"), advice=advice)
    advice = (
        gettext("Not sent yet: %(reason)s. It is tried again.") % reason if letter.reason else ""
    )
    return MailState(level="watch", word=gettext("mail is waiting"), advice=advice)
