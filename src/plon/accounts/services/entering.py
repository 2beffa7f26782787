"""How a member who cannot sign in is let in again: a link made by the owner, used once."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from plon.accounts.models import Membership, SignInLink, User
from plon.accounts.queries import Caller, digest
from plon.accounts.services.audit import record
from plon.accounts.services.links import LinkUnusable, make_sign_in_link, use_sign_in_link
from plon.accounts.services.members import member
from plon.core.errors import DomainError

PURPOSE = "member"
VALID = timedelta(hours=24)


class MemberElsewhere(DomainError):
    """The person belongs to another workspace, too: one owner must not open all doors."""

    code = "member_elsewhere"
    status = 409


@transaction.atomic
def make_member_link(caller: Caller, *, membership_id: UUID, now: datetime) -> str:
    """Return the secret of a link by which this member signs in once. An earlier one ends.

    Raises NoSuchMember, MemberElsewhere.
    """
    place = member(caller, membership_id=membership_id)
    if _is_elsewhere(place.user_id, workspace_id=caller.workspace_id):
        raise MemberElsewhere
    SignInLink.objects.filter(
        workspace_id=caller.workspace_id, purpose=PURPOSE, subject_id=place.user_id, used_at=None
    ).delete()
    record(caller, "member.link", subject=f"user:{place.user_id}", now=now)
    return make_sign_in_link(
        workspace_id=caller.workspace_id,
        purpose=PURPOSE,
        subject_id=place.user_id,
        valid=VALID,
        now=now,
    )


def is_member_link(token: str, *, now: datetime) -> bool:
    """Say whether a link could be used now. Changes nothing."""
    return SignInLink.objects.filter(
        token_sha256=digest(token), purpose=PURPOSE, used_at=None, expires_at__gt=now
    ).exists()


@transaction.atomic
def use_member_link(token: str, *, now: datetime) -> tuple[User, UUID]:
    """Use a link up; return the person and the workspace.

    Asked again, since days may lie between: raises LinkUnusable where the person was disabled,
    is no member any more, or has joined another workspace.
    """
    workspace_id, user_id = use_sign_in_link(token, purpose=PURPOSE, now=now)
    place = Membership.objects.filter(
        workspace_id=workspace_id, user_id=user_id, ended_at=None, user__is_active=True
    ).select_related("user")
    found = place.first()
    if found is None or _is_elsewhere(user_id, workspace_id=workspace_id):
        raise LinkUnusable
    return found.user, workspace_id


def _is_elsewhere(user_id: UUID, *, workspace_id: UUID) -> bool:
    """Say whether the person belongs to another firm, too; demo firms guard nothing."""
    places = Membership.objects.filter(user_id=user_id, ended_at=None, workspace__is_demo=False)
    return places.exclude(workspace_id=workspace_id).exists()
