"""Single-use, expiring links into pages that need no password."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from plon.accounts.models import SignInLink
from plon.accounts.queries import digest
from plon.core.errors import DomainError


class LinkUnusable(DomainError):
    """The link was used, has expired, or never was."""

    code = "link_unusable"
    status = 410


def make_sign_in_link(
    *, workspace_id: UUID, purpose: str, subject_id: UUID, valid: timedelta, now: datetime
) -> str:
    """Return the secret of a link that lets this subject in once, for `valid`."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(
        workspace_id=workspace_id,
        purpose=purpose,
        subject_id=subject_id,
        token_sha256=digest(token),
        expires_at=now + valid,
    )
    return token


def use_sign_in_link(token: str, *, purpose: str, now: datetime) -> tuple[UUID, UUID]:
    """Use a link up; return its workspace and subject. Raises LinkUnusable, the second time, too.

    Call it for a POST only: mail scanners open links.
    """
    usable = SignInLink.objects.filter(
        token_sha256=digest(token), purpose=purpose, used_at=None, expires_at__gt=now
    )
    found = usable.first()
    if found is None or not usable.update(used_at=now):
        raise LinkUnusable
    return found.workspace_id, found.subject_id
