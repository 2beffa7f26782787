"""Mails of this room: asked for with their cause, written and sent by the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from plon.accounts.domain import LetterKind
from plon.accounts.models import Letter, User, Workspace
from plon.accounts.ports import MailFailed
from plon.accounts.services.invitations import keep_token
from plon.accounts.services.posting import post_letter
from plon.accounts.services.resetting import reset_token
from plon.runtime import duties, sending

LOOK_AGAIN = timedelta(minutes=5)  # while the main switch is off
FRESH = timedelta(hours=1)  # what is not sent by then has lost its meaning; invitations have not


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a mail says: facts for its words. link: a secret, or "" for a notice."""

    letter_id: UUID
    kind: LetterKind
    to: str
    language: str
    firm: str
    link: str


class SendingOff(Exception):
    """The main switch is off: the letter waits."""


@transaction.atomic
def ask_reset(*, email: str, now: datetime) -> None:
    """Ask for a mail with a way to a new password.

    Whether anybody has this address is looked up when the mail is written, so that neither the
    answer here nor its time tells.
    """
    post_letter(LetterKind.RESET, address=email.strip().lower(), now=now)


@transaction.atomic
def open_letter(letter_id: UUID, *, now: datetime) -> Written | None:
    """Return what a mail is to say, just before it is sent; None where it need not be sent.

    Secret links are made here, the same at each attempt. Raises SendingOff.
    """
    mine = Letter.objects.select_related("invitation", "workspace")
    letter = mine.filter(id=letter_id, sent_at=None, failed_at=None).first()
    if letter is None:
        return None
    user = User.objects.filter(email=letter.address, is_active=True).first()
    if not _is_wanted(letter, user, now=now):
        letter.delete()
        return None
    if sending.is_off():
        raise SendingOff
    return Written(
        letter_id=letter.id,
        kind=LetterKind(letter.kind),
        to=letter.address,
        language=_language(letter.workspace, user),
        firm=letter.workspace.name if letter.workspace else "",
        link=_link(letter, user),
    )


@transaction.atomic
def letter_sent(letter_id: UUID, *, now: datetime) -> None:
    """Write down that a mail was handed over."""
    mine = Letter.objects.filter(id=letter_id)
    mine.filter(invitation=None).delete()
    mine.update(sent_at=now, reason="")


@transaction.atomic
def letter_failed(letter_id: UUID, failure: MailFailed, *, now: datetime) -> datetime | None:
    """Write down why a mail did not leave; return when to try again, None: given up."""
    mine = Letter.objects.filter(id=letter_id)
    letter = mine.select_for_update().first()
    if letter is None:
        return None
    pause = dict(enumerate(duties.PAUSES)).get(letter.attempts)
    is_over = failure.is_final or pause is None
    mine.update(
        attempts=letter.attempts + 1,
        reason=failure.reason,
        failed_at=now if is_over else None,
    )
    if is_over:
        mine.filter(invitation=None).delete()
    return None if pause is None or is_over else now + pause


def _is_wanted(letter: Letter, user: User | None, *, now: datetime) -> bool:
    if letter.invitation is not None:
        return letter.invitation.used_at is None and letter.invitation.expires_at > now
    return user is not None and letter.created_at > now - FRESH


def _language(firm: Workspace | None, user: User | None) -> str:
    """Return the person's language; of somebody new the firm's."""
    return user.language if user else firm.language if firm else settings.LANGUAGE_CODE


def _link(letter: Letter, user: User | None) -> str:
    if letter.invitation is not None:
        path = reverse("accounts:join", args=[keep_token(letter.invitation)])
    elif letter.kind == LetterKind.RESET and user is not None:
        path = reverse("accounts:reset", args=[reset_token(user)])
    else:
        return ""
    return f"{settings.PUBLIC_URL}{path}"
