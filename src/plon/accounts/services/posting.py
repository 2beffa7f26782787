"""Asking for a mail: a letter, and the duty to send it, beside what caused it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from plon.accounts.domain import LetterKind
from plon.accounts.models import Letter
from plon.runtime import duties

SEND = "accounts.send_letter"
NOWHERE = UUID(int=0)  # the workspace of what concerns a person, not a firm


def post_letter(
    kind: LetterKind,
    *,
    address: str,
    now: datetime,
    workspace_id: UUID | None = None,
    invitation_id: UUID | None = None,
) -> None:
    """Ask for a mail, in the transaction of its cause. Without a mail server: nothing."""
    if settings.PLON_MAIL is None:
        return
    letter = Letter.objects.create(
        kind=kind.value,
        address=address,
        workspace_id=workspace_id,
        invitation_id=invitation_id,
        created_at=now,
    )
    duties.ask(SEND, workspace_id=workspace_id or NOWHERE, due_at=now, subject=str(letter.id))
