"""Pages of their own for people outside the firm: let in by a link, once, for a while.

A portal session is no member's: it has no rights, one workspace and one person. `kind` says what
the person is ("customer"); the room that knows such people says who they are today.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from plon.accounts.models import PortalSession, SignInLink
from plon.accounts.queries import Caller, Visitor, WorkspaceFacts, digest, workspace
from plon.accounts.services.audit import record
from plon.accounts.services.links import LinkUnusable, make_sign_in_link, use_sign_in_link
from plon.runtime.tenancy import inside

LINK_VALID = timedelta(days=7)
STAY = timedelta(days=30)


@transaction.atomic
def make_portal_link(caller: Caller, *, kind: str, subject_id: UUID, now: datetime) -> str:
    """Return the secret of a link that lets this person in once. An earlier one ends."""
    SignInLink.objects.filter(
        workspace_id=caller.workspace_id, purpose=kind, subject_id=subject_id, used_at=None
    ).delete()
    record(caller, "portal.link", subject=f"{kind}:{subject_id}", now=now)
    return make_sign_in_link(
        workspace_id=caller.workspace_id,
        purpose=kind,
        subject_id=subject_id,
        valid=LINK_VALID,
        now=now,
    )


def portal_link_firm(token: str, *, kind: str, now: datetime) -> WorkspaceFacts:
    """Return the firm that a link leads to. Changes nothing. Raises LinkUnusable."""
    usable = SignInLink.objects.filter(
        token_sha256=digest(token), purpose=kind, used_at=None, expires_at__gt=now
    )
    found = usable.first()
    if found is None:
        raise LinkUnusable
    return workspace(found.workspace_id)


@transaction.atomic
def enter_portal(token: str, *, kind: str, now: datetime) -> str:
    """Use a link up; return the secret of a new session. Call it inside no workspace.

    Of several at once one gets in. Raises LinkUnusable.
    """
    workspace_id, subject_id = use_sign_in_link(token, purpose=kind, now=now)
    PortalSession.objects.filter(workspace_id=workspace_id, expires_at__lte=now).delete()
    secret = secrets.token_urlsafe(32)
    made = PortalSession.objects.create(
        workspace_id=workspace_id,
        kind=kind,
        subject_id=subject_id,
        token_sha256=digest(secret),
        expires_at=now + STAY,
    )
    visitor = Visitor(
        session_id=made.id, kind=kind, subject_id=subject_id, firm=workspace(workspace_id)
    )
    with inside(workspace_id):
        record(visitor.caller, "portal.entered", subject=visitor.caller.actor, now=now)
    return secret


def leave_portal(token: str) -> None:
    """End a session. Safe to repeat."""
    PortalSession.objects.filter(token_sha256=digest(token)).delete()


def close_portal(*, workspace_id: UUID, kind: str, subject_ids: Collection[UUID]) -> None:
    """End all sessions and links of people who are forgotten, in the caller's transaction."""
    mine = {"workspace_id": workspace_id, "subject_id__in": list(subject_ids)}
    SignInLink.objects.filter(purpose=kind, **mine).delete()
    PortalSession.objects.filter(kind=kind, **mine).delete()
